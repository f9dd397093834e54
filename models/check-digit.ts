/** The 31 characters of GB 32100-2015: no I, O, S, V, Z. */
export const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** GB 32100-2015: the weight of position i is 3^(i−1) mod 31, for the first 17 characters. */
export const usccWeights: readonly number[] = [
  1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/** A unified social credit code is 18 characters of its alphabet. */
export const usccPattern = `^[${usccAlphabet}]{18}$`;

/** A CAS number: two to seven digits, two digits, one check digit. */
export const casPattern = "^[0-9]{2,7}-[0-9]{2}-[0-9]$";

/**
 * The 18th character of a unified social credit code from its first 17 (GB 32100-2015):
 * (31 − Σ Cᵢ·Wᵢ mod 31) mod 31. The outer remainder matters: 31 becomes 0. Throws on a character outside the alphabet.
 */
export function usccCheckCharacter(first17: string): string {
  if (first17.length !== 17) throw new Error(`${first17}: ${first17.length} characters, 17 expected`);
  const sum = usccWeights.reduce((total, weight, index) => {
    const value = usccAlphabet.indexOf(first17.charAt(index));
    if (value < 0) throw new Error(`${first17}: ${first17.charAt(index)} is not in the alphabet of GB 32100`);
    return total + value * weight;
  }, 0);
  return usccAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** Whether a text is a unified social credit code with the right check character. */
export function usccIsValid(text: string): boolean {
  return new RegExp(usccPattern).test(text) && usccCheckCharacter(text.slice(0, 17)) === text.charAt(17);
}

/** Whether a text is a CAS number whose last digit is Σ digit × position from the right, mod 10. */
export function casIsValid(text: string): boolean {
  if (!new RegExp(casPattern).test(text)) return false;
  const digits = text.replaceAll("-", "");
  const body = [...digits.slice(0, -1)].reverse();
  const sum = body.reduce((total, digit, index) => total + Number(digit) * (index + 1), 0);
  return sum % 10 === Number(digits.at(-1));
}

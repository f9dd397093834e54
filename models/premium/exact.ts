/** A number without rounding: digits / scale, scale above 0. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: bigint;
}

/** A fraction as it is; the sign stands above. */
export function ratioOf(above: bigint, below: bigint): Exact {
  return below < 0n ? { digits: -above, scale: -below } : { digits: above, scale: below };
}

/** A decimal text such as `-12.340` as a whole number over a power of ten. Throws on anything else. */
export function exact(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`${JSON.stringify(text)}: not a decimal, expected digits such as 12.34`);
  const [, sign = "", whole = "0", decimals = ""] = match;
  const fraction = decimals.replace(/0+$/, "");
  const digits = BigInt(whole + fraction);
  return { digits: sign ? -digits : digits, scale: 10n ** BigInt(fraction.length) };
}

/** above / below to the nearest whole number, halves away from zero, as DECIMAL rounds. */
export function roundRatio(above: bigint, below: bigint): bigint {
  const isNegative = above < 0n !== below < 0n;
  const [up, down] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const rounded = (2n * up + down) / (2n * down);
  return isNegative ? -rounded : rounded;
}

/** A whole number of 10^-places as decimal text: 12345 at 4 places is `1.2345`. */
export function toText(value: bigint, places: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** above / below to the next whole number below; below above 0. */
export function floorRatio(above: bigint, below: bigint): bigint {
  const whole = above / below;
  return above < 0n && whole * below !== above ? whole - 1n : whole;
}

/** above / below to the next whole number above; below above 0. */
export function ceilRatio(above: bigint, below: bigint): bigint {
  return -floorRatio(-above, below);
}

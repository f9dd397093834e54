/**
 * A generator of uniform numbers in [0, 1) that depends on its seed alone (sfc32, 128 bits of state): the same seed gives
 * the same numbers on every machine. The seed's text is spread by FNV-1a, so that near seeds give far streams.
 */
export function seededRandom(seed: string): () => number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++) {
    hash ^= seed.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = hash | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  // The first numbers still show the seed's pattern.
  for (let warm = 0; warm < 15; warm++) next();
  return next;
}

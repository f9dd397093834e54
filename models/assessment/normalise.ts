/** Ways to bring points of different indicators to one scale. */
export const normalisations = ["goalposts", "rank", "z_score"] as const;
export type Normalisation = (typeof normalisations)[number];

/** Values after normalisation lie here; above 0, so that a geometric mean of them exists. */
export const scale = { from: 1, to: 100 } as const;
/** A standard deviation on the scale, the mean standing at 50: three of them fill it. */
const zSpread = 15;

const onScale = (share: number): number => scale.from + (scale.to - scale.from) * share;

/**
 * The points of one indicator over all subjects on the scale 1–100, more being better. `goalposts`: between the least and
 * the most that the rules give (min-max); `rank`: share of the others that it surpasses, ties halved; `z_score`: 15 a
 * standard deviation around 50. Where nobody can differ, everybody stands in the middle. Never changes who is ahead.
 */
export function normaliseColumn(
  points: ArrayLike<number>,
  limits: { readonly min: number; readonly max: number },
  by: Normalisation,
): Float64Array {
  const count = points.length;
  const out = new Float64Array(count);
  if (by === "goalposts") {
    const span = limits.max - limits.min;
    for (let i = 0; i < count; i++) {
      const share = span > 0 ? ((points[i] as number) - limits.min) / span : 0.5;
      out[i] = onScale(Math.min(1, Math.max(0, share)));
    }
    return out;
  }
  if (by === "rank") {
    for (let i = 0; i < count; i++) {
      let below = 0;
      for (let j = 0; j < count; j++) {
        if (j === i) continue;
        if ((points[j] as number) < (points[i] as number)) below += 1;
        else if (points[j] === points[i]) below += 0.5;
      }
      out[i] = onScale(count > 1 ? below / (count - 1) : 0.5);
    }
    return out;
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += points[i] as number;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += ((points[i] as number) - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  for (let i = 0; i < count; i++) {
    const z = deviation > 1e-9 ? ((points[i] as number) - mean) / deviation : 0;
    out[i] = Math.min(scale.to, Math.max(scale.from, 50 + zSpread * z));
  }
  return out;
}

import { z } from "zod";
import { dateSchema, textSchema } from "../rule-indicator.js";

const idSchema = z.string().regex(/^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$/, "expected words joined by _");

const leafSchema = z.strictObject({
  id: idSchema,
  parent: idSchema,
  weight: z.number().positive().default(1),
  /** Take the natural logarithm first, of the value and of both goal-posts. */
  ln: z.boolean().default(false),
  /** Min-max between two goal-posts, `from` giving the scale's lower end; `from` above `to` where less is better. Without: the value is on the scale already. */
  goalposts: z.strictObject({ from: z.number(), to: z.number() }).optional(),
  /** What lies beyond the better goal-post counts as much as the goal-post itself. */
  capped: z.boolean().default(false),
});

const nodeSchema = z.strictObject({
  id: idSchema,
  /** None for the index itself. */
  parent: idSchema.optional(),
  weight: z.number().positive().default(1),
  mean: z.enum(["arithmetic", "geometric"]),
});

/** A composite index as a configuration: goal-posts, a tree of weighted means, scale, rounding, ranking. */
export const indexSchemeSchema = z
  .strictObject({
    scheme: z.string().min(1),
    edition: dateSchema,
    title: textSchema,
    source: z.string().min(1),
    scale: z.strictObject({ from: z.number(), to: z.number() }),
    nodes: z.array(nodeSchema).min(1),
    leaves: z.array(leafSchema).min(1),
    /** `refuse`: a node with a missing member has no value; `rest`: the mean of the members that are known. */
    missing: z.enum(["refuse", "rest"]),
    round_digits: z.int().min(0).max(12),
    /** Ranks compare rounded values (equal ones share the better rank) or exact ones. */
    rank_by: z.enum(["rounded", "exact"]),
  })
  .superRefine((scheme, context) => {
    const say = (message: string): void => context.addIssue({ code: "custom", message });
    const ids = [...scheme.nodes, ...scheme.leaves].map((one) => one.id);
    for (const id of ids.filter((one, at) => ids.indexOf(one) !== at))
      say(`${id}: stands twice, expected one; rename the second`);
    const roots = scheme.nodes.filter((node) => node.parent === undefined);
    if (roots.length !== 1)
      say(`nodes: ${roots.length} without a parent, expected one index at the top; give the others a parent`);
    const parents = new Map(scheme.nodes.map((node) => [node.id, node.parent]));
    for (const one of [...scheme.nodes, ...scheme.leaves]) {
      const seen = new Set<string>();
      for (let at: string | undefined = one.parent; at !== undefined; at = parents.get(at)) {
        if (!parents.has(at)) say(`${one.id}.parent: unknown ${at}, expected one of the nodes; correct it`);
        if (seen.has(at)) say(`${one.id}.parent: ${at} lies below itself, expected a tree; cut the circle`);
        if (seen.has(at) || !parents.has(at)) break;
        seen.add(at);
      }
    }
    for (const node of scheme.nodes)
      if (![...scheme.nodes, ...scheme.leaves].some((one) => one.parent === node.id))
        say(`${node.id}: has no member, expected at least one; take it out`);
  });

export type IndexScheme = z.infer<typeof indexSchemeSchema>;
type Leaf = IndexScheme["leaves"][number];

/** Values by leaf; null or absent is missing. */
export type LeafValues = Readonly<Record<string, number | null | undefined>>;

/** One leaf on the scheme's scale; null where it is missing, or not positive where a logarithm is asked for. */
export function normaliseLeaf(
  scheme: IndexScheme,
  leaf: Leaf,
  value: number | null | undefined,
): number | null {
  if (value === null || value === undefined) return null;
  if (!leaf.goalposts) return value;
  if (leaf.ln && value <= 0) return null;
  const read = leaf.ln ? Math.log : (one: number): number => one;
  const from = read(leaf.goalposts.from);
  let share = (read(value) - from) / (read(leaf.goalposts.to) - from);
  if (leaf.capped) share = Math.min(1, share);
  // Below the worse goal-post there is nothing: a negative has no geometric mean.
  return scheme.scale.from + (scheme.scale.to - scheme.scale.from) * Math.max(0, share);
}

/** The value of every leaf and node of one unit, unrounded; null where too little is known. The root's is the index. */
export function scoreUnit(scheme: IndexScheme, values: LeafValues): ReadonlyMap<string, number | null> {
  const found = new Map<string, number | null>();
  for (const leaf of scheme.leaves) found.set(leaf.id, normaliseLeaf(scheme, leaf, values[leaf.id]));
  const members = [...scheme.leaves, ...scheme.nodes];
  const settle = (id: string): number | null => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const node = scheme.nodes.find((one) => one.id === id);
    let sum = 0;
    let weights = 0;
    let isRefused = false;
    for (const member of members) {
      if (member.parent !== id) continue;
      const value = settle(member.id);
      if (value === null) {
        isRefused ||= scheme.missing === "refuse";
        continue;
      }
      sum += member.weight * (node?.mean === "geometric" ? Math.log(value) : value);
      weights += member.weight;
    }
    const mean = weights > 0 && !isRefused ? sum / weights : null;
    const settled = mean !== null && node?.mean === "geometric" ? Math.exp(mean) : mean;
    found.set(id, settled);
    return settled;
  };
  for (const node of scheme.nodes) settle(node.id);
  return found;
}

/** A value as the scheme publishes it, half away from zero. */
export function roundAs(scheme: IndexScheme, value: number): number {
  const power = 10 ** scheme.round_digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * power + 1e-9)) / power;
}

/** Ranks of values, 1 the highest, equals sharing the better one; null where there is no value. */
export function rankUnits(
  scheme: IndexScheme,
  values: readonly (number | null)[],
): readonly (number | null)[] {
  const read = values.map((value) =>
    value === null || scheme.rank_by === "exact" ? value : roundAs(scheme, value),
  );
  return read.map((value) =>
    value === null ? null : 1 + read.filter((other) => other !== null && other > value).length,
  );
}

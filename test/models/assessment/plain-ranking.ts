// A second opinion on the robustness run: the same rules said slowly, ranks by counting, without a typed array or a line in common.
import { seededRandom } from "../../../models/assessment/seeded-random.js";

export interface PlainProblem {
  readonly subjects: readonly { readonly id: string; readonly points: readonly number[] }[];
  readonly limits: readonly { readonly min: number; readonly max: number }[];
}

const onScale = (share: number): number => 1 + 99 * share;

function normalise(column: readonly number[], limits: { min: number; max: number }, by: string): number[] {
  if (by === "goalposts")
    return column.map((value) =>
      limits.max > limits.min
        ? onScale(Math.min(1, Math.max(0, (value - limits.min) / (limits.max - limits.min))))
        : 50.5,
    );
  if (by === "rank")
    return column.map((value, at) => {
      const others = column.filter((_, other) => other !== at);
      if (others.length === 0) return 50.5;
      const beaten = others.map((other) => (other < value ? 1 : other === value ? 0.5 : 0) as number);
      return onScale(beaten.reduce((sum, one) => sum + one, 0) / others.length);
    });
  const mean = column.reduce((sum, one) => sum + one, 0) / column.length;
  const deviation = Math.sqrt(column.reduce((sum, one) => sum + (one - mean) ** 2, 0) / column.length);
  return column.map((value) =>
    deviation <= 1e-9 ? 50 : Math.min(100, Math.max(1, 50 + (15 * (value - mean)) / deviation)),
  );
}

/** Every draw's rank of every subject, and P(A above B) as a table by id. */
export function rankPlainly(
  problem: PlainProblem,
  options: { readonly seed: string; readonly draws: number; readonly weightVariation: number },
): { ranks: Record<string, number[]>; above: Record<string, Record<string, number>> } {
  const random = seededRandom(options.seed);
  const ways = ["goalposts", "rank", "z_score"].flatMap((by) =>
    ["arithmetic", "geometric"].map((mean) => ({ by, mean })),
  );
  const ids = problem.subjects.map((subject) => subject.id);
  const ranks: Record<string, number[]> = Object.fromEntries(ids.map((id) => [id, []]));
  const above = Object.fromEntries(ids.map((id) => [id, Object.fromEntries(ids.map((other) => [other, 0]))]));
  for (let draw = 0; draw < options.draws; draw++) {
    const way = ways[Math.floor(random() * ways.length)]!;
    const weights = problem.limits.map(
      ({ min, max }) => Math.max(0, max - min) * (1 + options.weightVariation * (2 * random() - 1)),
    );
    const columns = problem.limits.map((limits, k) =>
      normalise(
        problem.subjects.map((subject) => subject.points[k]!),
        limits,
        way.by,
      ),
    );
    const totals = problem.subjects.map((_, i) => {
      const values = columns.map((column) => column[i]!);
      return values.reduce(
        (sum, value, k) => sum + weights[k]! * (way.mean === "geometric" ? Math.log(value) : value),
        0,
      );
    });
    const isAhead = (a: number, b: number): boolean => a - b > 1e-9 * Math.max(1, Math.abs(a));
    for (const [i, id] of ids.entries()) {
      ranks[id]!.push(1 + totals.filter((total) => isAhead(total, totals[i]!)).length);
      for (const [j, other] of ids.entries())
        above[id]![other]! += isAhead(totals[i]!, totals[j]!) ? 1 : isAhead(totals[j]!, totals[i]!) ? 0 : 0.5;
    }
  }
  for (const id of ids) for (const other of ids) above[id]![other]! /= options.draws;
  return { ranks, above };
}

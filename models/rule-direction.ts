import { levelLimits, limitsOf } from "./rule-limits.js";
import { partsOf, type RulePack, type RulePart } from "./rule-pack.js";

/** The bands of a part in which the fewest and the most points lie; those of the matrix's first line and column without any. */
function bandEnds(pack: RulePack, partId: string): readonly [number, number] {
  const bands = pack.parts?.find((part) => part.id === partId)?.bands ?? [];
  const limits = limitsOf(bands);
  const placed = bands
    .map(({ band }, at) => ({ band, from: limits[at]?.value_from ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => a.from - b.from);
  return [placed[0]?.band ?? 1, placed.at(-1)?.band ?? 1];
}

/**
 * Whether few points are bad: where the worst level begins below the best, or where the fewest points of both parts meet in the
 * worse cell of the matrix. False where more points are worse, and where no level is reached by points.
 */
export function isLowerWorse(pack: RulePack): boolean {
  const levels = pack.levels ?? [];
  if (pack.matrix) {
    const { cells } = pack.matrix;
    const rows = bandEnds(pack, pack.matrix.rows);
    const columns = bandEnds(pack, pack.matrix.columns);
    // Levels stand worst first.
    const place = (end: 0 | 1): number =>
      levels.findIndex(({ level }) => level === cells[rows[end] - 1]?.[columns[end] - 1]);
    return place(0) < place(1);
  }
  const banded = levelLimits(levels).filter((each) => each.value_from !== null || each.value_to !== null);
  const from = (limits: (typeof banded)[number] | undefined): number =>
    limits?.value_from ?? Number.NEGATIVE_INFINITY;
  return banded.length > 1 && from(banded[0]) < from(banded.at(-1));
}

/** Whether few points of a part are bad: of a part of the matrix as its own bands say, of a member as its parent's. */
function isPartLowerWorse(pack: RulePack, part: RulePart): boolean {
  const { matrix } = pack;
  if (matrix && (part.id === matrix.rows || part.id === matrix.columns)) {
    const place = (level: string | undefined): number =>
      (pack.levels ?? []).findIndex((each) => each.level === level);
    const [few, most] = bandEnds(pack, part.id);
    const lines = part.id === matrix.rows ? matrix.cells : transposed(matrix.cells);
    // Levels stand worst first; the first cells that differ tell.
    const [fewest, fullest] = [lines[few - 1] ?? [], lines[most - 1] ?? []];
    const at = fewest.findIndex((level, index) => level !== fullest[index]);
    if (at >= 0) return place(fewest[at]) < place(fullest[at]);
  }
  return isLowerWorse(pack);
}

function transposed(cells: readonly (readonly string[])[]): string[][] {
  return (cells[0] ?? []).map((_, column) => cells.map((line) => line[column] ?? ""));
}

/**
 * Whether more points of a part's indicators are worse for the subject: each `deduct` on the way to the total turns the
 * direction of the total round. So a deduction is worse the larger it is, in a score of which more is better.
 */
export function isMoreWorse(pack: RulePack, part: RulePart): boolean {
  const parent = partsOf(pack).find((other) => other.id === part.parent);
  const turns = [part.aggregate, parent?.aggregate, pack.total.kind].filter((kind) => kind === "deduct");
  return isPartLowerWorse(pack, parent ?? part) === (turns.length % 2 === 1);
}

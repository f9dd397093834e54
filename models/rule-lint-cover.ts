import { lowerLimit, partsOf, type RulePack } from "./rule-pack.js";

interface Row {
  readonly from?: number | undefined;
  readonly above?: number | undefined;
  readonly to?: number | undefined;
  readonly points: number;
  readonly clause?: string | undefined;
}

const shown = (row: Row): string => (row.above !== undefined ? `above ${row.above}` : `${row.from}`);

/**
 * Faults of a list of half-open rows: it must rise, leave no gap and no overlap, hold no dead row, and cover every
 * value from `smallest` up (null: from minus infinity).
 */
export function lintBands(where: string, rows: readonly Row[], smallest: number | null): string[] {
  const faults: string[] = [];
  for (const [index, row] of rows.entries()) {
    const at = `${where}[${index}]`;
    const start = lowerLimit(row);
    const before = rows[index - 1];
    if (row.from !== undefined && row.above !== undefined)
      faults.push(`${at}: found from and above, expected one; from includes the value, above does not`);
    if (start === null && index > 0)
      faults.push(`${at}.from: found none, expected where the band begins; only the first may be open`);
    if (index === 0 && start !== null && (smallest === null || start > smallest))
      faults.push(
        `${at}.from: begins at ${shown(row)}, a gap below it${smallest === null ? "" : ` down to ${smallest}`}; begin lower, or say the smallest value that can occur`,
      );
    if (row.to !== undefined && start !== null && row.to <= start)
      faults.push(
        `${at}.to: ${row.to} is not above its own beginning; the band is dead, correct or remove it`,
      );
    if (!before || start === null) continue;
    const beforeStart = lowerLimit(before);
    if (beforeStart !== null && start === beforeStart)
      faults.push(
        `${at}.from: ${shown(row)} repeats ${where.replace(/^.*\./, "")}[${index - 1}]; bands must rise`,
      );
    else if (beforeStart !== null && start < beforeStart)
      faults.push(
        `${at}.from: ${shown(row)} lies below ${shown(before)} of the band before; bands must rise, put them in order`,
      );
    if (before.to !== undefined && before.to < start)
      faults.push(
        `${at}.from: a gap from ${before.to} to ${shown(row)}; let the band begin where the one before ends`,
      );
    if (before.to !== undefined && before.to > start)
      faults.push(
        `${at}.from: overlaps the band before from ${shown(row)} to ${before.to}; let the band begin where the one before ends`,
      );
    if (row.points === before.points && row.clause === before.clause)
      faults.push(`${at}: says the same as the band before; the row is dead, merge the two`);
  }
  const last = rows.at(-1);
  if (last?.to !== undefined)
    faults.push(
      `${where}[${rows.length - 1}].to: ends at ${last.to}, a gap above it; leave the last band open, or add one that says what a greater value means`,
    );
  return faults;
}

const boundless = ["matrix"] as const;

/** Faults of the levels: full cover of the total, no two that begin alike, none for packs that need them. */
export function lintLevels(pack: RulePack): string[] {
  const levels = pack.levels ?? [];
  const faults: string[] = [];
  const isMatrix = (boundless as readonly string[]).includes(pack.total.kind);
  const isParametric = (pack.indicators ?? []).length === 0 && (pack.determinations ?? []).length === 0;
  if (levels.length === 0) {
    const needs = [
      "risk_point_level",
      "installation_grade",
      "accident_grade",
      "enterprise_level",
      "region_level",
    ];
    return needs.includes(pack.purpose) && !isParametric
      ? ["levels: found none, expected at least two, worst first; say what the total means"]
      : [];
  }
  const starts = levels.map(lowerLimit);
  for (const [index, level] of levels.entries()) {
    const at = `levels[${index}]`;
    if (level.from !== undefined && level.above !== undefined)
      faults.push(`${at}: found from and above, expected one; from includes the value, above does not`);
    if (isMatrix && (level.from !== undefined || level.above !== undefined))
      faults.push(`${at}.from: found a limit, expected none; under a matrix the cells decide`);
    const twin = starts.findIndex((other, place) => place < index && other === starts[index]);
    if (!isMatrix && twin >= 0)
      faults.push(`${at}: begins where levels[${twin}] begins; one of them is dead, correct its limit`);
    if (level.gate && index === 0)
      faults.push(`${at}.gate: found on the worst level, where nothing is worse to fall to; take it out`);
    const name = levels.findIndex((other, place) => place < index && other.title.zh === level.title.zh);
    if (name >= 0) faults.push(`${at}.title: repeats levels[${name}]; give each level its own name`);
  }
  if (
    !isMatrix &&
    !starts.includes(null) &&
    Math.min(...(starts as number[])) > (pack.total.floor ?? Number.NEGATIVE_INFINITY)
  )
    faults.push(
      "levels: every level has a lower limit, so smaller totals have no level; leave the lowest open, or set total.floor",
    );
  const numbered = starts.map((start) => start ?? Number.NEGATIVE_INFINITY);
  const isRising = numbered.every((start, index) => index === 0 || start > (numbered[index - 1] as number));
  const isFalling = numbered.every((start, index) => index === 0 || start < (numbered[index - 1] as number));
  if (!isMatrix && !isRising && !isFalling && new Set(numbered).size === numbered.length)
    faults.push("levels: the limits neither rise nor fall; list the levels from worst to best");
  return faults;
}

/** Faults of the matrix: both parts banded, a cell for each pair of bands, only known levels. */
export function lintMatrix(pack: RulePack): string[] {
  const faults: string[] = [];
  const matrix = pack.matrix;
  if ((pack.total.kind === "matrix") !== (matrix !== undefined))
    return [
      matrix
        ? `total.kind: found ${pack.total.kind}, expected matrix; or take the matrix out`
        : "matrix: found none, expected the cells that total.kind: matrix needs; write them",
    ];
  if (!matrix) return [];
  const bandsOf = (id: string, where: string): number => {
    const part = partsOf(pack).find((one) => one.id === id);
    if (!part) faults.push(`matrix.${where}: unknown part ${id}; correct the id`);
    else if (!part.bands)
      faults.push(`parts.${id}.bands: found none, expected bands for the matrix; write them`);
    else {
      const numbers = part.bands.map((band) => band.band).sort((a, b) => a - b);
      if (numbers.some((band, index) => band !== index + 1))
        faults.push(
          `parts.${id}.bands: numbered ${numbers.join(", ")}, expected 1 to ${numbers.length}, each once; correct the numbers`,
        );
      return numbers.length;
    }
    return 0;
  };
  const rowCount = bandsOf(matrix.rows, "rows");
  const columnCount = bandsOf(matrix.columns, "columns");
  if (faults.length > 0) return faults;
  const known = (pack.levels ?? []).map((level) => level.level);
  for (let row = 0; row < Math.max(rowCount, matrix.cells.length); row += 1)
    for (let column = 0; column < Math.max(columnCount, matrix.cells[row]?.length ?? 0); column += 1) {
      const level = matrix.cells[row]?.[column];
      const at = `matrix.cells[${row}][${column}]`;
      if (row >= rowCount || column >= columnCount)
        faults.push(`${at}: no such bands (${rowCount} by ${columnCount}); the cell is dead, take it out`);
      else if (level === undefined)
        faults.push(
          `${at}: missing; say the level of ${matrix.rows} band ${row + 1} with ${matrix.columns} band ${column + 1}`,
        );
      else if (!known.includes(level))
        faults.push(`${at}: unknown level ${level}, expected one of ${known.join(", ")}; correct it`);
    }
  return faults;
}

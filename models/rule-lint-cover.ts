import { at } from "./rule-fault.js";
import { lowerLimit, partsOf, type RulePack } from "./rule-pack.js";
import type { Text } from "./text.js";

interface Row {
  readonly from?: number | undefined;
  readonly above?: number | undefined;
  readonly to?: number | undefined;
  readonly points: number;
  readonly clause?: string | undefined;
}

const shown = (row: Row): Text =>
  row.above !== undefined
    ? { zh: `大于 ${row.above}`, en: `above ${row.above}` }
    : { zh: `${row.from}`, en: `${row.from}` };

const bothLimits = (address: string): Text =>
  at(
    address,
    "同时写了 from 和 above，应只写一个；from 含该值，above 不含",
    "found from and above, expected one; from includes the value, above does not",
  );

/**
 * Faults of a list of half-open rows: it must rise, leave no gap and no overlap, hold no dead row, and cover every
 * value from `smallest` up (null: from minus infinity).
 */
export function lintBands(where: string, rows: readonly Row[], smallest: number | null): Text[] {
  const faults: Text[] = [];
  for (const [index, row] of rows.entries()) {
    const place = `${where}[${index}]`;
    const start = lowerLimit(row);
    const before = rows[index - 1];
    if (row.from !== undefined && row.above !== undefined) faults.push(bothLimits(place));
    if (start === null && index > 0)
      faults.push(
        at(
          `${place}.from`,
          "没有写，应为该档的起点；只有第一档可以不写",
          "found none, expected where the band begins; only the first may be open",
        ),
      );
    if (index === 0 && start !== null && (smallest === null || start > smallest))
      faults.push(
        at(
          `${place}.from`,
          `从 ${shown(row).zh} 开始，其下${smallest === null ? "" : `直到 ${smallest} `}有空缺；请从更低处开始，或写明可能出现的最小值`,
          `begins at ${shown(row).en}, a gap below it${smallest === null ? "" : ` down to ${smallest}`}; begin lower, or say the smallest value that can occur`,
        ),
      );
    if (row.to !== undefined && start !== null && row.to <= start)
      faults.push(
        at(
          `${place}.to`,
          `${row.to} 不大于本档的起点；此档无效，请改正或删去`,
          `${row.to} is not above its own beginning; the band is dead, correct or remove it`,
        ),
      );
    if (!before || start === null) continue;
    const beforeStart = lowerLimit(before);
    if (beforeStart !== null && start === beforeStart)
      faults.push(
        at(
          `${place}.from`,
          `${shown(row).zh} 与 ${where.replace(/^.*\./, "")}[${index - 1}] 相同；各档必须递增`,
          `${shown(row).en} repeats ${where.replace(/^.*\./, "")}[${index - 1}]; bands must rise`,
        ),
      );
    else if (beforeStart !== null && start < beforeStart)
      faults.push(
        at(
          `${place}.from`,
          `${shown(row).zh} 小于上一档的 ${shown(before).zh}；各档必须递增，请排好顺序`,
          `${shown(row).en} lies below ${shown(before).en} of the band before; bands must rise, put them in order`,
        ),
      );
    if (before.to !== undefined && before.to < start)
      faults.push(
        at(
          `${place}.from`,
          `${before.to} 到 ${shown(row).zh} 之间有空缺；请从上一档结束处开始`,
          `a gap from ${before.to} to ${shown(row).en}; let the band begin where the one before ends`,
        ),
      );
    if (before.to !== undefined && before.to > start)
      faults.push(
        at(
          `${place}.from`,
          `与上一档在 ${shown(row).zh} 到 ${before.to} 之间重叠；请从上一档结束处开始`,
          `overlaps the band before from ${shown(row).en} to ${before.to}; let the band begin where the one before ends`,
        ),
      );
    if (row.points === before.points && row.clause === before.clause)
      faults.push(
        at(
          place,
          "与上一档说的一样；此行无效，请合并",
          "says the same as the band before; the row is dead, merge the two",
        ),
      );
  }
  const last = rows.at(-1);
  if (last?.to !== undefined)
    faults.push(
      at(
        `${where}[${rows.length - 1}].to`,
        `到 ${last.to} 为止，其上有空缺；请让最后一档不封顶，或加一档写明更大的值是什么`,
        `ends at ${last.to}, a gap above it; leave the last band open, or add one that says what a greater value means`,
      ),
    );
  return faults;
}

const boundless = ["matrix"] as const;

/** Faults of the levels: full cover of the total, no two that begin alike, none for packs that need them. */
export function lintLevels(pack: RulePack): Text[] {
  const levels = pack.levels ?? [];
  const faults: Text[] = [];
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
      ? [
          at(
            "levels",
            "没有写，应至少有两级，最差的在前；请写明总分的含义",
            "found none, expected at least two, worst first; say what the total means",
          ),
        ]
      : [];
  }
  const starts = levels.map(lowerLimit);
  for (const [index, level] of levels.entries()) {
    const place = `levels[${index}]`;
    if (level.from !== undefined && level.above !== undefined) faults.push(bothLimits(place));
    if (isMatrix && (level.from !== undefined || level.above !== undefined))
      faults.push(
        at(
          `${place}.from`,
          "写了界限，应不写；矩阵由单元格决定等级",
          "found a limit, expected none; under a matrix the cells decide",
        ),
      );
    const twin = starts.findIndex((other, earlier) => earlier < index && other === starts[index]);
    if (!isMatrix && twin >= 0)
      faults.push(
        at(
          place,
          `起点与 levels[${twin}] 相同；其中一级无效，请改正界限`,
          `begins where levels[${twin}] begins; one of them is dead, correct its limit`,
        ),
      );
    if (level.gate && index === 0)
      faults.push(
        at(
          `${place}.gate`,
          "写在最差的一级上，已没有更差的等级可降；请删去",
          "found on the worst level, where nothing is worse to fall to; take it out",
        ),
      );
    const name = levels.findIndex((other, earlier) => earlier < index && other.title.zh === level.title.zh);
    if (name >= 0)
      faults.push(
        at(
          `${place}.title`,
          `与 levels[${name}] 相同；请给每一级各自的名称`,
          `repeats levels[${name}]; give each level its own name`,
        ),
      );
  }
  if (
    !isMatrix &&
    !starts.includes(null) &&
    Math.min(...(starts as number[])) > (pack.total.floor ?? Number.NEGATIVE_INFINITY)
  )
    faults.push(
      at(
        "levels",
        "每一级都有下限，更小的总分没有等级；请让最低一级不设下限，或设 total.floor",
        "every level has a lower limit, so smaller totals have no level; leave the lowest open, or set total.floor",
      ),
    );
  const numbered = starts.map((start) => start ?? Number.NEGATIVE_INFINITY);
  const isRising = numbered.every((start, index) => index === 0 || start > (numbered[index - 1] as number));
  const isFalling = numbered.every((start, index) => index === 0 || start < (numbered[index - 1] as number));
  if (!isMatrix && !isRising && !isFalling && new Set(numbered).size === numbered.length)
    faults.push(
      at(
        "levels",
        "界限既不递增也不递减；请从最差到最好排列",
        "the limits neither rise nor fall; list the levels from worst to best",
      ),
    );
  return faults;
}

/** Faults of the matrix: both parts banded, a cell for each pair of bands, only known levels. */
export function lintMatrix(pack: RulePack): Text[] {
  const faults: Text[] = [];
  const matrix = pack.matrix;
  if ((pack.total.kind === "matrix") !== (matrix !== undefined))
    return [
      matrix
        ? at(
            "total.kind",
            `读到 ${pack.total.kind}，应为 matrix；或删去矩阵`,
            `found ${pack.total.kind}, expected matrix; or take the matrix out`,
          )
        : at(
            "matrix",
            "没有写，total.kind: matrix 需要其单元格；请写出",
            "found none, expected the cells that total.kind: matrix needs; write them",
          ),
    ];
  if (!matrix) return [];
  const bandsOf = (id: string, where: string): number => {
    const part = partsOf(pack).find((one) => one.id === id);
    if (!part)
      faults.push(
        at(`matrix.${where}`, `没有 ${id} 这个分项；请改正编号`, `unknown part ${id}; correct the id`),
      );
    else if (!part.bands)
      faults.push(
        at(
          `parts.${id}.bands`,
          "没有写，矩阵需要分档；请写出",
          "found none, expected bands for the matrix; write them",
        ),
      );
    else {
      const numbers = part.bands.map((band) => band.band).sort((a, b) => a - b);
      if (numbers.some((band, index) => band !== index + 1))
        faults.push(
          at(
            `parts.${id}.bands`,
            `编号为 ${numbers.join("、")}，应为 1 到 ${numbers.length} 各一次；请改正编号`,
            `numbered ${numbers.join(", ")}, expected 1 to ${numbers.length}, each once; correct the numbers`,
          ),
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
      const place = `matrix.cells[${row}][${column}]`;
      if (row >= rowCount || column >= columnCount)
        faults.push(
          at(
            place,
            `没有这样的档（${rowCount} × ${columnCount}）；此格无效，请删去`,
            `no such bands (${rowCount} by ${columnCount}); the cell is dead, take it out`,
          ),
        );
      else if (level === undefined)
        faults.push(
          at(
            place,
            `缺失；请写明 ${matrix.rows} 第 ${row + 1} 档与 ${matrix.columns} 第 ${column + 1} 档相遇时的等级`,
            `missing; say the level of ${matrix.rows} band ${row + 1} with ${matrix.columns} band ${column + 1}`,
          ),
        );
      else if (!known.includes(level))
        faults.push(
          at(
            place,
            `没有 ${level} 这个等级，应为 ${known.join("、")} 之一；请改正`,
            `unknown level ${level}, expected one of ${known.join(", ")}; correct it`,
          ),
        );
    }
  return faults;
}

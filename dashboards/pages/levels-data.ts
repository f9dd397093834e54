import { codeName } from "../codes.js";
import { evenDecimals, points } from "../format.js";
import { levelClass, levelLook, levelRank, levels } from "../level.js";
import type { ListData } from "../list-data.js";
import type { ListRow } from "../rows.js";
import type { LevelTally } from "../tally.js";
import { type Lang, pick } from "../text.js";

/** Rows on one page of the list, with and without script. */
export const listPageSize = 50;

export interface LevelListRows {
  /** Worst first; at most as many as a browser holds at ease. */
  readonly rows: readonly ListRow[];
  /** All enterprises of the publication. */
  readonly tally: LevelTally;
  readonly regionNames: ReadonlyMap<string, string>;
}

/** Distinct texts of a column and, for each row, which of them it has. */
function dictionary<Row>(
  rows: readonly Row[],
  of: (row: Row) => string,
): { names: string[]; positions: number[] } {
  const found = new Map<string, number>();
  const positions = rows.map((row) => {
    const name = of(row);
    const known = found.get(name);
    if (known !== undefined) return known;
    found.set(name, found.size);
    return found.size - 1;
  });
  return { names: [...found.keys()], positions };
}

export type ListNumbers = Readonly<Record<"score" | "inherent" | "conduct", readonly (string | null)[]>>;

/** Scores and points as the list shows them, on whatever page of it: a column has as many decimals throughout. Null: unknown. */
export function numbersOf(rows: readonly ListRow[]): ListNumbers {
  const column = (of: (row: ListRow) => ListRow["score"]): readonly (string | null)[] => {
    const values = rows.map(of);
    const shown = evenDecimals(values.map((value) => points(value).replaceAll(",", "")));
    return values.map((value, row) => (value === null || value === undefined ? null : (shown[row] ?? null)));
  };
  return {
    score: column((row) => row.score),
    inherent: column((row) => row.inherent_points),
    conduct: column((row) => row.conduct_points),
  };
}

/** The rows as columns for the script of the page; texts that repeat are given once. */
export function listData(list: LevelListRows, numbers: ListNumbers, lang: Lang): ListData {
  const { rows } = list;
  const region = dictionary(rows, (row) => list.regionNames.get(row.region_code) ?? row.region_code);
  const sector = dictionary(rows, (row) => codeName("sector", row.regulated_sector, lang));
  const since = dictionary(rows, (row) => row.level_since?.slice(0, 10) ?? "");
  const reason = dictionary(rows, (row) => reasonOf(row, lang) ?? "");
  return {
    id: rows.map((row) => row.enterprise_id),
    name: rows.map((row) => row.enterprise_name),
    region: region.positions,
    sector: sector.positions,
    level: rows.map((row) => levelRank(row.level)).join(""),
    score: numbers.score,
    inherent: numbers.inherent,
    conduct: numbers.conduct,
    since: since.positions,
    reason: reason.positions,
    card: rows.map((row) => row.card),
    regions: region.names,
    sectors: sector.names,
    sinces: since.names,
    reasons: reason.names,
    levels: levels.map((level) => ({
      code: level,
      letter: pick(lang, levelLook[level].letter),
      name: pick(lang, levelLook[level].name),
      css: levelClass(level),
    })),
    isLowerWorse: list.rows.every((row) => row.is_lower_worse ?? true),
    orders: ordersOf(list, lang),
    words: {
      shown: pick(lang, {
        zh: "共 {all} 家，符合条件 {found} 家；第 {places} 家，第 {page} / {pages} 页",
        en: "{all} in all, {found} matching; no. {places}, page {page} of {pages}",
      }),
      printed: pick(lang, {
        zh: "第 {places} 家，共 {all} 家",
        en: "No. {places} of {all}",
      }),
      printedMatch: pick(lang, {
        zh: "第 {places} 家，符合条件 {found} 家，共 {all} 家",
        en: "No. {places} of {found} matching, {all} in all",
      }),
      none: pick(lang, { zh: "没有符合条件的企业。", en: "No enterprise matches." }),
    },
    pageSize: listPageSize,
  };
}

/** In which order the list stands, in words; the script says the others in the same place. `{column}` is the head of a column. */
export function ordersOf(list: LevelListRows, lang: Lang): ListData["orders"] {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const last =
    list.tally.insufficient_data > 0 ? t("；数据不足者排在最后", "; those with insufficient data last") : "";
  const end = t("。", ".");
  const mixed =
    new Set(list.rows.flatMap(({ method, score }) => (score === null ? [] : [method]))).size > 1
      ? t("不同评定方法的得分不可直接比较。", " Scores of different methods cannot be compared.")
      : "";
  return {
    worst: `${t("风险高者在前，同一等级内按得分排列", "Worst first, within a level by score")}${last}${end}${mixed}`,
    best: `${t("风险低者在前", "Best first")}${last}${end}`,
    largest: t("按“{column}”由大到小排列。", "By {column}, largest first."),
    smallest: t("按“{column}”由小到大排列。", "By {column}, smallest first."),
    mixed,
    unscored: t("没有该项得分的排在最后。", " Those without it stand last."),
    latest: t("按“{column}”由近到远排列。", "By {column}, latest first."),
    earliest: t("按“{column}”由远到近排列。", "By {column}, earliest first."),
  };
}

export function reasonOf(row: ListRow, lang: Lang): string | null {
  return lang === "zh" ? row.reason_zh : (row.reason_en ?? row.reason_zh);
}

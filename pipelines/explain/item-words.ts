import { codeName, codesOf, withUnit } from "../../dashboards/codes.js";
import { fraction } from "../../dashboards/format.js";
import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import type { ExplainedItem, Explanation } from "./explanation.js";

/** The names of an edition's codes, by `indicator code`. */
export type CodeTitles = ReadonlyMap<string, string>;

/** What the rows of an edition's look-up tables are called; empty where no edition judged. */
export async function readCodeTitles(
  warehouse: Warehouse,
  { method, edition }: Pick<Explanation, "method" | "edition">,
  lang: Lang,
): Promise<CodeTitles> {
  if (method === null || edition === null) return new Map();
  const rows = await warehouse.rows<{ name: string; title: string }>(
    `select concat(indicator_id, ' ', code) as name, min(coalesce(title_${lang}, title_zh)) as title
     from rules.lookup where method = $1 and cast(edition as varchar) = $2 and title_zh is not null group by name`,
    [method, edition],
  );
  return new Map(rows.map((row) => [row.name, row.title]));
}

/** Lists that name the codes of items that no edition's table names. */
const itemLists: Readonly<Record<string, string>> = {
  state: "hazard_state",
  claimed_level: "level",
  enterprise_level: "level",
  five_implementations_missing: "five_implementations",
};

function named(item: ExplainedItem, code: string, titles: CodeTitles, lang: Lang): string {
  const title = titles.get(`${item.indicator_id} ${code}`);
  if (title !== undefined) return title;
  const list = itemLists[item.indicator_id] ?? "yes_no";
  const codes = code.split(",");
  // A list of codes is named one by one; any other text is left whole, commas and all.
  return codes.every((each) => codesOf(list).some(([known]) => known === each))
    ? codes.map((each) => codeName(list, each, lang)).join(lang === "zh" ? "、" : ", ")
    : code;
}

/** A value as a reader sees it: codes by name, a fraction as a percentage, a number with its unit. */
export function valueWords(item: ExplainedItem, titles: CodeTitles, lang: Lang): string {
  const { value, unit } = item;
  if (value === null) return "—";
  if (typeof value === "string") return named(item, value, titles, lang);
  if (unit === null) return String(value);
  if (unit === "fraction") return fraction(String(value));
  return withUnit(String(value), unit, lang);
}

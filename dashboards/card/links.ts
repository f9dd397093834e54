import { excelLabel, link } from "../block.js";
import { type Fragment, html } from "../html.js";
import { type Place, rootOf } from "../shell.js";

/** Where the rows behind a scorecard are: the workbook of indicators only where it holds this enterprise. */
export function cardLinks(level: string, place: Place): Fragment {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const items =
    level === "red" || level === "orange"
      ? link(
          `${root}export/enterprise_level_item.xlsx`,
          excelLabel("enterprise_level_item", t("指标得分 Excel", "Indicator points, Excel"), lang),
        )
      : link(
          `${root}data/enterprise_level_item.parquet`,
          t("指标得分 Parquet（全部企业）", "Indicator points, Parquet (all enterprises)"),
        );
  const hazards = link(
    `${root}export/hazard_ledger.xlsx`,
    excelLabel("hazard_ledger", t("隐患台账 Excel", "Hazard ledger, Excel"), lang),
  );
  return html`${items} ${hazards} ${link("../levels.html", t("返回企业等级清单", "Back to the level list"))}`;
}

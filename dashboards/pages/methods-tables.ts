import { codeName, withUnit } from "../codes.js";
import type { EditionRules } from "../card/placing.js";
import { band, decimal } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { levelLabel } from "../level.js";
import type { DeterminationRule, IndicatorRow, LevelRow, ParameterRow, PointsRow } from "../rule-rows.js";
import { table } from "../table.js";
import { clauseText, type Lang, pick, words } from "../text.js";
import { perUnitText, pointsIn, type Say, type SayPoints } from "./methods-points.js";

function unitOf(indicator: IndicatorRow, lang: Lang): string {
  return indicator.unit === null
    ? ""
    : indicator.unit === "fraction"
      ? "0–1"
      : codeName("unit", indicator.unit, lang);
}

/** How an indicator earns its points, in words. */
function ruleText(
  indicator: IndicatorRow,
  points: readonly PointsRow[],
  say: SayPoints,
  lang: Lang,
  t: Say,
): Fragment {
  const rows = points.filter((each) => each.indicator_id === indicator.indicator_id);
  switch (indicator.rule_kind) {
    case "bands":
      return html`<ul class="plain">${rows.map((row) => html`<li>${band(row.value_from, row.value_to, lang)} → ${say(row.points)}</li>`)}</ul>`;
    case "lookup":
      return html`<ul class="plain">${rows.map((row) => html`<li>${row.title_zh ? pick(lang, { zh: row.title_zh, en: row.title_en }) : row.code} → ${say(row.points)}</li>`)}</ul>`;
    case "per_unit":
      return perUnitText(indicator, lang, t);
    case "linear":
      return t(
        `线性：${decimal(indicator.linear_value_from)} 为 ${decimal(indicator.linear_points_from)} 分，${decimal(indicator.linear_value_to)} 为 ${decimal(indicator.linear_points_to)} 分，两端不再增减`,
        `linear: ${decimal(indicator.linear_value_from)} gives ${decimal(indicator.linear_points_from)}, ${decimal(indicator.linear_value_to)} gives ${decimal(indicator.linear_points_to)}, held at both ends`,
      );
    case "value":
      return t("按取值计分", "points are the value");
    default:
      return t("只用于判定条件", "read by conditions only");
  }
}

function missingText(indicator: IndicatorRow, say: SayPoints, isWorst: boolean, lang: Lang, t: Say): string {
  if (indicator.rule_kind === "none" || indicator.missing_status === null) return "—";
  const status = codeName("status", indicator.missing_status, lang);
  const points =
    indicator.missing_points === null || indicator.missing_status !== "no_data"
      ? ""
      : isWorst
        ? t(`，按${say(indicator.missing_points)}`, `, as ${say(indicator.missing_points)}`)
        : t(
            `，计 ${decimal(indicator.missing_points)} 分`,
            `, ${withUnit(decimal(indicator.missing_points), "points", "en")}`,
          );
  return `${status}${points}${indicator.is_required ? t("；必需，缺则不定级", "; required, else no level") : ""}`;
}

function clauseCell(clause: string | null, basis: string | null, lang: Lang): Fragment {
  const text = clauseText(lang, clause ?? "—");
  const word = basis ? codeName("basis", basis, lang) : "";
  // A clause that itself says what is a default of this project need not be told so again.
  const isSaid = basis === "default" && text.includes(word);
  return html`${text}${word && !isSaid ? html` <span class="unit">${word}</span>` : null}`;
}

/** The indicators of an edition: unit, points, what a missing value earns, clause; null where it has none. */
export function indicatorTable(
  rules: EditionRules,
  points: readonly PointsRow[],
  isWorst: boolean,
  lang: Lang,
  t: Say,
): Html | null {
  const say = pointsIn(rules, isWorst, lang, t);
  const all = [...rules.indicators.values()];
  if (all.length === 0) return null;
  const position = (indicator: IndicatorRow): number =>
    rules.parts.find((part) => part.part_id === indicator.part_id)?.position ?? 999;
  return table({
    caption: t("指标与计分", "Indicators and points"),
    empty: "—",
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("指标", "Indicator"),
        isRowHead: true,
        cell: (row: IndicatorRow) => {
          const unit = unitOf(row, lang);
          const title = pick(lang, { zh: row.title_zh, en: row.title_en });
          const reason = pick(lang, { zh: row.reason_zh, en: row.reason_en });
          return html`${title}${unit ? html` <span class="unit">${unit}</span>` : null}${reason === title ? null : html`<br><span class="unit">${t("作为原因：", "as a reason: ")}${reason}</span>`}`;
        },
      },
      {
        head: t("部分", "Part"),
        isDropped: true,
        cell: (row) => {
          const part = rules.parts.find((each) => each.part_id === row.part_id);
          return part ? pick(lang, { zh: part.title_zh, en: part.title_en }) : "—";
        },
      },
      { head: t("计分", "Points"), isWide: true, cell: (row) => ruleText(row, points, say, lang, t) },
      {
        head: t("缺数据时", "Where data are missing"),
        isWide: true,
        cell: (row) => missingText(row, say, isWorst, lang, t),
      },
      {
        head: pick(lang, words.clause),
        isWide: true,
        cell: (row) => clauseCell(row.clause, row.basis, lang),
      },
    ],
    rows: all.sort((a, b) => position(a) - position(b) || a.position - b.position),
  });
}

const colours = new Set(["red", "orange", "yellow", "blue", "insufficient_data"]);

/** One of the four colours by its badge; a grade of the edition's own (as of an assessment) by its title. */
function levelOrGrade(rules: EditionRules, level: string, lang: Lang): Fragment {
  if (colours.has(level)) return levelLabel(level, lang);
  const own = rules.levels.find((row) => row.level === level);
  return own?.title_zh ? pick(lang, { zh: own.title_zh, en: own.title_en }) : level;
}

/** The levels of an edition with their limits; null where it has none. */
export function levelTable(rules: EditionRules, isWorst: boolean, lang: Lang, t: Say): Html | null {
  if (rules.levels.length === 0) return null;
  return table({
    caption: t("等级界限", "Limits of the levels"),
    empty: "—",
    isSmall: true,
    columns: [
      {
        head: pick(lang, words.level),
        isRowHead: true,
        cell: (row: LevelRow) => levelOrGrade(rules, row.level, lang),
      },
      {
        head: isWorst ? t("怎样定", "How it is set") : t("总分", "Total"),
        isUnbroken: true,
        cell: (row) =>
          isWorst
            ? t("各指标中最重的", "the gravest indicator")
            : rules.matrix.length
              ? t("按矩阵", "by the matrix")
              : band(row.value_from, row.value_to, lang),
      },
      { head: pick(lang, words.clause), cell: (row) => clauseText(lang, row.clause ?? "—") },
    ],
    rows: rules.levels,
  });
}

/** The matrix of an edition by the bands of its two parts; null where it has none. */
export function matrixRows(rules: EditionRules, lang: Lang, t: Say): Html | null {
  const [first] = rules.matrix;
  if (!first) return null;
  const title = (partId: string): string => {
    const part = rules.parts.find((each) => each.part_id === partId);
    return part ? pick(lang, { zh: part.title_zh, en: part.title_en }) : partId;
  };
  const range = (partId: string, of: string | number): string => {
    const row = rules.partBands.find((each) => each.part_id === partId && String(each.band) === String(of));
    return row ? band(row.value_from, row.value_to, lang) : String(of);
  };
  const columns = [...new Set(rules.matrix.map((each) => each.column_band))].sort(
    (a, b) => Number(a) - Number(b),
  );
  const rows = [...new Set(rules.matrix.map((each) => each.row_band))].sort((a, b) => Number(a) - Number(b));
  return table({
    caption: t(
      `矩阵：纵向${title(first.row_part_id)}，横向${title(first.column_part_id)}`,
      `Matrix: ${title(first.row_part_id)} down, ${title(first.column_part_id)} across`,
    ),
    empty: "—",
    isSmall: true,
    columns: [
      {
        head: title(first.row_part_id),
        isRowHead: true,
        isUnbroken: true,
        cell: (row: string | number) => range(first.row_part_id, row),
      },
      ...columns.map((column) => ({
        head: html`${title(first.column_part_id)} ${range(first.column_part_id, column)}`,
        cell: (row: string | number): Fragment =>
          levelLabel(
            rules.matrix.find((each) => each.row_band === row && each.column_band === column)?.level,
            lang,
          ),
      })),
    ],
    rows,
  });
}

/** Direct determinations, gates and vetoes of an edition; null where it has none. */
export function determinationTable(
  rules: EditionRules,
  rows: readonly DeterminationRule[],
  lang: Lang,
  t: Say,
): Html | null {
  if (rows.length === 0) return null;
  return table({
    caption: t("直接判定与限制（不进分数，单独列出）", "Determinations and gates (apart from the score)"),
    empty: "—",
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("情形", "Case"),
        isRowHead: true,
        cell: (row: DeterminationRule) => pick(lang, { zh: row.title_zh, en: row.title_en }),
      },
      {
        head: t("后果", "Consequence"),
        isUnbroken: true,
        cell: (row) =>
          html`${codeName("kind", row.kind, lang)}${row.level ? html` ${levelOrGrade(rules, row.level, lang)}` : null}`,
      },
      {
        head: pick(lang, words.clause),
        isWide: true,
        cell: (row) => clauseCell(row.clause, row.basis, lang),
      },
    ],
    rows,
  });
}

/** A parameter's value: a number unless it is a switch, or names something. */
function parameterValue({ parameter_id, value_number, value_code, unit }: ParameterRow, lang: Lang, t: Say) {
  // A code is named by the list that the first word of its parameter calls, such as visit_kind.red.
  if (value_number === null) return codeName(parameter_id.split(".")[0] ?? "", value_code, lang);
  if (unit === "flag") return Number(value_number) === 0 ? t("否", "no") : t("是", "yes");
  return unit === "seed" ? decimal(value_number).replaceAll(",", "") : decimal(value_number);
}

/** The parameters of an edition; null where it has none. */
export function parameterTable(rows: readonly ParameterRow[], lang: Lang, t: Say): Html | null {
  if (rows.length === 0) return null;
  return table({
    caption: t("参数", "Parameters"),
    empty: "—",
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("参数", "Parameter"),
        isRowHead: true,
        cell: (row: ParameterRow) =>
          row.title_zh ? pick(lang, { zh: row.title_zh, en: row.title_en }) : row.parameter_id,
      },
      {
        head: t("取值", "Value"),
        isNumeric: true,
        isMixed: true,
        cell: (row) => parameterValue(row, lang, t),
      },
      { head: t("单位", "Unit"), cell: (row) => (row.unit ? codeName("unit", row.unit, lang) || "—" : "—") },
      {
        head: pick(lang, words.clause),
        isWide: true,
        cell: (row) => clauseCell(row.clause, row.basis, lang),
      },
    ],
    rows,
  });
}

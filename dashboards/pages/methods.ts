import { codeName } from "../codes.js";
import { rulesByEdition, type EditionRules } from "../card/placing.js";
import { band, day, decimal } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { levelLabel } from "../level.js";
import type {
  DeterminationRule,
  EditionRow,
  IndicatorRow,
  LevelRow,
  ParameterRow,
  PointsRow,
  RuleRows,
} from "../rule-rows.js";
import { type Place, page, type Publication, stamp } from "../shell.js";
import { table } from "../table.js";
import { clauseText, type Lang, pick, plural, words } from "../text.js";

type Say = (zh: string, en: string) => string;

function unitOf(indicator: IndicatorRow, lang: Lang): string {
  return indicator.unit === null
    ? ""
    : indicator.unit === "fraction"
      ? "0–1"
      : codeName("unit", indicator.unit, lang);
}

/** How an indicator earns its points, in words. */
function ruleText(indicator: IndicatorRow, points: readonly PointsRow[], lang: Lang, t: Say): Fragment {
  const rows = points.filter((each) => each.indicator_id === indicator.indicator_id);
  const scale = t("分", "");
  switch (indicator.rule_kind) {
    case "bands":
      return html`<ul class="plain">${rows.map((row) => html`<li>${band(row.value_from, row.value_to, lang)} → ${decimal(row.points)} ${scale}</li>`)}</ul>`;
    case "lookup":
      return html`<ul class="plain">${rows.map((row) => html`<li>${row.title_zh ? pick(lang, { zh: row.title_zh, en: row.title_en }) : row.code} → ${decimal(row.points)} ${scale}</li>`)}</ul>`;
    case "per_unit":
      return t(
        `${indicator.base_points === null ? "" : `${decimal(indicator.base_points)} 分起，`}每 ${decimal(indicator.unit_size ?? 1)}${unitOf(indicator, lang)} ${decimal(indicator.points_per_unit)} 分，限 ${decimal(indicator.min_points)} 至 ${decimal(indicator.max_points)} 分`,
        `${indicator.base_points === null ? "" : `from ${decimal(indicator.base_points)}, `}${decimal(indicator.points_per_unit)} for each ${decimal(indicator.unit_size ?? 1)} ${unitOf(indicator, lang)}, held between ${decimal(indicator.min_points)} and ${decimal(indicator.max_points)}`,
      );
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

function missingText(indicator: IndicatorRow, lang: Lang, t: Say): string {
  if (indicator.rule_kind === "none" || indicator.missing_status === null) return "—";
  const status = codeName("status", indicator.missing_status, lang);
  const points =
    indicator.missing_points === null || indicator.missing_status !== "no_data"
      ? ""
      : t(`，计 ${decimal(indicator.missing_points)} 分`, `, ${decimal(indicator.missing_points)} points`);
  return `${status}${points}${indicator.is_required ? t("；必需，缺则不定级", "; required, else no level") : ""}`;
}

function clauseCell(clause: string | null, basis: string | null, lang: Lang): Fragment {
  return html`${clauseText(lang, clause ?? "—")}${basis ? html` <span class="unit">${codeName("basis", basis, lang)}</span>` : null}`;
}

function indicatorTable(rules: EditionRules, points: readonly PointsRow[], lang: Lang, t: Say): Html | null {
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
          return html`${pick(lang, { zh: row.title_zh, en: row.title_en })}${unit ? html` <span class="unit">${unit}</span>` : null}`;
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
      { head: t("计分", "Points"), isWide: true, cell: (row) => ruleText(row, points, lang, t) },
      {
        head: t("缺数据时", "Where data are missing"),
        isWide: true,
        cell: (row) => missingText(row, lang, t),
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

function levelTable(rules: EditionRules, lang: Lang, t: Say): Html | null {
  if (rules.levels.length === 0) return null;
  const known = new Set(["red", "orange", "yellow", "blue", "insufficient_data"]);
  return table({
    caption: t("等级界限", "Limits of the levels"),
    empty: "—",
    isSmall: true,
    columns: [
      {
        head: pick(lang, words.level),
        isRowHead: true,
        cell: (row: LevelRow) =>
          known.has(row.level)
            ? levelLabel(row.level, lang)
            : row.title_zh
              ? pick(lang, { zh: row.title_zh, en: row.title_en })
              : row.level,
      },
      {
        head: t("总分", "Total"),
        isUnbroken: true,
        cell: (row) =>
          rules.matrix.length ? t("按矩阵", "by the matrix") : band(row.value_from, row.value_to, lang),
      },
      { head: pick(lang, words.clause), cell: (row) => clauseText(lang, row.clause ?? "—") },
    ],
    rows: rules.levels,
  });
}

function matrixRows(rules: EditionRules, lang: Lang, t: Say): Html | null {
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

function determinationTable(rows: readonly DeterminationRule[], lang: Lang, t: Say): Html | null {
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
          html`${codeName("kind", row.kind, lang)}${row.level ? html` ${levelLabel(row.level, lang)}` : null}`,
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

function parameterTable(rows: readonly ParameterRow[], lang: Lang, t: Say): Html | null {
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
        // A code is named by the list that the first word of its parameter calls, such as visit_kind.red.
        cell: (row) =>
          row.value_number === null
            ? codeName(row.parameter_id.split(".")[0] ?? "", row.value_code, lang)
            : decimal(row.value_number),
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

function editionSection(edition: EditionRow, rules: EditionRules, all: RuleRows, lang: Lang): Html {
  const t: Say = (zh, en) => (lang === "zh" ? zh : en);
  const isOf = (row: { method: string; edition: string }): boolean =>
    row.method === edition.method && row.edition === edition.edition;
  const id = `${edition.method}-${edition.edition}`;
  const fact = (name: string, value: Fragment): Html | null =>
    value ? html`<dt>${name}</dt><dd>${value}</dd>` : null;
  const note = lang === "zh" ? edition.note_zh : (edition.note_en ?? edition.note_zh);
  const isLink = edition.url !== null && /^https?:\/\//.test(edition.url);
  return html`<section class="card long" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${pick(lang, { zh: edition.title_zh, en: edition.title_en })} <span class="unit">${edition.method} · ${day(edition.edition)}</span></h2>
<p class="say">${codeName("purpose", edition.purpose, lang)} · ${codeName("basis", edition.basis, lang)}${t("；自 ", "; in force from ")}${day(edition.effective_from)}${t(" 起施行", "")}${edition.effective_to ? t(`，至 ${day(edition.effective_to)} 前`, ` until before ${day(edition.effective_to)}`) : ""}${t("。", ".")}</p>
<dl class="facts">${fact(t("发布", "Issued by"), [edition.issuer && clauseText(lang, edition.issuer), edition.document_number, edition.issued_on && day(edition.issued_on)].filter(Boolean).join(" · "))}${fact(t("原文", "Text"), edition.url ? (isLink ? html`<a href="${edition.url}" rel="noreferrer">${edition.url}</a>` : edition.url) : null)}${fact(t("核对", "Confirmed"), edition.confirmed_on ? t(`${day(edition.confirmed_on)} 核对仍有效；${edition.review_by ? `应于 ${day(edition.review_by)} 前复核` : ""}`, `in force as of ${day(edition.confirmed_on)}${edition.review_by ? `; review by ${day(edition.review_by)}` : ""}`) : null)}${fact(t("来历", "Origin"), edition.origin === "city" ? t("本市自定版本", "the city's own edition") : t("随产品提供", "shipped"))}${fact(t("说明", "Note"), note)}</dl>
${levelTable(rules, lang, t)}${matrixRows(rules, lang, t)}${determinationTable(all.determinations.filter(isOf), lang, t)}${indicatorTable(rules, all.points.filter(isOf), lang, t)}${parameterTable(all.parameters.filter(isOf), lang, t)}
</section>
`;
}

/** Every edition in force and in use: who issued it, its levels, determinations, indicators with points and clauses. */
export function methodsPage(publication: Publication, place: Place, rules: RuleRows): string {
  const { lang } = place;
  const t: Say = (zh, en) => (lang === "zh" ? zh : en);
  const editions = rulesByEdition(rules);
  const official = rules.editions.filter((each) => each.basis === "official").length;
  const title = t(
    `在用规则 ${rules.editions.length} 项，其中 ${official} 项出自官方文件；其余为项目默认值或示例，均已标明。`,
    `${plural(rules.editions.length, "set")} of rules in use, ${official} from official documents; the rest are defaults of this project or examples, and say so.`,
  );
  return page(publication, place, {
    title: t("方法", "Methods"),
    body: html`<h1>${title}</h1>
${stamp(publication, place, "enterprise_level")}
<div class="grid"><section class="card" aria-labelledby="contents"><h2 id="contents">${t("目录", "Contents")}</h2>
<p class="say">${t("每项规则给出发布机关、条款、界限与分值；官方数字引用文件与条款，项目自定的数字标明“项目默认值”。", "Each set of rules names issuer, clause, limits and points; official numbers cite document and clause, ours say “default of this project”.")}</p>
${table({
  caption: t("在用的规则版本", "Editions in use"),
  isCaptionQuiet: true,
  empty: t("没有在用的规则。", "No rules in use."),
  columns: [
    {
      head: t("规则", "Rules"),
      isRowHead: true,
      cell: (row: EditionRow) =>
        html`<a href="#${row.method}-${row.edition}">${pick(lang, { zh: row.title_zh, en: row.title_en })}</a>`,
    },
    { head: t("用途", "Purpose"), cell: (row) => codeName("purpose", row.purpose, lang) },
    { head: t("施行", "In force from"), isUnbroken: true, cell: (row) => day(row.effective_from) },
    { head: t("依据", "Basis"), isUnbroken: true, cell: (row) => codeName("basis", row.basis, lang) },
  ],
  rows: rules.editions,
})}</section>
${rules.editions.map((edition) => {
  const of = editions.get(`${edition.method} ${edition.edition}`);
  return of ? editionSection(edition, of, rules, lang) : null;
})}</div>
`,
  });
}

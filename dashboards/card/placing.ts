import { band, decimal, shortBand } from "../format.js";
import { type Html, html, onePiece } from "../html.js";
import { kept } from "../kept.js";
import { badge, levelClass, levelLook, levelOf } from "../level.js";
import type { LevelRow, MatrixRow, PartBandRow, PartRow, PointsRow, RuleRows } from "../rule-rows.js";
import type { EnterpriseRow, PartScoreRow } from "../rows.js";
import { type Lang, pick } from "../text.js";

/** The rule rows of one edition, as a scorecard needs them. */
export interface EditionRules {
  readonly parts: readonly PartRow[];
  readonly partBands: readonly PartBandRow[];
  readonly matrix: readonly MatrixRow[];
  readonly levels: readonly LevelRow[];
  readonly indicators: ReadonlyMap<string, RuleRows["indicators"][number]>;
  /** Rows of look-ups by `indicator code`. */
  readonly lookups: ReadonlyMap<string, PointsRow>;
  /** Whether few points are bad: points are earned, as in a score out of a hundred. */
  readonly isLowerWorse: boolean;
}

/** Rule rows by edition: `method`, a space, `edition`. */
export function rulesByEdition(rules: RuleRows): ReadonlyMap<string, EditionRules> {
  const of = <Row extends { method: string; edition: string }>(rows: readonly Row[], key: string): Row[] =>
    rows.filter((row) => `${row.method} ${row.edition}` === key);
  return new Map(
    rules.editions.map((edition) => {
      const key = `${edition.method} ${edition.edition}`;
      const partBands = of(rules.partBands, key);
      const matrix = of(rules.matrix, key);
      const levels = of(rules.levels, key);
      return [
        key,
        {
          parts: of(rules.parts, key),
          partBands,
          matrix,
          levels,
          isLowerWorse: edition.is_lower_worse,
          lookups: new Map(
            of(rules.points, key)
              .filter((each) => each.code !== null)
              .map((each) => [`${each.indicator_id} ${each.code}`, each]),
          ),
          indicators: new Map(of(rules.indicators, key).map((each) => [each.indicator_id, each])),
        },
      ];
    }),
  );
}

/** Title of a part in a language; its id where the edition does not name it. */
export function partTitle(rules: EditionRules, partId: string, lang: Lang): string {
  const part = rules.parts.find((each) => each.part_id === partId);
  return part ? pick(lang, { zh: part.title_zh, en: part.title_en }) : partId;
}

function bandRange(rules: EditionRules, partId: string, of: string | number, lang: Lang): string {
  const row = rules.partBands.find((each) => each.part_id === partId && String(each.band) === String(of));
  return row ? shortBand(row.value_from, row.value_to, lang) : "";
}

/** The level of the matrix cell where two banded sub-scores meet; null where no matrix decides. */
function matrixLevel(rules: EditionRules, scores: readonly PartScoreRow[]): string | null {
  const bandOf = (partId: string): string =>
    String(scores.find((each) => each.part_id === partId)?.band ?? "");
  const cell = rules.matrix.find(
    (each) =>
      String(each.row_band) === bandOf(each.row_part_id) &&
      String(each.column_band) === bandOf(each.column_part_id),
  );
  return cell?.level ?? null;
}

const matrices = kept<EditionRules, string, Html>();

/** The 4 × 4 matrix with the enterprise's cell ringed, none where there are no scores; rows and columns are the bands of the two parts. */
export function matrixTable(rules: EditionRules, scores: readonly PartScoreRow[], lang: Lang): Html | null {
  const [first] = rules.matrix;
  if (!first) return null;
  const bandOf = (partId: string): string =>
    String(scores.find((each) => each.part_id === partId)?.band ?? "");
  const here = { row: bandOf(first.row_part_id), column: bandOf(first.column_part_id) };
  return matrices(rules, `${lang} ${here.row} ${here.column}`, () => drawMatrix(rules, first, here, lang));
}

function drawMatrix(
  rules: EditionRules,
  first: MatrixRow,
  here: { readonly row: string; readonly column: string },
  lang: Lang,
): Html {
  const distinct = (of: (row: MatrixRow) => string | number): (string | number)[] =>
    [...new Set(rules.matrix.map(of))].sort((a, b) => Number(a) - Number(b));
  const rows = distinct((row) => row.row_band).reverse();
  const columns = distinct((row) => row.column_band);
  const rowTitle = partTitle(rules, first.row_part_id, lang);
  const columnTitle = partTitle(rules, first.column_part_id, lang);
  const isPlaced = here.row !== "" && here.column !== "";
  const caption =
    lang === "zh"
      ? `矩阵：纵向${rowTitle}，横向${columnTitle}；${isPlaced ? "框内为本企业" : "本企业不定级，不在任何一格"}`
      : `Matrix: ${rowTitle} down, ${columnTitle} across; ${isPlaced ? "the ring is this enterprise" : "this enterprise has no level and stands in no cell"}`;
  return onePiece(html`<table class="matrix"><caption>${caption}</caption><tbody>
${rows.map(
  (row) => html`<tr><th scope="row">${bandRange(rules, first.row_part_id, row, lang)}</th>${columns.map(
    (column) => {
      const level = rules.matrix.find((each) => each.row_band === row && each.column_band === column)?.level;
      const isHere = String(row) === here.row && String(column) === here.column;
      return html`<td><span class="cell ${levelClass(level)}${isHere ? " here" : " off"}"${isHere ? html` aria-current="true"` : null}>${pick(lang, levelLook[levelOf(level)].letter)}</span></td>`;
    },
  )}</tr>
`,
)}</tbody><tfoot><tr><td></td>${columns.map((column) => html`<th scope="col">${bandRange(rules, first.column_part_id, column, lang)}</th>`)}</tr></tfoot></table>`);
}

/** Whether some level is reached by the total. */
function hasBands(rules: EditionRules): boolean {
  return rules.levels.some((each) => each.value_from !== null || each.value_to !== null);
}

/** The level whose band a total falls into, whatever a determination made of it; null where no total decides. */
function bandLevel(rules: EditionRules, score: EnterpriseRow["score"]): string | null {
  if (score === null) return null;
  const total = Number(score);
  const isWithin = ({ value_from: from, value_to: to }: LevelRow): boolean =>
    (from !== null || to !== null) &&
    (from === null || total >= Number(from)) &&
    (to === null || total < Number(to));
  return rules.levels.find(isWithin)?.level ?? null;
}

/** What the total is for, and what the score alone would give where a determination made it another level. */
export function sayTotal(
  rules: EditionRules,
  scores: readonly PartScoreRow[],
  enterprise: EnterpriseRow,
  lang: Lang,
): string {
  const { score, level } = enterprise;
  const hasMatrix = rules.matrix.length > 0;
  const isBanded = hasBands(rules);
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const total =
    score === null
      ? ""
      : hasMatrix || !isBanded
        ? t(
            `；总分 ${decimal(score)}，只用于同级排序。`,
            `; total ${decimal(score)}, which orders within a level only.`,
          )
        : t(
            `；总分 ${decimal(score)}，按下列界限定级。`,
            `; total ${decimal(score)}, graded by the limits below.`,
          );
  const byScore = matrixLevel(rules, scores) ?? bandLevel(rules, score);
  if (byScore === null || byScore === level || level === "insufficient_data") return total;
  const [given, made] = [byScore, level].map((each) => pick(lang, levelLook[levelOf(each)].name));
  return `${total}${t(
    `按${hasMatrix ? "矩阵" : "总分"}为${given}，因直接判定为${made}。`,
    ` The ${hasMatrix ? "matrix" : "total"} gives ${given?.toLowerCase()}; a determination makes it ${made?.toLowerCase()}.`,
  )}`;
}

/** Where no matrix decides: the bands of the total, the one marked into which the enterprise's own falls. */
export function levelBands(rules: EditionRules, enterprise: EnterpriseRow, lang: Lang): Html | null {
  if (!hasBands(rules)) return null;
  const own = enterprise.level === "insufficient_data" ? null : bandLevel(rules, enterprise.score);
  return html`<table class="small"><caption>${lang === "zh" ? "总分与等级" : "Total and level"}</caption><tbody>${rules.levels.map(
    (each) =>
      html`<tr><th scope="row">${badge(each.level, lang)} ${pick(lang, levelLook[levelOf(each.level)].name)}</th><td class="n">${band(each.value_from, each.value_to, lang)}</td><td>${each.level === own ? html`<b>← ${decimal(enterprise.score)}</b>` : ""}</td></tr>`,
  )}</tbody></table>`;
}

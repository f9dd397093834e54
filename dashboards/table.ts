import { evenDecimals } from "./format.js";
import { type Fragment, type Html, html, onePiece } from "./html.js";

export interface Column<Row> {
  readonly head: Fragment;
  /** What a stacked cell repeats of a head that is a picture. */
  readonly label?: string;
  readonly cell: (row: Row) => Fragment;
  /** A name from the data heads it, which may take several lines. */
  readonly isNamed?: boolean;
  /** Numbers align right, with as many decimals each. */
  readonly isNumeric?: boolean;
  /** Numbers of different quantities, row by row: each keeps its own decimals. */
  readonly isMixed?: boolean;
  /** The cell names its row. */
  readonly isRowHead?: boolean;
  /** Words that a narrow screen can do without; never a number. */
  readonly isDropped?: boolean;
  readonly isUnbroken?: boolean;
  /** Left out on paper. */
  readonly isUnprinted?: boolean;
  /** Text of machines that may break anywhere. */
  readonly isBreakable?: boolean;
  /** Takes a line of its own where rows are stacked. */
  readonly isWide?: boolean;
  /** Words that paper must not squeeze to a few letters a line. */
  readonly isRoomy?: boolean;
  /** The key by which the page's script sorts by this column. */
  readonly sort?: string;
}

function classOf(column: Column<never>): Html | null {
  const classes = [
    column.isNumeric && "n",
    column.isNamed && "name",
    column.isDropped && "drop",
    column.isUnprinted && "unprinted",
    column.isUnbroken && "nw",
    column.isBreakable && "any",
    column.isWide && "wide",
    column.isRoomy && "roomy",
  ].filter(Boolean);
  return classes.length ? html` class="${classes.join(" ")}"` : null;
}

/** The head of a column as a stacked cell repeats it; pictures without a label are not repeated. */
function labelOf(column: Column<never>): Html | null {
  const label = column.label ?? column.head;
  return typeof label === "string" && label !== "" ? html` data-h="${label}"` : null;
}

/** Cells of a column of numbers, with as many decimals each. */
function evened(cells: readonly Fragment[]): readonly Fragment[] {
  const shown = evenDecimals(cells.map((cell) => (typeof cell === "string" ? cell : "")));
  return cells.map((cell, at) => (typeof cell === "string" ? shown[at] : cell));
}

const isMarked = (cell: Fragment): boolean => typeof cell === "string" && /[*†]$/.test(cell);

/** A number whose mark, if it has one, stands in a place of its own. */
function besideMark(cell: Fragment): Fragment {
  if (typeof cell !== "string" || cell === "") return cell;
  const number = cell.replace(/[*†]$/, "");
  return html`${number}<span class="mk">${cell.slice(number.length)}</span>`;
}

/** What a table is, whatever rows it holds. */
export interface TableShape<Row> {
  readonly columns: readonly Column<Row>[];
  readonly empty: string;
  /** How the page's script finds it. */
  readonly id?: string;
  readonly isSmall?: boolean;
  /** The caption is only read aloud, because the block's title says the same. */
  readonly isCaptionQuiet?: boolean;
  readonly isStacked?: boolean;
}

/** What a table of a shape holds. */
export interface TableContent<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly total?: readonly Fragment[];
}

/** As `table`, for a table that is drawn again and again with other rows: its heads and the tags of its cells are made once. */
export function tableOf<Row>(shape: TableShape<Row>): (content: TableContent<Row>) => Html {
  const { columns, empty, id, isSmall = false, isCaptionQuiet = false, isStacked = false } = shape;
  const shown = columns as readonly Column<never>[];
  const classes = shown.map(classOf);
  const labels = shown.map((column) => (isStacked ? labelOf(column) : null));
  const heads = onePiece(
    html`${columns.map((column, index) => html`<th scope="col"${classes[index]}${column.sort ? html` data-sort="${column.sort}"` : null}>${column.head}</th>`)}`,
  );
  const cells = columns.map((column, index) =>
    column.isRowHead
      ? { start: onePiece(html`<th scope="row"${classes[index]}>`), end: html`</th>` }
      : { start: onePiece(html`<td${classes[index]}${labels[index]}>`), end: html`</td>` },
  );
  // Where a name has nothing but numbers, they stand in columns on a narrow screen too.
  const isPairs = isStacked && columns.every((column) => column.isRowHead || column.isNumeric);
  const style = [isSmall && "small", isStacked && "stack", isPairs && "pairs"].filter(Boolean).join(" ");
  return ({ caption, rows, total }) => {
    if (rows.length === 0) return html`<p class="dim">${empty}</p>`;
    // With the total, which has the decimals of its column too.
    const even = columns.map((column, index) =>
      column.isNumeric && !column.isMixed ? evened([...rows.map(column.cell), total?.[index]]) : null,
    );
    const numbers = even.some((column) => column?.some(isMarked))
      ? even.map((column) => column?.map(besideMark))
      : even;
    const body = rows.map(
      (row, line) =>
        html`<tr>${columns.map((column, index) => html`${cells[index]?.start}${numbers[index] ? numbers[index][line] : column.cell(row)}${cells[index]?.end}`)}</tr>\n`,
    );
    const sums = total?.map((cell, index) => numbers[index]?.[rows.length] ?? cell);
    const foot = sums
      ? html`<tfoot><tr>${sums.map((cell, index) =>
          index === 0
            ? html`<th scope="row"${classes[index]}>${cell}</th>`
            : html`<td${classes[index]}${cell === "" ? null : labels[index]}>${cell}</td>`,
        )}</tr></tfoot>`
      : null;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${id ? html` id="${id}"` : null}${style ? html` class="${style}"` : null}><caption${isCaptionQuiet ? html` class="quiet"` : null}>${caption}</caption>
<thead><tr>${heads}</tr></thead><tbody>
${body}</tbody>${foot}</table></div>`;
  };
}

/**
 * A table with caption and scoped heads. Where it is too wide it scrolls sideways by itself, its first column standing still;
 * `isStacked` puts the cells of a row below each other on a narrow screen, each with its head, so that nothing lies off it.
 * Without rows it says `empty` in words instead. `total` is a last row, cells by column.
 */
export function table<Row>(options: TableShape<Row> & TableContent<Row>): Html {
  return tableOf(options)(options);
}

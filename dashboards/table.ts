import { type Fragment, type Html, html } from "./html.js";

export interface Column<Row> {
  readonly head: Fragment;
  readonly cell: (row: Row) => Fragment;
  /** Numbers align right. */
  readonly isNumeric?: boolean;
  /** The cell names its row. */
  readonly isRowHead?: boolean;
  /** Words that a narrow screen can do without; never a number. */
  readonly isDropped?: boolean;
  readonly isUnbroken?: boolean;
  /** Text of machines that may break anywhere. */
  readonly isBreakable?: boolean;
}

function classOf(column: Column<never>): Html | null {
  const classes = [
    column.isNumeric && "n",
    column.isDropped && "drop",
    column.isUnbroken && "nw",
    column.isBreakable && "any",
  ].filter(Boolean);
  return classes.length ? html` class="${classes.join(" ")}"` : null;
}

/**
 * A table with caption and scoped heads that scrolls sideways by itself on a narrow screen.
 * Without rows it says `empty` in words instead. `total` is a last row, cells by column.
 */
export function table<Row>(options: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty: string;
  readonly total?: readonly Fragment[];
  readonly isSmall?: boolean;
  /** The caption is only read aloud, because the block's title says the same. */
  readonly isCaptionQuiet?: boolean;
}): Html {
  const { caption, columns, rows, empty, total, isSmall = false, isCaptionQuiet = false } = options;
  if (rows.length === 0) return html`<p class="dim">${empty}</p>`;
  const shown = columns as readonly Column<never>[];
  const classes = shown.map(classOf);
  const heads = columns.map((column, index) => html`<th scope="col"${classes[index]}>${column.head}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>${columns.map((column, index) =>
        column.isRowHead
          ? html`<th scope="row"${classes[index]}>${column.cell(row)}</th>`
          : html`<td${classes[index]}>${column.cell(row)}</td>`,
      )}</tr>\n`,
  );
  const foot = total
    ? html`<tfoot><tr>${total.map((cell, index) =>
        index === 0
          ? html`<th scope="row"${classes[index]}>${cell}</th>`
          : html`<td${classes[index]}>${cell}</td>`,
      )}</tr></tfoot>`
    : null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${isSmall ? html` class="small"` : null}><caption${isCaptionQuiet ? html` class="quiet"` : null}>${caption}</caption>
<thead><tr>${heads}</tr></thead><tbody>
${body}</tbody>${foot}</table></div>`;
}

import { marts } from "../models/marts.js";
import { type Fragment, type Html, html, joinHtml } from "./html.js";
import { type Lang, pick, words } from "./text.js";

export interface Link {
  readonly href: string;
  readonly label: string;
  /** A file to be saved rather than shown. */
  readonly isDownload?: boolean;
}

/** A link whose address and label are escaped. */
export function link(href: string, label: string): Html {
  return html`<a href="${href}">${label}</a>`;
}

/** The label of a mart's workbook, which says where it holds only some of the rows. */
export function excelLabel(mart: string, label: string, lang: Lang): string {
  const scope = marts.find((each) => each.name === mart)?.excelOnly?.scope;
  if (!scope) return label;
  return lang === "zh" ? `${label}（只含${scope.zh}）` : `${label} (${scope.en} only)`;
}

/** The two downloads of a mart, relative to a page that lies below `root`. */
export function downloads(mart: string, root: string, lang: Lang): readonly Link[] {
  return [
    {
      href: `${root}export/${mart}.xlsx`,
      label: excelLabel(mart, pick(lang, words.excel), lang),
      isDownload: true,
    },
    { href: `${root}data/${mart}.parquet`, label: pick(lang, words.parquet), isDownload: true },
  ];
}

/**
 * One block of a page: its title, the sentence that says what it shows, the picture and table, then links.
 * `span` is its width in twelfths on a wide screen; `isLong` lets a long table break over printed pages.
 */
export function block(options: {
  readonly id: string;
  readonly title: string;
  readonly say: Fragment;
  readonly body: Fragment;
  readonly links?: readonly Link[];
  readonly span?: 4 | 5 | 6 | 7 | 8 | 12;
  readonly isLong?: boolean;
}): Html {
  const { id, title, say, body, links = [], span = 12, isLong = false } = options;
  const classes = ["card", span === 12 ? "" : `s${span}`, isLong ? "long" : ""].filter(Boolean).join(" ");
  const foot = links.map((each) =>
    each.isDownload
      ? html`<a href="${each.href}" download>${each.label}</a>`
      : html`<a href="${each.href}">${each.label}</a>`,
  );
  return html`<section class="${classes}" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="say">${say}</p>
${body}
${foot.length ? html`<p class="foot">${joinHtml(foot, html` `)}</p>` : null}
</section>
`;
}

/** A fold that opens by itself in print: the table behind a chart. */
export function fold(summary: string, body: Fragment): Html {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}

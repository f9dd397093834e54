/** Markup that is already escaped. Anything else that goes into a page is text and is escaped on the way. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: text and numbers are escaped, null and false print nothing, lists are joined. */
export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

const special = /[&<>"']/;
const entity: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute: `& < > " '` become entities. */
export function escapeText(text: string): string {
  return special.test(text) ? text.replace(/[&<>"']/g, (character) => entity[character] ?? "") : text;
}

function print(value: Fragment): string {
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if (value === null || value === undefined || value === false) return "";
  if ("html" in value) return value.html;
  let text = "";
  for (const each of value) text += print(each);
  return text;
}

/** Tag of a template: the literal parts are markup, every value is escaped unless it is Html already. */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  let text = parts[0] ?? "";
  for (let index = 0; index < values.length; index++) text += print(values[index]) + (parts[index + 1] ?? "");
  return { html: text };
}

/** Markup as one text, where it stands on hundreds of pages: V8 keeps what was put together as its parts, and would go through them for each. */
export function onePiece({ html: text }: Html): Html {
  return { html: [text.slice(0, 1), text.slice(1)].join("") };
}

/** Markup made elsewhere (a drawn chart, a compiled script) that is known to be safe. */
export function trusted(markup: string): Html {
  return { html: markup };
}

/** Fragments with a separator between those that print something. */
export function joinHtml(fragments: readonly Fragment[], separator: Fragment): Html {
  const shown = fragments.map(print).filter((text) => text !== "");
  return { html: shown.join(print(separator)) };
}

/** JSON that may stand inside a `<script type="application/json">`: no `<` can end the element or open a comment. */
export function jsonForScript(value: unknown): Html {
  return { html: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

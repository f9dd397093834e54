import type { Text } from "./text.js";

// A zod message is one text: ours are English, with the Chinese on a second line.

/** Both languages as a message. */
export function inLines(text: Text): string {
  return `${text.en}\n${text.zh}`;
}

/** The languages of a message that `inLines` made; null where it is zod's own. */
export function fromLines(message: string): Text | null {
  const [en, zh] = message.split("\n");
  return en !== undefined && zh !== undefined ? { zh, en } : null;
}

/** What a rule of a schema expects, as a message. */
export function expects(text: Text): string {
  const space = /^[\w{]/.test(text.zh) ? " " : "";
  return inLines({ zh: `应为${space}${text.zh}`, en: `expected ${text.en}` });
}

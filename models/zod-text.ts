import { apart, type Text } from "./text.js";

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
  return inLines({ zh: `应为${apart(text.zh)}`, en: `expected ${text.en}` });
}

const aBlock: Text = { zh: "一组键", en: "a block of keys" };
const typeNames: Readonly<Record<string, Text>> = {
  string: { zh: "文本", en: "text" },
  int: { zh: "整数", en: "a whole number" },
  number: { zh: "数字", en: "a number" },
  boolean: { zh: "true / false", en: "true or false" },
  object: aBlock,
  record: aBlock,
  array: { zh: "列表", en: "a list" },
};

/** One of zod's types in words. */
export function typeName(type: string): Text {
  return typeNames[type] ?? { zh: type, en: type };
}

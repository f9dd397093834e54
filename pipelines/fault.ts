import type { Lang, Text } from "../models/text.js";

/** What a person did wrong or what the data, the rules or the system refused; exit statuses of contracts.md §2. */
export type FaultKind = "data" | "usage" | "stopped";

/** One fault in words: in both languages where a person is likely to meet it, else in English. */
export type FaultText = string | Text;

/** A fault's words in a language; those without a translation in English. */
export function faultIn(text: FaultText, lang: Lang): string {
  return typeof text === "string" ? text : text[lang];
}

/** Texts as the lines of one; null where there is none. */
export function linesOfText(texts: readonly Text[]): Text | null {
  if (texts.length === 0) return null;
  return { zh: texts.map((each) => each.zh).join("\n"), en: texts.map((each) => each.en).join("\n") };
}

/**
 * An explained failure: `where: what was found, what was expected; what to do`.
 * `messages` holds every fault found at once; the process ends with `exitStatus`, without a stack trace.
 */
export class Fault extends Error {
  readonly messages: readonly string[];
  readonly kind: FaultKind;
  readonly #texts: readonly FaultText[];

  constructor(given: FaultText | readonly FaultText[], kind: FaultKind = "data") {
    const texts = Array.isArray(given) ? (given as readonly FaultText[]) : [given as FaultText];
    const messages = texts.map((text) => faultIn(text, "en"));
    super(messages.join("\n"));
    this.name = "Fault";
    this.messages = messages;
    this.kind = kind;
    this.#texts = texts;
  }

  /** The messages in a language; one without a translation stands in English. */
  messagesIn(lang: Lang): readonly string[] {
    return this.#texts.map((text) => faultIn(text, lang));
  }

  /** Whether every message has a translation. */
  get isTranslated(): boolean {
    return this.#texts.every((text) => typeof text !== "string");
  }

  /** All messages as one text, a line each, in both languages. */
  get text(): Text {
    return { zh: this.messagesIn("zh").join("\n"), en: this.messages.join("\n") };
  }

  get exitStatus(): 1 | 2 | 3 {
    return this.kind === "usage" ? 2 : this.kind === "stopped" ? 3 : 1;
  }
}

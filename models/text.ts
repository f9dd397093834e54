/** The two languages of everything that a user sees; Chinese comes first. */
export type Lang = "zh" | "en";

/** One text in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Chinese that follows a Chinese word: set apart by a space where it begins with Latin letters or figures. */
export function apart(text: string): string {
  return /^[\w{]/.test(text) ? ` ${text}` : text;
}

/** The two languages of everything that a user sees; Chinese comes first. */
export type Lang = "zh" | "en";

/** One text in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

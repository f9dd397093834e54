import type { Lang, Text } from "../text.js";

/** The team of enterprises whom no department of their region could be found for. */
export const UNASSIGNED = "unassigned";

export const unassignedName: Text = { zh: "无承办机构", en: "no department" };

/** What a reader calls a department: its name, else its code. */
export function departmentName(
  code: string,
  names: ReadonlyMap<string, string> | undefined,
  lang: Lang,
): string {
  return names?.get(code) ?? (code === UNASSIGNED ? unassignedName[lang] : code);
}

import { entities } from "../models/entities.js";
import { indicatorCatalogue } from "../models/indicators.js";
import { levelName, levels } from "../models/level.js";
import { codeNames } from "./code-names.js";
import { type Lang, pick, type Text } from "./text.js";

/** Enum columns of the source contracts that pages show, by the name of their list here. */
const contractLists: Readonly<Record<string, readonly [entity: string, column: string]>> = {
  sector: ["enterprise", "regulated_sector"],
  hazard_source: ["hazard", "hazard_source"],
  hazard_level: ["hazard", "level"],
  supervised_by: ["hazard", "supervised_by_level"],
  risk_method: ["risk_point", "method"],
  visit_kind: ["inspection", "kind"],
  installation_grade: ["installation", "claimed_grade"],
};

function fromContracts(list: string, code: string): Text | undefined {
  if (list === "indicator") return indicatorCatalogue.find((each) => each.id === code)?.title;
  if (list === "level") return levelName(code);
  if (list === "entity") return entities.find((each) => each.name === code)?.heading;
  const [entity, column] = contractLists[list] ?? [];
  const contract = entities
    .find((each) => each.name === entity)
    ?.columns.find((each) => each.name === column);
  return contract?.values?.find((value) => value.code === code);
}

/** Every code of a list with its name; empty for a list that nobody knows. */
export function codesOf(list: string): readonly (readonly [code: string, name: Text])[] {
  if (list === "indicator") return indicatorCatalogue.map((each) => [each.id, each.title] as const);
  if (list === "level") return levels.map((level) => [level, levelName(level)] as const);
  if (list === "entity") return entities.map((each) => [each.name, each.heading] as const);
  const [entity, column] = contractLists[list] ?? [];
  const contract = entities
    .find((each) => each.name === entity)
    ?.columns.find((each) => each.name === column);
  return [
    ...Object.entries(codeNames[list] ?? {}),
    ...(contract?.values ?? []).map((value) => [value.code, { zh: value.zh, en: value.en }] as const),
  ];
}

/** Names that were asked for, by list and code. */
const known = new Map<string, Map<string, Text | null>>();

/** The name of a code in a language; a code that no list names is shown as it is, so that nothing is hidden. */
export function codeName(list: string, code: string | null | undefined, lang: Lang): string {
  if (code === null || code === undefined || code === "") return "—";
  let names = known.get(list);
  if (names === undefined) {
    names = new Map();
    known.set(list, names);
  }
  let name = names.get(code);
  if (name === undefined) {
    name = codeNames[list]?.[code] ?? fromContracts(list, code) ?? null;
    names.set(code, name);
  }
  return name ? pick(lang, name) : code;
}

/** A number as it is written with the name of its unit; one of them in English is no plural. */
export function withUnit(number: string, unit: string | null, lang: Lang): string {
  const name = unit === null ? "" : codeName("unit", unit, lang);
  if (name === "" || name === "—") return number;
  return `${number} ${lang === "en" && number === "1" ? name.replace(/^([\w-]+)s\b/, "$1") : name}`;
}

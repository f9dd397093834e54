import { columnNamed, entityContract } from "./entities.js";
import { levels } from "./level.js";

/** The codes of a column's list in a source contract, in its order; throws where the column has no list. */
export function codesOfColumn(entity: string, column: string): readonly string[] {
  const values = columnNamed(entityContract(entity), column)?.values;
  if (!values) throw new Error(`${entity}.${column}: no list of codes, expected a choice`);
  return values.map((value) => value.code);
}

/** How the SQL writes a yes or no among the codes. */
const yesOrNo = ["true", "false"] as const;

const standardizationGrades = codesOfColumn("enterprise", "standardization_grade");
/** `none`: no installation is a major hazard installation. */
const installationGrades = [...codesOfColumn("installation", "claimed_grade"), "none"];

/** What an indicator of codes can be, by the purpose whose packs read it. The lists are those of the contracts; what the SQL adds or leaves out stands beside. */
const codes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  enterprise_level: {
    regulated_sector: codesOfColumn("enterprise", "regulated_sector"),
    operating_status: codesOfColumn("enterprise", "operating_status"),
    standardization_grade: standardizationGrades,
    in_chemical_park: yesOrNo,
    worst_installation_grade: installationGrades,
    proven_installation_grade: installationGrades,
    is_discredited: yesOrNo,
  },
  inspection_requirement: {
    enterprise_level: levels,
    is_discredited: yesOrNo,
  },
  premium: {
    // Insufficient data is no data here (sql/scores/premium_indicator.sql).
    enterprise_level: levels.filter((level) => level !== "insufficient_data"),
    standardization_grade: standardizationGrades,
    discredited_list: [...codesOfColumn("discredited", "list"), "none"],
    is_discredited: yesOrNo,
  },
  assessment: {
    // An enterprise has figures entered, but is never assessed.
    subject_type: codesOfColumn("assessment_input", "subject_type").filter((type) => type !== "enterprise"),
  },
};

/** Every code that an indicator can have; null for numbers, and where a city may bring codes of its own. */
export function codesOfIndicator(purpose: string, id: string): readonly string[] | null {
  return codes[purpose]?.[id] ?? null;
}

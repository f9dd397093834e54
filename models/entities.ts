import type { ColumnContract, EntityContract } from "./contract.js";
import { accident } from "./contracts/accident.js";
import { alarm } from "./contracts/alarm.js";
import { assessmentInput } from "./contracts/assessment-input.js";
import { checkTask } from "./contracts/check-task.js";
import { claim } from "./contracts/claim.js";
import { controlMeasure } from "./contracts/control-measure.js";
import { department } from "./contracts/department.js";
import { discredited } from "./contracts/discredited.js";
import { enterprise } from "./contracts/enterprise.js";
import { enterpriseAlias } from "./contracts/enterprise-alias.js";
import { gridCell } from "./contracts/grid-cell.js";
import { hazard } from "./contracts/hazard.js";
import { inspection } from "./contracts/inspection.js";
import { inspectorCapacity } from "./contracts/inspector-capacity.js";
import { installation } from "./contracts/installation.js";
import { installationChemical } from "./contracts/installation-chemical.js";
import { penalty } from "./contracts/penalty.js";
import { policy } from "./contracts/policy.js";
import { region } from "./contracts/region.js";
import { riskPoint } from "./contracts/risk-point.js";
import { serviceProvider } from "./contracts/service-provider.js";
import { serviceRecord } from "./contracts/service-record.js";
import { tipReport } from "./contracts/tip-report.js";

/** Every source entity, in an order in which each comes after those its foreign keys point to. */
export const entities: readonly EntityContract[] = [
  region,
  department,
  gridCell,
  enterprise,
  enterpriseAlias,
  riskPoint,
  controlMeasure,
  checkTask,
  inspection,
  hazard,
  installation,
  installationChemical,
  penalty,
  accident,
  alarm,
  tipReport,
  policy,
  claim,
  serviceProvider,
  serviceRecord,
  inspectorCapacity,
  assessmentInput,
  discredited,
];

const byName = new Map(entities.map((one) => [one.name, one]));

/** The contract of an entity by its singular name (`hazard`); throws naming all entities when there is none. */
export function entityContract(name: string): EntityContract {
  const found = byName.get(name);
  if (!found)
    throw new Error(`${name}: no such entity, expected one of ${entities.map((one) => one.name).join(", ")}`);
  return found;
}

/** A column of an entity by its name in the tables or the one mappings use; null when there is none. */
export function columnNamed(contract: EntityContract, name: string): ColumnContract | null {
  return (
    contract.columns.find((one) => one.name === name) ??
    contract.columns.find((one) => one.publicName === name) ??
    null
  );
}

/** A heading with what contracts.md ignores taken away: white space, case, full-width forms; and the `*` that marks required columns. */
export function normaliseHeading(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\u200b\ufeff]/g, "")
    .replaceAll(/^\*+|\*+$/g, "");
}

const indexes = new Map<string, ReadonlyMap<string, string>>();

/** Normalised heading → column name, of one entity: the English name, the Chinese heading and the English heading. */
export function headingIndex(entityName: string): ReadonlyMap<string, string> {
  const known = indexes.get(entityName);
  if (known) return known;
  const index = new Map<string, string>();
  const columns = entityContract(entityName).columns;
  // Names before headings: a heading never takes a word that is another column's name.
  for (const one of columns) index.set(normaliseHeading(one.name), one.name);
  for (const one of columns)
    for (const word of [one.publicName, one.heading.zh, one.heading.en])
      if (word !== null && !index.has(normaliseHeading(word))) index.set(normaliseHeading(word), one.name);
  indexes.set(entityName, index);
  return index;
}

/** The column a heading of a source stands for, in either language; null when the entity has no such column. */
export function columnForHeading(entityName: string, heading: string): string | null {
  return headingIndex(entityName).get(normaliseHeading(heading)) ?? null;
}

/** Words that must not occur in a heading of the entity, normalised; empty for most entities. */
export function refusedHeadings(entityName: string): readonly string[] {
  return entityContract(entityName).refused.map(normaliseHeading);
}

/** Whether a heading would bring in a column the contract refuses (a reporter's identity in tip_report). */
export function isRefusedHeading(entityName: string, heading: string): boolean {
  const normal = normaliseHeading(heading);
  return refusedHeadings(entityName).some((word) => normal.includes(word));
}

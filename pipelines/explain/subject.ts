import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import { explainAssessed } from "./assessment.js";
import { explainEnterprise } from "./enterprise.js";
import type { Explanation } from "./explanation.js";
import { explainAccident } from "./accident.js";
import { explainHazard } from "./hazard.js";
import { explainInstallation } from "./installation.js";
import { explainPolicy } from "./policy.js";
import { explainRequirementSubject } from "./requirement-subject.js";
import { explainRiskPoint } from "./risk-point.js";

/** Finds what kind of subject an id names and explains it; null when the publication knows no such id. */
export async function explainSubject(
  warehouse: Warehouse,
  question: {
    readonly subjectId: string;
    readonly asOf: string | null;
    readonly method: string | null;
    readonly lang: Lang;
  },
): Promise<Explanation | null> {
  return (
    (await explainRequirementSubject(warehouse, question)) ??
    (await explainEnterprise(warehouse, question)) ??
    (await explainRiskPoint(warehouse, question)) ??
    (await explainInstallation(warehouse, question)) ??
    (await explainAccident(warehouse, question)) ??
    (await explainHazard(warehouse, question)) ??
    (await explainPolicy(warehouse, question)) ??
    (await explainAssessed(warehouse, question))
  );
}

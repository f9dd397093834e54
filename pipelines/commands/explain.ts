import { Fault } from "../fault.js";
import { explainSubject } from "../explain/subject.js";
import { explanationText } from "../explain/explanation-text.js";
import { explainRequirement, requirementText } from "../explain/requirement.js";
import { readSnapshot } from "../explain/snapshot.js";
import type { CommandContext } from "./context.js";

/** `sise explain SUBJECT_ID`: the score walked back, from the current publication alone. */
export async function explain(
  context: CommandContext,
  subjectId: string,
  options: { method?: string; asOf?: string },
): Promise<number> {
  const { explanation, inspection } = await readSnapshot(context.projectFolder, async (warehouse) => {
    const found = await explainSubject(warehouse, {
      subjectId,
      asOf: options.asOf ?? null,
      method: options.method ?? null,
      lang: context.lang,
    });
    const isEnterprise = found?.subject_type === "enterprise";
    return {
      explanation: found,
      inspection: isEnterprise
        ? await explainRequirement(warehouse, { subjectId, asOf: found.as_of, lang: context.lang })
        : null,
    };
  });
  if (!explanation)
    throw new Fault(
      `${subjectId}: found in no table of the publication, expected the id of an enterprise, risk point, installation, accident, hazard or policy; look it up in data/*.parquet or on the pages`,
    );
  if (context.isJson) context.out(JSON.stringify(inspection ? { ...explanation, inspection } : explanation));
  else {
    context.out(explanationText(explanation, context.lang));
    if (inspection) context.out(requirementText(inspection, context.lang).join("\n"));
  }
  return 0;
}

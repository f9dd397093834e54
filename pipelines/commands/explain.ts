import { Fault } from "../fault.js";
import { markCarriedOver } from "../explain/carried-over.js";
import { explainSubject } from "../explain/subject.js";
import { explanationText } from "../explain/explanation-text.js";
import { readCodeTitles } from "../explain/item-words.js";
import { explainRequirement, requirementText } from "../explain/requirement.js";
import { readSnapshot } from "../explain/snapshot.js";
import type { Explanation } from "../explain/explanation.js";
import type { Warehouse } from "../warehouse/open.js";
import type { CommandContext } from "./context.js";

/** The ways in which an id may have been meant: as it is written, in half-width capitals, or by the code that took its place. */
async function readings(warehouse: Warehouse, given: string): Promise<string[]> {
  const capital = given.normalize("NFKC").trim().toUpperCase();
  const successors = await warehouse.rows<{ enterprise_id: string }>(
    "select enterprise_id from staging.enterprise_alias_resolved where old_enterprise_id in ($1, $2) order by enterprise_id",
    [given, capital],
  );
  return [...new Set([given, capital, ...successors.map((row) => row.enterprise_id)])];
}

/** `sise explain SUBJECT_ID`: the score walked back, from the current publication alone. */
export async function explain(
  context: CommandContext,
  subjectId: string,
  options: { method?: string; asOf?: string },
): Promise<number> {
  const { explanation, inspection, titles } = await readSnapshot(context.projectFolder, async (warehouse) => {
    let found: Explanation | null = null;
    for (const reading of await readings(warehouse, subjectId))
      found ??= await explainSubject(warehouse, {
        subjectId: reading,
        asOf: options.asOf ?? null,
        method: options.method ?? null,
        lang: context.lang,
      });
    const enterprise = found?.subject_type === "enterprise" ? found : null;
    const inspection = enterprise
      ? await explainRequirement(warehouse, {
          subjectId: enterprise.subject_id,
          asOf: enterprise.as_of,
          lang: context.lang,
        })
      : null;
    return {
      explanation: found && (await markCarriedOver(warehouse, found)),
      titles: found ? await readCodeTitles(warehouse, found, context.lang) : new Map<string, string>(),
      inspection: inspection && (await markCarriedOver(warehouse, inspection)),
    };
  });
  if (!explanation)
    throw new Fault({
      zh: `${subjectId}：在发布的各表中都找不到，应为企业、风险点、重大危险源、事故、隐患、保单、地区或部门的编号；请在 data/*.parquet 或网页中查找`,
      en: `${subjectId}: found in no table of the publication, expected the id of an enterprise, risk point, installation, accident, hazard or policy; look it up in data/*.parquet or on the pages`,
    });
  if (context.isJson) context.out(JSON.stringify(inspection ? { ...explanation, inspection } : explanation));
  else {
    context.out(explanationText(explanation, context.lang, titles));
    if (inspection)
      context.out(requirementText(inspection, context.lang, explanation.purpose === undefined).join("\n"));
  }
  return 0;
}

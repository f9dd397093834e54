import { Fault } from "../fault.js";
import { enterprisesNamed, type Named } from "../explain/by-name.js";
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

/** Why nothing could be explained: the id is unknown, or it is (part of) the name of several enterprises. */
function notFound(given: string, { like, count }: Named): Fault {
  if (count === 0)
    return new Fault({
      zh: `${given}：在发布的各表中都找不到，应为企业、风险点、重大危险源、事故、隐患、保单、地区或部门的编号，或企业名称；请在 data/*.parquet 或网页中查找`,
      en: `${given}: found in no table of the publication, expected the id of an enterprise, risk point, installation, accident, hazard, policy, region or department, or an enterprise's name; look it up in data/*.parquet or on the pages`,
    });
  const lines = like.map((each) => `  ${each.enterprise_id} ${each.enterprise_name}`);
  const isAll = count === like.length;
  return new Fault([
    {
      zh: `${given}：既不是编号，也不是仅一家企业的全称；名称中含有它的企业有 ${count} 家，请用编号${isAll ? "" : `（此处为前 ${like.length} 家）`}`,
      en: `${given}: found neither as an id nor as the whole name of just one enterprise; ${count} name(s) hold it, expected an id${isAll ? "" : ` (the first ${like.length} of them)`}`,
    },
    ...lines.map((line) => ({ zh: line, en: line })),
  ]);
}

/** `sise explain SUBJECT_ID`: the score walked back, from the current publication alone. An enterprise may be given by its whole name. */
export async function explain(
  context: CommandContext,
  subjectId: string,
  options: { method?: string; asOf?: string },
): Promise<number> {
  const { explanation, inspection, titles, named } = await readSnapshot(
    context.projectFolder,
    async (warehouse) => {
      const explainAs = (reading: string): Promise<Explanation | null> =>
        explainSubject(warehouse, {
          subjectId: reading,
          asOf: options.asOf ?? null,
          method: options.method ?? null,
          lang: context.lang,
        });
      let found: Explanation | null = null;
      for (const reading of await readings(warehouse, subjectId)) found ??= await explainAs(reading);
      const named = found ? null : await enterprisesNamed(warehouse, subjectId);
      if (named?.exact.length === 1) found = await explainAs(named.exact[0]?.enterprise_id ?? "");
      const enterprise = found?.subject_type === "enterprise" ? found : null;
      const inspection = enterprise
        ? await explainRequirement(warehouse, {
            subjectId: enterprise.subject_id,
            asOf: enterprise.as_of,
            lang: context.lang,
          })
        : null;
      return {
        named,
        explanation: found && (await markCarriedOver(warehouse, found)),
        titles: found ? await readCodeTitles(warehouse, found, context.lang) : new Map<string, string>(),
        inspection: inspection && (await markCarriedOver(warehouse, inspection)),
      };
    },
  );
  if (!explanation) throw notFound(subjectId, named ?? { exact: [], like: [], count: 0 });
  if (context.isJson) context.out(JSON.stringify(inspection ? { ...explanation, inspection } : explanation));
  else {
    context.out(explanationText(explanation, context.lang, titles));
    if (inspection)
      context.out(requirementText(inspection, context.lang, explanation.purpose === undefined).join("\n"));
  }
  return 0;
}

import { Fault } from "../fault.js";
import { explainSubject } from "../explain/subject.js";
import { explanationText } from "../explain/explanation-text.js";
import { readSnapshot } from "../explain/snapshot.js";
import type { CommandContext } from "./context.js";

/** `sise explain SUBJECT_ID`: the score walked back, from the current publication alone. */
export async function explain(
  context: CommandContext,
  subjectId: string,
  options: { method?: string; asOf?: string },
): Promise<number> {
  const explanation = await readSnapshot(context.projectFolder, (warehouse) =>
    explainSubject(warehouse, {
      subjectId,
      asOf: options.asOf ?? null,
      method: options.method ?? null,
      lang: context.lang,
    }),
  );
  if (!explanation)
    throw new Fault(
      `${subjectId}: found in no table of the publication, expected the id of an enterprise, risk point, installation, accident or hazard; look it up in data/*.parquet or on the pages`,
    );
  context.out(context.isJson ? JSON.stringify(explanation) : explanationText(explanation, context.lang));
  return 0;
}

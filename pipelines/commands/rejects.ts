import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../fault.js";
import { currentRunId } from "../publish/pointer.js";
import { rejectMessage, type Reject } from "../staging/reject.js";
import { openWarehouse, quoteText } from "../warehouse/open.js";
import type { CommandContext } from "./context.js";

/** `sise rejects [RUN_ID]`: every rejected row of a publication with file, row, column, what was found and what was expected. */
export async function rejects(context: CommandContext, runId?: string): Promise<number> {
  const published = join(context.projectFolder, "published");
  const chosen = runId ?? (await currentRunId(published));
  const file = join(published, chosen ?? "current", "snapshot.duckdb");
  if (!chosen || !existsSync(file))
    throw new Fault(
      `published/${chosen ?? "current"}: found no snapshot, expected a published run; see sise runs`,
    );
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [published],
    memory: "2GiB",
    threads: 2,
  });
  try {
    await warehouse.run(`attach ${quoteText(file.replaceAll("\\", "/"))} as build (read_only)`);
    const rows = await warehouse.rows<Reject>(
      `select source, entity, file, cast(row_number as integer) as row_number, column_name, code, found, expected
       from build.staging.reject order by source, file, build.staging.reject.row_number, column_name, code`,
    );
    if (context.isJson) context.out(JSON.stringify({ run_id: chosen, rejects: rows }));
    else {
      for (const row of rows) context.out(rejectMessage(row, context.lang));
      context.out(
        context.lang === "zh"
          ? `${chosen}：${rows.length} 处拒收原因。`
          : `${chosen}: ${rows.length} reason(s) for rejection.`,
      );
    }
  } finally {
    warehouse.close();
  }
  return 0;
}

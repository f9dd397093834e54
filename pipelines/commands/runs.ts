import { moment } from "../../dashboards/format.js";
import { readConfig } from "../config.js";
import { listRecordedPublications } from "../control/publication.js";
import { abortUnfinished, listRuns } from "../control/run.js";
import { currentRunId } from "../publish/pointer.js";
import { withWarehouse } from "../run/with-warehouse.js";
import { join } from "node:path";
import type { CommandContext } from "./context.js";

const states = {
  running: "运行中",
  published: "已发布",
  built: "已计算",
  stopped: "被拦下",
  failed: "失败",
  aborted: "中断",
} as const;

/** `sise runs`: the ledger, newest first, in the city's time (UTC under `--json`); `*` marks what readers see. */
export async function runs(context: CommandContext): Promise<number> {
  const config = await readConfig(context.projectFolder);
  const { ledger, publications } = await withWarehouse(
    context.projectFolder,
    { config, command: "runs", clock: context.clock },
    async (warehouse) => {
      // The lock is ours: a run that is `running` has none to run it.
      await abortUnfinished(warehouse, context.clock().toISOString());
      return { ledger: await listRuns(warehouse), publications: await listRecordedPublications(warehouse) };
    },
  );
  const current = await currentRunId(join(context.projectFolder, "published"));
  if (context.isJson) {
    context.out(JSON.stringify({ current, runs: ledger, publications }));
    return 0;
  }
  if (ledger.length === 0) context.out(context.lang === "zh" ? "还没有运行。" : "no run yet.");
  for (const run of ledger) {
    const state = context.lang === "zh" ? states[run.state] : run.state;
    const started = moment(run.started_at, config.city.time_zone);
    const took = run.ended_at
      ? `  ${((Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000).toFixed(1)} s`
      : "";
    const reason = (context.lang === "zh" ? run.message_zh : null) ?? run.message;
    const message = reason ? `  ${reason.split("\n")[0]}` : "";
    context.out(
      `${run.run_id === current ? "*" : " "} ${run.run_id}  ${state}  ${run.as_of ?? "—"}  ${started}${took}${message}`,
    );
  }
  return 0;
}

import { readConfig } from "../config.js";
import { replayRun } from "../run/replay.js";
import { withWarehouse } from "../run/with-warehouse.js";
import { shareCores } from "../run/threads.js";
import { commandProgress } from "./command-progress.js";
import type { CommandContext } from "./context.js";

/** `sise replay RUN_ID`: rebuilds a published run and compares every hash; exit 1 when one differs. */
export async function replay(context: CommandContext, runId: string): Promise<number> {
  const config = await readConfig(context.projectFolder);
  const { threads, lanes } = await shareCores(context.projectFolder, config);
  const progress = commandProgress(context, {});
  try {
    const outcome = await withWarehouse(
      context.projectFolder,
      { config, command: `replay ${runId}`, clock: context.clock, threads },
      (warehouse) =>
        replayRun(warehouse, {
          lanes,
          projectFolder: context.projectFolder,
          runId,
          report: async (step, work) => {
            progress.start(step);
            const { result, rows } = await work();
            progress.done(step, rows);
            return result;
          },
        }),
    );
    const isSame = outcome.differing.length === 0 && outcome.altered.length === 0;
    if (context.isJson) context.out(JSON.stringify({ run_id: runId, is_identical: isSame, ...outcome }));
    else {
      for (const file of outcome.differing)
        context.out(`${file.path}: ${file.published ?? "—"} → ${file.replayed ?? "—"}`);
      for (const file of outcome.altered)
        context.out(
          context.lang === "zh"
            ? `published/${runId}/${file.path}：发布后被改动，发布时为 ${file.recorded ?? "无此文件"}，现为 ${file.found ?? "已不存在"}`
            : `published/${runId}/${file.path}: altered since it was published, recorded ${file.recorded ?? "no such file"}, found ${file.found ?? "nothing"}`,
        );
      if (!outcome.isSameSql)
        context.out(
          context.lang === "zh"
            ? "计算所用 SQL 与当时不同，结果不同在所难免。"
            : "the SQL is not the one of that run, so differences are to be expected.",
        );
      context.out(
        context.lang === "zh"
          ? `复算 ${runId}：${outcome.files} 个文件、${outcome.tables} 张表，${isSame ? "全部一致" : `${outcome.differing.length} 处不同，${outcome.altered.length} 个文件被改动`}。`
          : `replayed ${runId}: ${outcome.files} files, ${outcome.tables} tables, ${isSame ? "all identical" : `${outcome.differing.length} differ, ${outcome.altered.length} file(s) altered`}.`,
      );
    }
    return isSame ? 0 : 1;
  } finally {
    progress.close();
  }
}

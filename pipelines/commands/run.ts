import { faultIn } from "../fault.js";
import { join } from "node:path";
import type { IngestReport } from "../ingest/report.js";
import { runAll } from "../run/run.js";
import { commandProgress } from "./command-progress.js";
import type { CommandContext } from "./context.js";

interface RunOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly acceptDiff?: boolean;
  readonly publish?: boolean;
}

/** What is to be known of the sources: why one could not be read, what its files should not have, and how many rows are gone. */
function tellSources({ lang, err }: CommandContext, report: IngestReport): void {
  for (const { source, message, vanished } of report.sources) {
    if (message !== null) err(`${source}${lang === "zh" ? "：" : ": "}${message[lang]}`);
    if (vanished > 0)
      err(
        lang === "zh"
          ? `${source}：${vanished} 行在新的文件中已没有，不再计入`
          : `${source}: ${vanished} row(s) are in no file any more, and count no longer`,
      );
  }
}

/** `sise run`: the whole flow; exit 3 and an untouched publication when a check or the diff stops it. */
export async function run(context: CommandContext, options: RunOptions): Promise<number> {
  const outcome = await runAll({
    projectFolder: context.projectFolder,
    asOf: options.asOf ?? null,
    knownAt: options.knownAt ?? null,
    acceptDiff: options.acceptDiff === true,
    publish: options.publish !== false,
    command: "run",
    clock: context.clock,
    onIngested: (report) => {
      if (!context.isJson) tellSources(context, report);
    },
    progress: (seconds) => commandProgress(context, seconds),
  });
  const totals = outcome.sources.reduce(
    (sum, each) => ({
      read: sum.read + each.read,
      accepted: sum.accepted + each.accepted,
      rejected: sum.rejected + each.rejected,
      superseded: sum.superseded + each.superseded,
    }),
    { read: 0, accepted: 0, rejected: 0, superseded: 0 },
  );
  const failed = outcome.ingest.sources.filter(
    (source) => source.state === "failed" || source.state === "missing",
  );
  if (context.isJson) {
    context.out(
      JSON.stringify({
        run_id: outcome.runId,
        as_of: outcome.asOf,
        known_at: outcome.knownAt,
        folder: outcome.folder,
        same_as: outcome.sameAs,
        ...totals,
        failed_sources: failed.map((source) => ({
          source: source.source,
          state: source.state,
          message: source.message?.en ?? null,
        })),
        vanished_rows: outcome.ingest.sources
          .filter((source) => source.vanished > 0)
          .map(({ source, vanished }) => ({ source, rows: vanished })),
        warnings: outcome.warnings.map((warning) => faultIn(warning, "en")),
      }),
    );
    return 0;
  }
  const isZh = context.lang === "zh";
  for (const warning of outcome.warnings) context.err(faultIn(warning, context.lang));
  context.out(
    isZh
      ? `读入 ${totals.read} 行 = 接收 ${totals.accepted} + 拒收 ${totals.rejected} + 被取代 ${totals.superseded}`
      : `read ${totals.read} rows = accepted ${totals.accepted} + rejected ${totals.rejected} + superseded ${totals.superseded}`,
  );
  if (outcome.sameAs)
    context.out(
      isZh
        ? `自 ${outcome.sameAs} 以来没有变化：原有文件再次发布`
        : `nothing changed since ${outcome.sameAs}: its files are published again`,
    );
  if (outcome.folder)
    context.out(
      isZh
        ? `已发布 ${outcome.runId}（数据截至 ${outcome.asOf}）：${join(context.projectFolder, "published", "current", "index.html")}`
        : `published ${outcome.runId} (as of ${outcome.asOf}): ${join(context.projectFolder, "published", "current", "index.html")}`,
    );
  else context.out(isZh ? `已计算，未发布：${outcome.runId}` : `built, not published: ${outcome.runId}`);
  return 0;
}

import { exampleText } from "../../dashboards/columns.js";
import type { Config } from "../../models/config.js";
import { levelName } from "../../models/level.js";
import type { Lang, Text } from "../../models/text.js";
import { Fault } from "../fault.js";
import type { IngestReport } from "../ingest/report.js";
import type { BuildOutcome } from "./build.js";
import type { CheckResult } from "./checks.js";
import type { LevelDiff } from "./level-diff.js";

/**
 * Fewer rejected rows than this never stop a publication, however small the source: one bad row of ten is a matter for
 * the data quality page, not for silence. Default of this project.
 */
const toleratedRejects = 20;

/**
 * Stops a run none of whose sources could be read: its pages would be empty, or tell of yesterday as if it were today.
 * Throws a Fault with the first reason of each source.
 */
export function refuseNothingRead(report: IngestReport): void {
  const isRead = report.sources.some((source) =>
    source.files.some((file) => file.state === "read" || file.state === "unchanged"),
  );
  if (isRead) return;
  const count = report.sources.length;
  throw new Fault(
    [
      {
        zh: `sise.yaml › sources：${count === 0 ? "没有来源" : `${count} 个来源都无法读取`}，应至少有一个；不发布，此前的发布保持不变`,
        en: `sise.yaml › sources: found ${count === 0 ? "no source" : `none of ${count} source(s) that can be read`}, expected at least one; nothing is published and the last publication stands`,
      },
      ...report.sources.map((source) => ({
        zh: `  ${source.source}：${source.message?.zh ?? source.state}`,
        en: `  ${source.source}: ${source.message?.en ?? source.state}`,
      })),
    ],
    "data",
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** An enterprise source of which not one row is accepted: every page would be empty. Null where there is none. */
function noEnterprise(build: BuildOutcome): Text | null {
  const sources = build.sources.filter((source) => source.entity === "enterprise");
  if (sources.length === 0 || sources.some((source) => source.accepted > 0)) return null;
  const read = sources.reduce((total, source) => total + source.read, 0);
  const names = sources.map((source) => source.source);
  return {
    zh: `来源 ${names.join("、")}：读到 ${read} 行，没有一家企业被接受，应至少有一家；见 sise rejects，无法读取的文件见 sise check`,
    en: `source ${names.join(", ")}: found ${read} row(s) and no accepted enterprise, expected at least one; see sise rejects, and sise check for files that cannot be read`,
  };
}

/** The first offending row of a check in words. */
function exampleOf({ name, examples }: CheckResult, lang: Lang): string {
  return exampleText(examples[0] ?? "", name, lang);
}

/**
 * Stops a build that must not be published: a failed check, or a source with too many rejected rows.
 * Comes back with the warnings otherwise. Throws a Fault of kind `stopped` with every reason at once.
 */
export function refuseBadBuild(build: BuildOutcome, config: Config): Text[] {
  const reasons: Text[] = [];
  const warnings: Text[] = [];
  for (const check of build.checks)
    if (check.offending > 0)
      (check.severity === "error" ? reasons : warnings).push({
        zh: `sql/checks/${check.name}.sql：有 ${check.offending} 行不符，例如（${exampleOf(check, "zh")}），应一行也没有；${check.who_zh}`,
        en: `sql/checks/${check.name}.sql: found ${check.offending} offending row(s), such as (${exampleOf(check, "en")}), expected none; ${check.who}`,
      });
  for (const source of build.sources) {
    const share = source.read === 0 ? 0 : source.rejected / source.read;
    if (source.rejected > toleratedRejects && share > config.limits.rejected_share)
      reasons.push({
        zh: `来源 ${source.source}：${source.read} 行中有 ${source.rejected} 行被拒绝（${percent(share)}），应不超过 ${percent(config.limits.rejected_share)}；见 sise rejects，请修正来源，或调高 limits.rejected_share`,
        en: `source ${source.source}: found ${source.rejected} of ${source.read} rows rejected (${percent(share)}), expected at most ${percent(config.limits.rejected_share)}; see sise rejects, mend the source or raise limits.rejected_share`,
      });
  }
  const empty = noEnterprise(build);
  if (empty !== null) reasons.push(empty);
  if (reasons.length > 0) throw new Fault(reasons, "stopped");
  return warnings;
}

/**
 * Stops a publication whose levels differ from the last one by more than the limit; `--accept-diff` passes by it. An enterprise
 * that the last publication graded and this build no longer has counts like one whose level changed.
 */
export function refuseDiff(diff: LevelDiff, config: Config, lastRunId: string): void {
  const before = diff.compared + diff.removed;
  const share = before === 0 ? 0 : (diff.changed + diff.removed) / before;
  if (share <= config.limits.level_change_share) return;
  const nameOf = (level: string, lang: Lang): string => (lang === "zh" ? levelName(level).zh : level);
  const pairs = (lang: Lang): string[] =>
    diff.pairs
      .slice(0, 4)
      .map(
        (pair) => `${nameOf(pair.from_level, lang)} → ${nameOf(pair.to_level, lang)}: ${pair.enterprises}`,
      );
  const changed = diff.changed + diff.removed;
  const limit = percent(config.limits.level_change_share);
  const told = (lang: Lang, gone: string): string =>
    [...pairs(lang), ...(diff.removed === 0 ? [] : [gone])].join(lang === "zh" ? "；" : "; ");
  throw new Fault(
    {
      zh: `等级变动：${before} 家企业中有 ${changed} 家（${percent(share)}）的等级与发布 ${lastRunId} 不同（${told("zh", `不再存在: ${diff.removed}`)}），应不超过 ${limit}；请查明原因，再以 --accept-diff 运行`,
      en: `level diff: found ${changed} of ${before} enterprises (${percent(share)}) with another level than in publication ${lastRunId} (${told("en", `no longer there: ${diff.removed}`)}), expected at most ${limit}; look into it, then run again with --accept-diff`,
    },
    "stopped",
  );
}

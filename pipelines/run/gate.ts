import type { Config } from "../../models/config.js";
import { Fault } from "../fault.js";
import type { IngestReport } from "../ingest/report.js";
import type { BuildOutcome } from "./build.js";
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
  const reasons = report.sources.map((source) => `  ${source.source}: ${source.message ?? source.state}`);
  throw new Fault(
    [
      `sise.yaml › sources: found ${report.sources.length === 0 ? "no source" : `none of ${report.sources.length} source(s) that can be read`}, expected at least one; nothing is published and the last publication stands`,
      ...reasons,
    ],
    "data",
  );
}

/** An enterprise source of which not one row is accepted: every page would be empty. Null where there is none. */
function noEnterprise(build: BuildOutcome): string | null {
  const sources = build.sources.filter((source) => source.entity === "enterprise");
  if (sources.length === 0 || sources.some((source) => source.accepted > 0)) return null;
  const read = sources.reduce((total, source) => total + source.read, 0);
  return `source ${sources.map((source) => source.source).join(", ")}: found ${read} row(s) and no accepted enterprise, expected at least one; see sise rejects, and sise check for files that cannot be read`;
}

/**
 * Stops a build that must not be published: a failed check, or a source with too many rejected rows.
 * Comes back with the warnings otherwise. Throws a Fault of kind `stopped` with every reason at once.
 */
export function refuseBadBuild(build: BuildOutcome, config: Config): string[] {
  const reasons: string[] = [];
  const warnings: string[] = [];
  for (const check of build.checks)
    if (check.offending > 0)
      (check.severity === "error" ? reasons : warnings).push(
        `sql/checks/${check.name}.sql: found ${check.offending} offending row(s), such as ${check.examples[0] ?? ""}, expected none; ${check.who}`,
      );
  for (const source of build.sources) {
    const share = source.read === 0 ? 0 : source.rejected / source.read;
    if (source.rejected > toleratedRejects && share > config.limits.rejected_share)
      reasons.push(
        `source ${source.source}: found ${source.rejected} of ${source.read} rows rejected (${(share * 100).toFixed(1)} %), expected at most ${(config.limits.rejected_share * 100).toFixed(1)} %; see sise rejects, mend the source or raise limits.rejected_share`,
      );
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
  const pairs = diff.pairs
    .slice(0, 4)
    .map((pair) => `${pair.from_level} → ${pair.to_level}: ${pair.enterprises}`);
  const gone = diff.removed === 0 ? [] : [`no longer there: ${diff.removed}`];
  throw new Fault(
    `level diff: found ${diff.changed + diff.removed} of ${before} enterprises (${(share * 100).toFixed(1)} %) with another level than in publication ${lastRunId} (${[...pairs, ...gone].join("; ")}), expected at most ${(config.limits.level_change_share * 100).toFixed(1)} %; look into it, then run again with --accept-diff`,
    "stopped",
  );
}

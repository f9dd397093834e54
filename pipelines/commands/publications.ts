import { join } from "node:path";
import { levelName } from "../../models/level.js";
import { Fault } from "../fault.js";
import { currentRunId, switchCurrent } from "../publish/pointer.js";
import { publicationBefore, readManifest } from "../publish/publication.js";
import { changedEnterprises, diffFolders } from "../run/level-diff.js";
import { readConfig } from "../config.js";
import { withWarehouse } from "../run/with-warehouse.js";
import { openWarehouse } from "../warehouse/open.js";
import type { CommandContext } from "./context.js";

/** Changed enterprises that are listed one by one; the counts cover all. */
const mostListed = 200;

/** The publication before another one, by run id; throws a Fault when there is none. */
async function demandBefore(published: string, runId: string): Promise<string> {
  const before = await publicationBefore(published, runId);
  if (!before)
    throw new Fault(
      {
        zh: `published：${runId} 之前没有发布，应至少有两次；见 sise runs`,
        en: `published: no publication before ${runId}, expected at least two; see sise runs`,
      },
      "usage",
    );
  return before;
}

/** `sise diff [A] [B]`: what changed between two publications; without words, the current one against the one before. */
export async function diff(context: CommandContext, runA?: string, runB?: string): Promise<number> {
  const published = join(context.projectFolder, "published");
  const newer = runB ?? (await currentRunId(published));
  if (!newer)
    throw new Fault({
      zh: "published：还没有发布，应有两次发布；请运行 sise run",
      en: "published: nothing is published yet, expected two publications; call sise run",
    });
  const older = runA ?? (await demandBefore(published, newer));
  const [a, b] = [await readManifest(published, older), await readManifest(published, newer)];
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [published],
    memory: "2GiB",
    threads: 2,
  });
  try {
    const levels = await diffFolders(warehouse, join(published, older), join(published, newer));
    const enterprises = await changedEnterprises(
      warehouse,
      join(published, older),
      join(published, newer),
      mostListed,
    );
    const editions = (manifest: typeof a): Map<string, string> =>
      new Map(manifest.editions.map((edition) => [edition.method, edition.edition]));
    const [before, after] = [editions(a), editions(b)];
    const rules = [...new Set([...before.keys(), ...after.keys()])]
      .sort()
      .filter((method) => before.get(method) !== after.get(method))
      .map((method) => ({ method, from: before.get(method) ?? null, to: after.get(method) ?? null }));
    const result = {
      run_a: older,
      run_b: newer,
      as_of: [a.as_of, b.as_of],
      known_at: [a.known_at, b.known_at],
      sql_changed: a.sql_sha256 !== b.sql_sha256,
      rules,
      levels,
      enterprises,
    };
    if (context.isJson) context.out(JSON.stringify(result));
    else context.out(diffText(result, context.lang));
  } finally {
    warehouse.close();
  }
  return 0;
}

function diffText(
  result: {
    run_a: string;
    run_b: string;
    as_of: string[];
    rules: { method: string; from: string | null; to: string | null }[];
    levels: Awaited<ReturnType<typeof diffFolders>>;
    enterprises: Awaited<ReturnType<typeof changedEnterprises>>;
  },
  lang: "zh" | "en",
): string {
  const { levels } = result;
  const name = (level: string | null): string => (level ? levelName(level)[lang] : "—");
  const lines =
    lang === "zh"
      ? [
          `${result.run_a}（${result.as_of[0]}）→ ${result.run_b}（${result.as_of[1]}）：${levels.changed} 家等级变化，新增 ${levels.added} 家，减少 ${levels.removed} 家。`,
        ]
      : [
          `${result.run_a} (${result.as_of[0]}) → ${result.run_b} (${result.as_of[1]}): ${levels.changed} levels changed, ${levels.added} enterprises added, ${levels.removed} removed.`,
        ];
  for (const rule of result.rules) lines.push(`  ${rule.method}: ${rule.from ?? "—"} → ${rule.to ?? "—"}`);
  for (const pair of levels.pairs)
    lines.push(`  ${name(pair.from_level)} → ${name(pair.to_level)}  ${pair.enterprises}`);
  for (const each of result.enterprises)
    lines.push(
      `    ${each.enterprise_id}  ${each.enterprise_name}  ${name(each.from_level)} → ${name(each.to_level)}`,
    );
  return lines.join("\n");
}

/** Enters in the ledger what readers see now. While a run is at work, or the configuration is broken, the next opening does it. */
async function tellLedger(context: CommandContext): Promise<void> {
  try {
    const config = await readConfig(context.projectFolder);
    await withWarehouse(
      context.projectFolder,
      { config, command: "rollback", clock: context.clock },
      async () => {},
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    context.err(
      context.lang === "zh"
        ? `台账将在下次打开时更新：${error.message}`
        : `the ledger follows when it is next opened: ${error.message}`,
    );
  }
}

/** `sise rollback [RUN_ID]`: points `current` at an earlier publication; without a word, at the one before. */
export async function rollback(context: CommandContext, runId?: string): Promise<number> {
  const published = join(context.projectFolder, "published");
  const current = await currentRunId(published);
  if (!current)
    throw new Fault({
      zh: "published：还没有发布，无从回退",
      en: "published: nothing is published yet, so there is nothing to roll back to",
    });
  const target = runId ?? (await demandBefore(published, current));
  const manifest = await readManifest(published, target);
  await switchCurrent(published, manifest.run_id);
  await tellLedger(context);
  if (context.isJson) context.out(JSON.stringify({ from: current, current: target, as_of: manifest.as_of }));
  else
    context.out(
      context.lang === "zh"
        ? `当前发布已由 ${current} 指回 ${target}（数据截至 ${manifest.as_of}）。`
        : `current now points back from ${current} to ${target} (as of ${manifest.as_of}).`,
    );
  return 0;
}

import { yesterdayIn } from "../../models/calendar.js";
import { type CheckedSource, checkSources } from "../ingest/check.js";
import type { Lang } from "../../models/text.js";
import { assertFresh, idleRules } from "../rules.js";
import { readProject } from "../run/project.js";
import type { CommandContext } from "./context.js";

/** What the files of a source leave empty, and what of them is not used. */
function leftOutLines({ unfilled_columns, unread_headings }: CheckedSource, lang: Lang): string[] {
  const isZh = lang === "zh";
  const columns = unfilled_columns.map(({ name, heading }) => (isZh ? `${heading.zh}（${name}）` : name));
  const headings = unread_headings.map((heading) => (isZh ? `“${heading}”` : `"${heading}"`));
  return [
    ...(columns.length === 0
      ? []
      : [isZh ? `没有提供：${columns.join("、")}` : `not supplied: ${columns.join(", ")}`]),
    ...(headings.length === 0
      ? []
      : [isZh ? `没有使用的表头：${headings.join("、")}` : `headings not used: ${headings.join(", ")}`]),
  ];
}

/** `sise check`: configuration, rule packs and sources, without building; exit 1 when a source cannot be read. */
export async function check(context: CommandContext): Promise<number> {
  const { config, packs } = await readProject(context.projectFolder);
  const day = yesterdayIn(config.city.time_zone, context.clock());
  const idle = idleRules(packs, config.methods, day);
  assertFresh(packs, day);
  const sources = await checkSources(context.projectFolder, config);
  const bad = sources.filter((source) => !source.is_readable);
  if (context.isJson)
    context.out(
      JSON.stringify({
        packs: packs.map(({ method, edition, origin }) => ({ method, edition, origin })),
        notes: idle.map((note) => note.en),
        sources: sources.map(({ unfilled_columns, ...source }) => ({
          ...source,
          message: source.message?.en ?? null,
          unfilled_columns: unfilled_columns.map((column) => column.name),
        })),
      }),
    );
  else {
    const isZh = context.lang === "zh";
    context.out(isZh ? `规则包 ${packs.length} 个，均可用` : `${packs.length} rule packs, all sound`);
    for (const note of idle) context.out(note[context.lang]);
    for (const source of sources) {
      context.out(
        source.message?.[context.lang] ??
          `${source.source}: ${isZh ? `${source.files} 个文件，表头可用` : `${source.files} file(s), headings map`}`,
      );
      for (const line of leftOutLines(source, context.lang)) context.out(`  ${line}`);
    }
  }
  return bad.length === 0 ? 0 : 1;
}

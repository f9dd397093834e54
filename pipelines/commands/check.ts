import { yesterdayIn } from "../../models/calendar.js";
import { checkSources } from "../ingest/check.js";
import { assertFresh, idleMethods } from "../rules.js";
import { readProject } from "../run/project.js";
import type { CommandContext } from "./context.js";

/** `sise check`: configuration, rule packs and sources, without building; exit 1 when a source cannot be read. */
export async function check(context: CommandContext): Promise<number> {
  const { config, packs } = await readProject(context.projectFolder);
  const idle = idleMethods(packs, config.methods);
  assertFresh(packs, yesterdayIn(config.city.time_zone, context.clock()));
  const sources = await checkSources(context.projectFolder, config);
  const bad = sources.filter((source) => !source.is_readable);
  if (context.isJson)
    context.out(
      JSON.stringify({
        packs: packs.map(({ method, edition, origin }) => ({ method, edition, origin })),
        notes: idle.map((note) => note.en),
        sources: sources.map((source) => ({ ...source, message: source.message?.en ?? null })),
      }),
    );
  else {
    const isZh = context.lang === "zh";
    context.out(isZh ? `规则包 ${packs.length} 个，均可用` : `${packs.length} rule packs, all sound`);
    for (const note of idle) context.out(note[context.lang]);
    for (const source of sources)
      context.out(
        source.message?.[context.lang] ??
          `${source.source}: ${isZh ? `${source.files} 个文件，表头可用` : `${source.files} file(s), headings map`}`,
      );
  }
  return bad.length === 0 ? 0 : 1;
}

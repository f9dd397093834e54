import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { generateCity } from "../demo/generate.js";
import { loadOnce } from "../load-once.js";
import type { CommandContext } from "./context.js";

/** The last day of the demo city's data: fixed, so that the same seed always tells the same story. */
export const demoDay = "2026-11-22";

interface DemoOptions {
  readonly enterprises: number;
  readonly seed: number;
  readonly serve?: boolean;
}

/** `sise demo [DIR]`: generates the demo city, runs everything, and says where the pages are. */
export async function demo(
  context: CommandContext,
  folder: string | undefined,
  options: DemoOptions,
): Promise<number> {
  const projectFolder = resolve(folder ?? "demo-city");
  const isZh = context.lang === "zh";
  const start = performance.now();
  // Loads while the database makes the city: once it is at the first long table, not while it waits for the first statement.
  const loadRun = loadOnce(() => import("./run.js"));
  await generateCity({
    folder: projectFolder,
    enterprises: options.enterprises,
    seed: options.seed,
    format: "csv",
    asOf: demoDay,
    onFile: loadRun,
  });
  if (!context.isJson)
    context.out(
      isZh
        ? `已生成演示城市：${options.enterprises} 家虚构企业，${((performance.now() - start) / 1000).toFixed(1)} 秒`
        : `demo city generated: ${options.enterprises} invented enterprises in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
  // Another seed or size is another city: its levels are not a change of the last one's.
  const { run } = await loadRun();
  const status = await run({ ...context, projectFolder }, { asOf: demoDay, acceptDiff: true });
  if (status !== 0) return status;
  const page = pathToFileURL(join(projectFolder, "published", "current", "index.html")).href;
  if (!context.isJson)
    context.out(
      `${isZh ? "共" : "in all"} ${((performance.now() - start) / 1000).toFixed(1)} ${isZh ? "秒。打开" : "s. Open"} ${page}`,
    );
  if (options.serve)
    return (await import("./serve.js")).serve(
      { ...context, projectFolder },
      { port: 8020, host: "127.0.0.1" },
    );
  return 0;
}

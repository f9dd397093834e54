import { resolve } from "node:path";
import { generateCity } from "../demo/generate.js";
import type { CommandContext } from "./context.js";
import { demoDay } from "./demo.js";

/** `sise generate DIR`: only the data of the synthetic city; the same seed gives the same bytes. */
export async function generate(
  context: CommandContext,
  folder: string,
  options: { enterprises: number; seed: number; format: "csv" | "parquet" },
): Promise<number> {
  const city = await generateCity({ ...options, folder: resolve(folder), asOf: demoDay });
  context.out(
    context.isJson
      ? JSON.stringify(city)
      : context.lang === "zh"
        ? `已生成 ${options.enterprises} 家虚构企业的数据：${resolve(folder)}`
        : `data of ${options.enterprises} invented enterprises generated: ${resolve(folder)}`,
  );
  return 0;
}

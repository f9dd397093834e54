import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratch, sise, smallCity } from "./project.js";

const place = scratch("language");
const city = join(place.folder, "city");
const run = (): ReturnType<typeof sise> =>
  sise("run", "--project", city, "--as-of", "2026-11-22", "--lang", "zh");

/** The newest log of the city's runs, without the times before the lines. */
function lastLog(): string[] {
  const logs = join(city, "logs");
  const newest = readdirSync(logs).sort().at(-1) ?? "";
  return readFileSync(join(logs, newest), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(line.indexOf(" ") + 1));
}

beforeAll(() => smallCity(city, 40, 3));
afterAll(() => place.remove());

describe("a Chinese city's ledger and logs", () => {
  it("tells a run that stopped in Chinese, and in English to who asks for it", () => {
    renameSync(join(city, "data"), join(city, "aside"));
    const stopped = run();
    renameSync(join(city, "aside"), join(city, "data"));
    expect(stopped.status).toBe(1);
    const list = (lang: string): string =>
      sise("runs", "--project", city, "--lang", lang).out.split("\n")[0] ?? "";
    expect(list("zh")).toMatch(
      /失败 .* s {2}sise\.yaml › sources：\d+ 个来源都无法读取，应至少有一个；不发布，此前的发布保持不变$/,
    );
    expect(list("en")).toMatch(/failed .* s {2}sise\.yaml › sources: found none of \d+ source/);
    const log = lastLog();
    expect(log[0]).toMatch(/^运行 \d{8}-\d{6}：run$/);
    expect(log).toContainEqual(expect.stringMatching(/^步骤 读入来源：\d+\.\d{3} 秒后失败$/));
    expect(log).toContainEqual(expect.stringMatching(/^失败：sise\.yaml › sources：/));
    expect(log.filter((line) => !/[\u4e00-\u9fff]/.test(line))).toEqual([]);
  });

  it("tells a run that published in Chinese, checks with the names of their columns", () => {
    const done = run();
    expect(done.status, done.err).toBe(0);
    expect(done.err).toContain("例如（风险点编号：");
    expect(done.err).not.toContain('{"risk_point_id');
    const log = lastLog();
    expect(log).toContainEqual(expect.stringMatching(/^步骤 发布：完成，\d+ 行，/));
    const methods = readFileSync(join(city, "published", "current", "methods.html"), "utf8");
    expect(methods).toContain("≥ 30 → 特别重大事故");
    expect(methods).toContain("一票否决 不合格");
    expect(log.at(-1)).toMatch(/^已发布：/);
    expect(log.filter((line) => !/[\u4e00-\u9fff]/.test(line))).toEqual([]);
  });
});

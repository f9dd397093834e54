import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compiledPack, readPacks } from "../../pipelines/compiled-packs.js";
import { packageRoot } from "../../pipelines/package-root.js";
import { assertFresh, readRulePacks } from "../../pipelines/rules.js";
import { codeName } from "../../dashboards/codes.js";
import { clauseText } from "../../dashboards/text.js";
import { levelLook } from "../../dashboards/level.js";
import { indicatorCatalogue } from "../../models/indicators.js";

const packs = await readRulePacks({ catalogue: indicatorCatalogue });
const compiledPacksFile = join(packageRoot, "dist", "rules.json");
const packOf = (method: string) => packs.find((one) => one.method === method)!.pack;

describe("shipped packs", () => {
  it("are the ones that the methods page lists", () => {
    expect(packs.map((one) => `${one.method} ${one.edition}`)).toEqual([
      "LEC-A 2016-10-09",
      "LEC-B 2016-10-09",
      "LEC-C 2016-10-09",
      "LEC-D 2016-10-09",
      "LS-i 2016-10-09",
      "LS-ii 2016-10-09",
      "MES-5 2016-10-09",
      "accident-fine 2024-03-01",
      "accident-grade 2007-06-01",
      "assessment-department 2016-10-09",
      "assessment-region 2016-10-09",
      "enterprise-level-chemical 2018-05-10",
      "enterprise-level-general 2016-10-09",
      "gb18218 2019-03-01",
      "hazard-limit 2016-10-09",
      "inspection-plan-150 2017-12-27",
      "inspection-requirement 2021-03-30",
      "premium-default 2016-10-09",
      "premium-zhongshan 2016-10-09",
      "region-level 2016-10-09",
    ]);
  });

  it("stand in the build as the sources judge them, under the hash of their text", () => {
    const built = readPacks(compiledPacksFile);
    for (const { path, sha256, pack } of packs) {
      const text = readFileSync(join(packageRoot, path), "utf8").replaceAll("\r\n", "\n");
      expect(createHash("sha256").update(text).digest("hex"), path).toBe(sha256);
      expect(built[sha256], path).toStrictEqual(pack);
    }
    expect(Object.keys(built)).toHaveLength(packs.length);
  });

  it("are judged anew where the sources run without a build, which may be older than they", () => {
    for (const { sha256 } of packs) expect(compiledPack(sha256)).toBeUndefined();
  });

  it("are read from their texts where the build's file is missing, cut off or written to", () => {
    const folder = mkdtempSync(join(tmpdir(), "sise-packs-"));
    try {
      const file = join(folder, "rules.json");
      expect(readPacks(file)).toEqual({});
      const whole = readFileSync(compiledPacksFile, "utf8");
      const altered = whole.replace(/"points":\d/, '"points":9');
      expect(altered).not.toBe(whole);
      for (const text of [
        "",
        '{"ab": {"method": "LE',
        "null",
        whole.slice(0, -9),
        altered,
        whole.slice(65),
      ]) {
        writeFileSync(file, text);
        expect(readPacks(file), text.slice(0, 80)).toEqual({});
      }
      writeFileSync(file, whole);
      expect(Object.keys(readPacks(file))).toHaveLength(packs.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("are confirmed for the rest of 2026", () => {
    expect(() => assertFresh(packs, "2026-12-31")).not.toThrow();
  });

  it("name a document where they say official, and a default where they do not", () => {
    for (const { pack, path } of packs) {
      if (pack.basis === "official") expect(pack.issued.number, path).toBeDefined();
      else expect(pack.issued.by, path).toContain("default of this project");
      if (pack.basis === "official") expect(pack.note?.zh, path).toMatch(/尚待与.*核对/);
    }
  });

  it("say in English too who issued them, and what a document asks for without numbers", () => {
    const isGlossed = (text: string): boolean => clauseText("zh", text) !== text;
    for (const { path, pack } of packs) {
      const { by, number = "" } = pack.issued;
      expect(isGlossed(by), `${path}: ${by}`).toBe(true);
      // The bare number of a document needs no translation.
      expect(isGlossed(number), `${path}: ${number}`).toBe(number.includes("要求"));
    }
  });

  it("name their parameters in Chinese, and the pages their units and codes", () => {
    const offences: string[] = [];
    const latin = /[A-Za-z]{2}/;
    for (const { pack, path } of packs) {
      const { indicators = [], parameters = [] } = pack;
      for (const parameter of parameters)
        if (!/\p{Script=Han}/u.test(parameter.title?.zh ?? "")) offences.push(`${path}: ${parameter.id}`);
      for (const { unit } of [...indicators, ...parameters])
        if (unit && latin.test(codeName("unit", unit, "zh"))) offences.push(`${path}: unit ${unit}`);
      // The seed of the draw is a text of the city's own and no code.
      for (const { id, value, unit } of parameters)
        if (unit === "code" && latin.test(codeName(id.split(".")[0] ?? "", String(value), "zh")))
          offences.push(`${path}: ${id}`);
    }
    expect(offences).toEqual([]);
  });

  it("call 较大 by one name", () => {
    const { levels = [] } = packOf("accident-grade");
    expect(levels.find((each) => each.title?.zh === "较大事故")?.title?.en).toBe("Larger accident");
    const risks = packs.flatMap(({ pack }) =>
      (pack.levels ?? []).flatMap((each) => (each.title?.zh === "较大风险" ? [each.title.en] : [])),
    );
    expect([...new Set(risks)]).toEqual(["Larger risk"]);
    expect(levelLook.orange.meaning.en).toBe("larger risk");
  });

  it("give every sub-band of accidents its fine, from low to high without a gap", () => {
    const { levels = [], parameters = [] } = packOf("accident-fine");
    const value = (id: string): number => parameters.find((one) => one.id === id)!.value as number;
    const bands = [...levels]
      .reverse()
      .map((level) => [value(`${level.level}.fine_min_cny`), value(`${level.level}.fine_max_cny`)] as const);
    expect(bands[0]![0]).toBe(300_000);
    expect(bands.at(-1)![1]).toBe(20_000_000);
    for (const [index, [low, high]] of bands.entries()) {
      expect(low).toBeLessThan(high);
      if (index > 0) expect(low).toBe(bands[index - 1]![1]);
    }
  });

  it("have chemical items that add up to 100 base points", () => {
    const bases = (packOf("enterprise-level-chemical").parts ?? []).map((part) => part.base ?? 0);
    expect(bases.reduce((total, base) => total + base, 0)).toBe(100);
  });

  it("have a general level whose two sides can each earn 50 points", () => {
    const pack = packOf("enterprise-level-general");
    const most = (part: string): number =>
      (pack.indicators ?? [])
        .filter((indicator) => indicator.part === part)
        .map((indicator) => {
          const rows = (indicator.bands ?? indicator.lookup)?.map((row) => row.points);
          return Math.max(...(rows ?? [indicator.linear!.from.points, indicator.linear!.to.points]));
        })
        .reduce((total, points) => total + points, 0);
    expect([most("inherent"), most("conduct")]).toEqual([50, 50]);
  });
});

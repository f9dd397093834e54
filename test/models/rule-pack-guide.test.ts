import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { indicatorCatalogue } from "../../models/indicators.js";
import { lintPack } from "../../models/rule-lint.js";
import { parseRulePack, rulePackSchema } from "../../models/rule-pack.js";
import { packageRoot } from "../../pipelines/package-root.js";

/** Every key and every word of an enumeration that a pack may hold. */
function wordsOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const each of schema) wordsOf(each, found);
  else if (typeof schema === "object" && schema !== null)
    for (const [key, value] of Object.entries(schema)) {
      if (key === "properties") for (const name of Object.keys(value as object)) found.add(name);
      if (key === "enum") for (const word of value as string[]) found.add(word);
      wordsOf(value, found);
    }
  return found;
}

describe.each(["rule-packs.md", "rule-packs.zh.md"])("docs/%s", (file) => {
  const guide = readFileSync(join(packageRoot, "docs", file), "utf8");

  it("names every word that a pack may hold", () => {
    const schema = z.toJSONSchema(rulePackSchema, { io: "input", unrepresentable: "any" });
    const words = [...wordsOf(schema)].filter((word) => word !== "zh" && word !== "en");
    expect(words.length).toBeGreaterThan(80);
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(guide))).toEqual([]);
  });

  it("shows a pack that is sound", () => {
    const [, text = ""] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    const parsed = parseRulePack(parse(text));
    expect("faults" in parsed ? parsed.faults : lintPack(parsed.pack, indicatorCatalogue)).toEqual([]);
  });
});

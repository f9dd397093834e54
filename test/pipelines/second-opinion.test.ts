import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import type { RulePack } from "../../models/rule-pack.js";
import { lowerLimit } from "../../models/rule-pack.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { type Given, scorePlainly } from "../plain-scorer.js";
import { indicatorIdsOf, scorePack } from "../rule-harness.js";
import { randomFrom } from "../seeded.js";
import { examplesFolder, readExamples } from "../rule-examples.js";

const packs = [
  ...(await readRulePacks({ catalogue: indicatorCatalogue })),
  ...(await readRulePacks({ shippedFolder: join(examplesFolder, "packs"), catalogue: indicatorCatalogue })),
].filter((loaded) => loaded.pack.total.kind !== "computed" && loaded.pack.indicators);

/** Values worth trying for each indicator: both sides of every limit that the pack names, every code, something unknown, nothing. */
function candidatesOf(pack: RulePack): ReadonlyMap<string, readonly (number | string | null)[]> {
  const candidates = new Map<string, (number | string | null)[]>();
  const beside = (value: number): number[] =>
    [value - 1, value - 0.000001, value, value + 0.000001, value + 0.37].filter((one) => one >= 0);
  const add = (id: string, values: readonly (number | string | null)[]): void => {
    candidates.set(id, [...(candidates.get(id) ?? []), ...values]);
  };
  for (const indicator of pack.indicators ?? []) {
    const { id } = indicator;
    if (indicator.bands) for (const band of indicator.bands) add(id, beside(lowerLimit(band) ?? 0));
    if (indicator.lookup)
      add(
        id,
        indicator.lookup.map((row) => row.code),
      );
    if (indicator.per_unit) add(id, [0, 1, 2, 3.5, 7, 40]);
    if (indicator.linear)
      // Three places: at more, the sixth place of the points can be an exact half, where a rounding is nobody's error.
      for (const end of [indicator.linear.from.value, indicator.linear.to.value])
        add(id, [end, end + 0.001, end + 1, 0.7, 0.333].concat(end >= 0.001 ? [end - 0.001] : []));
    if (indicator.value) add(id, [indicator.value.min ?? 0, 5, 10, 12.5, 15, 20, indicator.value.max ?? 30]);
  }
  const text = JSON.stringify(pack);
  for (const match of text.matchAll(/"indicator":"([a-z0-9_]+)","(eq|ne|lt|le|gt|ge|in|not_in)":([^}]+)/g)) {
    const values = [JSON.parse(match[3]!) as number | string | (number | string)[]].flat();
    for (const value of values)
      add(match[1]!, typeof value === "number" ? beside(value) : [value, `not ${value}`]);
  }
  for (const id of indicatorIdsOf(pack)) if (!candidates.has(id)) add(id, [0, 1]);
  return candidates;
}

/** Random subjects; `usual` is a plain one, from which some stray in every value and others in few. */
function subjectsOf(
  pack: RulePack,
  usual: Given,
  count: number,
  seed: number,
): { id: string; given: Given }[] {
  const random = randomFrom(seed);
  const candidates = candidatesOf(pack);
  return Array.from({ length: count }, (_, index) => {
    // Some subjects lack much, some nothing: else nearly all would be insufficient.
    const missing = [0, 0, 0.03, 0.2, 0.6][Math.floor(random() * 5)]!;
    const strayed = [1, 0.5, 0.1, 0.03][Math.floor(random() * 4)]!;
    const given: Record<string, Given[string]> = {};
    for (const [id, values] of candidates) {
      const value = values[Math.floor(random() * values.length)]!;
      const tried = random() < strayed ? value : (usual[id] ?? value);
      given[id] = random() < missing ? null : tried;
    }
    return { id: `subject ${index}`, given };
  });
}

describe.each(packs.map((loaded, index) => [`${loaded.method} ${loaded.edition}`, loaded, index] as const))(
  "%s",
  (_, loaded, index) => {
    it("is scored alike by the SQL and by a clerk who reads the pack", async () => {
      const { pack } = loaded;
      const usual = readExamples(loaded.method, loaded.edition)[0]!.given;
      const subjects = subjectsOf(
        pack,
        usual,
        pack.purpose === "enterprise_level" ? 1500 : 400,
        20261123 + index,
      );
      const scores = await scorePack(loaded, subjects);
      const differences: string[] = [];
      const levels = new Set<string | null>();
      for (const { id, given } of subjects) {
        const sql = scores.get(id)!;
        const plain = scorePlainly(pack, given);
        const say = (what: string, one: unknown, other: unknown): void => {
          if (JSON.stringify(one) !== JSON.stringify(other))
            differences.push(
              `${id}: ${what} is ${JSON.stringify(one)} by SQL, ${JSON.stringify(other)} by hand; ${JSON.stringify(given)}`,
            );
        };
        say("applies", sql.applies, plain.applies);
        if (!plain.applies) continue;
        for (const item of plain.items) {
          say(
            `${item.id} points`,
            sql.items[item.id]?.points ?? null,
            item.status === "no_rule" ? null : item.points,
          );
          say(`${item.id} status`, sql.items[item.id]?.status, item.status);
        }
        say("determinations", [...sql.determinations].sort(), [...plain.determinations].sort());
        // Without enough data there is no score to agree on.
        if (plain.determinedBy !== "insufficient_data") {
          for (const [part, found] of Object.entries(plain.parts))
            say(`part ${part}`, sql.parts[part], found);
          say("score", sql.score, plain.score);
        }
        say("level", sql.level, plain.level);
        if (pack.levels)
          say(
            "determined by",
            sql.determinedBy,
            plain.determinedBy === "excluded" ? null : plain.determinedBy,
          );
        levels.add(plain.level);
      }
      expect(differences.slice(0, 5)).toEqual([]);
      // A test in which every subject came out alike would show nothing.
      if (pack.levels) expect(levels.size).toBeGreaterThan(1);
    });
  },
);

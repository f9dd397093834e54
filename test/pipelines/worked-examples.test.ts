import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleCoverage } from "../../models/rule-coverage.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { scorePlainly } from "../plain-scorer.js";
import { hitsOf, scorePack } from "../rule-harness.js";
import { examplesFolder, readExamples, type RuleExample } from "../rule-examples.js";

const packs = [
  ...(await readRulePacks({ catalogue: indicatorCatalogue })),
  ...(await readRulePacks({ shippedFolder: join(examplesFolder, "packs"), catalogue: indicatorCatalogue })),
];
/** Packs whose total SQL of their own computes, or that hold parameters alone, have their own tests. */
const scorable = packs.filter((loaded) => loaded.pack.total.kind !== "computed" && loaded.pack.indicators);

/** What an example says that a score does not, in words; empty when all agrees. */
function differences(
  example: RuleExample,
  score: {
    readonly applies: boolean;
    readonly points: (id: string) => number | null | undefined;
    readonly part: (id: string) => number | null | undefined;
    readonly score: number | null;
    readonly level: string | null;
    readonly determinedBy: string | null;
    readonly determinations: readonly string[];
  },
): string[] {
  const { expect: expected } = example;
  const found: string[] = [];
  const same = (what: string, value: unknown, wanted: unknown): void => {
    if (wanted !== undefined && JSON.stringify(value) !== JSON.stringify(wanted))
      found.push(
        `${example.path}: ${what} is ${JSON.stringify(value)}, the example says ${JSON.stringify(wanted)}`,
      );
  };
  same("applies", score.applies, expected.applies);
  for (const [id, points] of Object.entries(expected.points ?? {})) same(id, score.points(id), points);
  for (const [id, points] of Object.entries(expected.parts ?? {})) same(`part ${id}`, score.part(id), points);
  same("score", score.score, expected.score);
  same("level", score.level, expected.level);
  same("determined_by", score.determinedBy, expected.determined_by);
  same(
    "determinations",
    [...score.determinations].sort(),
    expected.determinations && [...expected.determinations].sort(),
  );
  return found;
}

describe.each(scorable.map((loaded) => [`${loaded.method} ${loaded.edition}`, loaded] as const))(
  "%s",
  (_, loaded) => {
    const examples = readExamples(loaded.method, loaded.edition);

    it("gives what its worked examples say, and every row is hit by one, as a clerk reads the pack", () => {
      const hits = new Set<string>();
      for (const example of examples) {
        const score = scorePlainly(loaded.pack, example.given);
        for (const hit of score.hits) hits.add(hit);
        const points = (id: string) => score.items.find((item) => item.id === id)?.points;
        expect(differences(example, { ...score, points, part: (id) => score.parts[id]?.points })).toEqual([]);
      }
      expect(ruleCoverage(loaded.pack, hits).missed).toEqual([]);
    });

    it("gives what its worked examples say, and every row is hit by one, by the SQL", async () => {
      const scores = await scorePack(
        loaded,
        examples.map(({ path, given }) => ({ id: path, given })),
      );
      const hits = new Set<string>();
      for (const example of examples) {
        const score = scores.get(example.path)!;
        if (score.applies) for (const hit of hitsOf(loaded.pack, score)) hits.add(hit);
        const points = (id: string) => score.items[id]?.points;
        expect(differences(example, { ...score, points, part: (id) => score.parts[id]?.points })).toEqual([]);
      }
      expect(ruleCoverage(loaded.pack, hits).missed).toEqual([]);
    });
  },
);

it("every folder of worked examples belongs to a pack that is read", () => {
  const known = new Set(packs.map((loaded) => `${loaded.method}/${loaded.edition}`));
  const found = readdirSync(examplesFolder)
    .filter((method) => method !== "packs")
    .flatMap((method) => readdirSync(join(examplesFolder, method)).map((edition) => `${method}/${edition}`));
  expect(found.filter((one) => !known.has(one))).toEqual([]);
  const bare = packs.filter(
    (one) => one.pack.indicators && !existsSync(join(examplesFolder, one.method, one.edition)),
  );
  expect(bare.map((one) => one.path)).toEqual([]);
});

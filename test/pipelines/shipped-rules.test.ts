import { expect, it } from "vitest";
import { readRulePacks } from "../../pipelines/rules.js";

it("every shipped pack is sound", async () => {
  const packs = await readRulePacks({ catalogue: [] });
  expect(packs.length).toBeGreaterThan(0);
});

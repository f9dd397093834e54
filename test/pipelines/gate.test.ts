import { expect, test } from "vitest";
import type { Config } from "../../models/config.js";
import { refuseDiff } from "../../pipelines/run/gate.js";
import type { LevelDiff } from "../../pipelines/run/level-diff.js";

const config = { limits: { level_change_share: 0.05 } } as Config;
const diff = (given: Partial<LevelDiff>): LevelDiff => ({
  compared: 0,
  changed: 0,
  added: 0,
  removed: 0,
  pairs: [],
  ...given,
});

test("a twentieth of the enterprises may change their level, not one more", () => {
  expect(() => refuseDiff(diff({ compared: 100, changed: 5 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ compared: 100, changed: 6 }), config, "last")).toThrow(
    /found 6 of 100 enterprises \(6\.0 %\) .* publication last .* expected at most 5\.0 %/,
  );
});

test("an enterprise that is gone counts like one whose level changed", () => {
  expect(() => refuseDiff(diff({ compared: 95, removed: 5 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ compared: 94, removed: 6 }), config, "last")).toThrow(
    /found 6 of 100 enterprises .*no longer there: 6/,
  );
  expect(() => refuseDiff(diff({ compared: 96, changed: 2, removed: 4 }), config, "last")).toThrow(
    /found 6 of 100/,
  );
});

test("enterprises that came new never stop a publication", () => {
  expect(() => refuseDiff(diff({ compared: 10, added: 1000 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ added: 1000 }), config, "last")).not.toThrow();
});

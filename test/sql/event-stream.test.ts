import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { entities } from "../../models/entities.js";
import { eventStreams } from "../../models/rule-purpose.js";
import { packageRoot } from "../../pipelines/package-root.js";

const text = (file: string): string => readFileSync(join(packageRoot, "sql/scores", file), "utf8");
const streams = Object.keys(eventStreams).sort();

// A stream that packs may name and the SQL does not make leaves its measures without data, and says so nowhere.
it("makes every stream that a pack may count or take as exposure", () => {
  const made = [
    ...text("event.sql").matchAll(
      /(?:then|else|^ {4}) ?'(\w+)'(?: end)?(?: as stream|(?= else '\w+' end as stream))/gm,
    ),
  ];
  expect([...new Set(made.map((found) => found[1]))].sort()).toEqual(streams);
});

it("knows for every stream the entity that feeds it", () => {
  const fed = [
    ...text("enterprise_level_measure_slot.sql").matchAll(/select '(\w+)' as stream, '(\w+)' as entity/g),
  ];
  expect(fed.map((found) => found[1]).sort()).toEqual(streams);
  for (const [, stream, entity] of fed)
    expect(
      entities.some((each) => each.name === entity),
      stream,
    ).toBe(true);
});

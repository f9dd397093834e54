import { afterAll, beforeAll, expect, test } from "vitest";
import { usccAlphabet, usccCheckCharacter } from "../../models/check-digit.js";
import { entityContract } from "../../models/entities.js";
import { goodRow } from "../models/good-rows.js";
import { type Cells, openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeAll(async () => {
  city = await openStagingCity();
});
afterAll(() => city.close());

/** A small seeded generator (mulberry32): the same seed gives the same dirt. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const dirt = [
  "",
  " ",
  "N/A",
  "-1",
  "0",
  "1.5",
  "2026-13-01",
  "2026-11-23T08:30",
  "特大",
  "yes",
  "1e99",
  "'; drop",
  "7782-50-4",
];

const entityNames = [
  "region",
  "enterprise",
  "risk_point",
  "inspection",
  "hazard",
  "installation",
  "installation_chemical",
  "policy",
];

/** Reads a text as the zod schema wants it: a number, a boolean or the text; an empty one is absent. */
function parsed(entity: string, cells: Cells): Record<string, unknown> {
  return Object.fromEntries(
    entityContract(entity).columns.map((column) => {
      const text = cells[column.name]?.trim() ?? "";
      if (text === "") return [column.name, null];
      if (column.type === "int" || column.type === "dec") {
        const number = Number(text);
        return [column.name, Math.abs(number) < 1e12 ? number : Number.NaN];
      }
      if (column.type === "bool")
        return [column.name, { true: true, false: false, "1": true, "0": false }[text] ?? text];
      return [column.name, text];
    }),
  );
}

test("read = accepted + rejected + superseded on dirt, and SQL accepts exactly what the zod schema accepts", async () => {
  const random = seeded(20261123);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const firms = Array.from({ length: 12 }, (_, index) => {
    const first = `91650200MA00000${index.toString().padStart(2, "0")}`;
    const end = random() < 0.2 ? pick([...usccAlphabet]) : usccCheckCharacter(first);
    return first + end;
  });
  const rows = new Map<string, Cells[]>();
  for (const entity of entityNames) {
    const contract = entityContract(entity);
    rows.set(
      entity,
      Array.from({ length: 150 }, () => {
        const cells: Record<string, string | null> = {};
        for (const [name, value] of Object.entries(goodRow(entity))) cells[name] = String(value);
        for (const column of contract.columns) {
          if (column.name === "enterprise_id") cells.enterprise_id = pick(firms);
          else if (column.foreign?.rejects)
            cells[column.name] =
              column.name === "region_code"
                ? pick(["650202", "650203"])
                : `${column.foreign.column}-${Math.floor(random() * 60)}`;
          else if (column.key && column.name === "region_code")
            cells[column.name] = pick(["650202", "650203", "65020"]);
          else if (column.key && !column.checkDigit)
            cells[column.name] = `${column.name}-${Math.floor(random() * 60)}`;
          else if (column.type === "time")
            cells[column.name] = pick(["2026-11-20T08:30", "2026-11-21T08:30", "2026-11-22T08:30"]);
          if (random() < 0.01) cells[column.name] = pick(dirt);
        }
        return cells;
      }),
    );
  }
  for (const [entity, given] of rows) {
    await city.load(entity, entity, given.slice(0, 100));
    await city.load(entity, entity, given.slice(100), {
      file: `data/${entity}-2.csv`,
      knownAt: "2026-11-09 00:00:00",
    });
  }
  const counts = await city.stage(entityNames.map((entity) => ({ entity })));
  for (const one of counts) {
    expect(one.read, one.entity).toBe(150);
    expect(one.accepted + one.rejected + one.superseded, one.entity).toBe(one.read);
  }
  expect(
    Math.min(...counts.filter((one) => one.entity !== "region").map((one) => one.rejected)),
  ).toBeGreaterThan(0);
  expect(counts.reduce((sum, one) => sum + one.superseded, 0)).toBeGreaterThan(0);

  // Second opinion: the keys that stand, from a plain pass over the rows in the order of the flow.
  const standing = new Map<string, Set<string>>();
  for (const entity of entityNames) {
    const contract = entityContract(entity);
    const accepted = new Set<string>();
    for (const cells of rows.get(entity) ?? []) {
      const row = parsed(entity, cells);
      const isKnown = contract.columns.every(
        (column) =>
          !column.foreign?.rejects || standing.get(column.foreign.entity)?.has(String(row[column.name])),
      );
      if (isKnown && contract.schema.safeParse(row).success)
        accepted.add(contract.keys.map((key) => String(row[key])).join("|"));
    }
    standing.set(entity, accepted);
    const keys = contract.keys.map((key) => `"${key}"`).join(" || '|' || ");
    const staged = await city.rows(`select ${keys} as key from staging.${entity} order by 1`);
    expect(
      staged.map((row) => row.key),
      entity,
    ).toEqual([...accepted].sort());
  }
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { usccCheckCharacter } from "../../models/check-digit.js";
import { goodCells } from "../models/good-rows.js";
import { randomFrom } from "../seeded.js";
import { type Cells, openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeEach(async () => {
  city = await openStagingCity();
  await city.load("region", "region", [goodCells("region")]);
});
afterEach(() => city.close());

const base = [{ entity: "region" }, { entity: "enterprise" }] as const;
const firm = goodCells("enterprise");

describe("a newer version that is rejected", () => {
  const other = "91440300708461136T";
  const inspection = {
    ...goodCells("inspection"),
    inspection_id: "I1",
    enterprise_id: firm.enterprise_id ?? "",
  };
  const later = { knownAt: "2026-11-05 00:00:00" };
  const latest = { knownAt: "2026-11-08 00:00:00" };

  /** A full extract in which a row takes the place of others, as ingest leaves it in raw. */
  async function replace(
    ids: readonly number[],
    cells: Cells,
    options: { knownAt: string },
  ): Promise<number[]> {
    await city.withdraw("enterprise", ids, "changed", options.knownAt);
    return city.load("enterprise", "enterprise", [cells], options);
  }
  const standing = (): Promise<Record<string, unknown>[]> =>
    city.rows("select enterprise_name, known_at from staging.enterprise order by enterprise_id");
  const withInspection = [...base, { entity: "inspection" }];

  test("leaves the one that it replaced in force, with all that hangs on it, and is counted apart", async () => {
    const first = await city.load("enterprise", "enterprise", [
      { ...firm, enterprise_name: "good" },
      { ...firm, enterprise_id: other },
    ]);
    await city.load("inspection", "inspection", [inspection]);
    const [bad] = await replace(
      first.slice(0, 1),
      { ...firm, enterprise_name: "bad", employee_count: "一百" },
      later,
    );
    const counts = await city.stage(withInspection);
    expect(await standing()).toEqual([
      { enterprise_name: firm.enterprise_name, known_at: "2026-11-01 00:00:00" },
      { enterprise_name: "good", known_at: "2026-11-01 00:00:00" },
    ]);
    expect(counts.find((one) => one.entity === "enterprise")).toMatchObject({
      read: 2,
      accepted: 1,
      rejected: 1,
      superseded: 0,
      withdrawn: 0,
      carriedOver: 1,
    });
    expect(counts.find((one) => one.entity === "inspection")).toMatchObject({ accepted: 1, carriedOver: 0 });
    expect(await city.rows("select column_name, code, found from staging.reject")).toEqual([
      { column_name: "employee_count", code: "type", found: "一百" },
    ]);
    expect(
      await city.rows(`select carried.*, old.raw_id as old_id, bad.raw_id as bad_id from staging.carried_over as carried
        join warehouse.raw.enterprise as old on old.file = carried.source_file and old.row_number = carried.row_number and old.known_at = carried.known_at
        join warehouse.raw.enterprise as bad on bad.file = rejected_file and bad.row_number = rejected_row and bad.known_at > old.known_at`),
    ).toEqual([
      expect.objectContaining({
        entity: "enterprise",
        source: "enterprise",
        file: "data/enterprise.csv@2026-11-01T00:00:00.000Z",
        source_file: "data/enterprise.csv",
        known_at: "2026-11-01 00:00:00",
        old_id: String(first[0]),
        bad_id: String(bad),
      }),
    ]);
    // A look back to before it came carries nothing over.
    expect((await city.stage(base, "2026-11-04T00:00:00Z"))[0]).toMatchObject({
      accepted: 2,
      carriedOver: 0,
    });
  });

  test("of several earlier ones the latest good one stands, and their faults are not told again", async () => {
    const first = await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "first" }]);
    const second = await replace(first, { ...firm, enterprise_name: "second" }, later);
    const third = await replace(second, { ...firm, enterprise_name: "third", employee_count: "-1" }, latest);
    await replace(
      third,
      { ...firm, enterprise_name: "fourth", employee_count: "-2" },
      { knownAt: "2026-11-09 00:00:00" },
    );
    const counts = await city.stage(base);
    expect(await standing()).toEqual([{ enterprise_name: "second", known_at: "2026-11-05 00:00:00" }]);
    expect(counts[0]).toMatchObject({ read: 1, accepted: 0, rejected: 1, superseded: 0, carriedOver: 1 });
    expect(await city.rows("select found from staging.reject")).toEqual([{ found: "-2" }]);
  });

  test("a version that is mended takes its place again", async () => {
    const first = await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "first" }]);
    const second = await replace(first, { ...firm, enterprise_name: "bad", employee_count: "-1" }, later);
    await replace(second, { ...firm, enterprise_name: "mended" }, latest);
    expect((await city.stage(base))[0]).toMatchObject({ read: 1, accepted: 1, rejected: 0, carriedOver: 0 });
    expect(await standing()).toEqual([{ enterprise_name: "mended", known_at: "2026-11-08 00:00:00" }]);
  });

  test("carries nothing over where another row of the key is good, where all versions are bad, or where the key had vanished", async () => {
    const first = await city.load("enterprise", "enterprise", [
      { ...firm, enterprise_name: "earlier" },
      { ...firm, enterprise_id: other, enterprise_name: "bad from the start", employee_count: "-1" },
    ]);
    await replace(first.slice(0, 1), { ...firm, enterprise_name: "bad", employee_count: "-1" }, later);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "twin" }], later);
    await replace(first.slice(1), { ...firm, enterprise_id: other, employee_count: "-2" }, later);
    expect((await city.stage(base))[0]).toMatchObject({ read: 3, accepted: 1, rejected: 2, carriedOver: 0 });
    expect((await standing()).map((row) => row.enterprise_name)).toEqual(["twin"]);
  });

  test("a key that had vanished comes back as it comes back, not as it was long before", async () => {
    const first = await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "first" }]);
    const second = await replace(first, { ...firm, enterprise_name: "second" }, later);
    await city.withdraw("enterprise", second, "vanished", "2026-11-06 00:00:00");
    await city.load(
      "enterprise",
      "enterprise",
      [{ ...firm, enterprise_name: "back", employee_count: "-1" }],
      latest,
    );
    expect((await city.stage(base))[0]).toMatchObject({ read: 1, accepted: 0, rejected: 1, carriedOver: 0 });
    expect(await standing()).toEqual([]);
  });

  test("agrees with a plain walk through random histories, on every day of them", async () => {
    const random = randomFrom(20261128);
    const days = Array.from(
      { length: 6 },
      (_, day) => `2026-11-${String(day + 2).padStart(2, "0")} 00:00:00`,
    );
    const keys = Array.from({ length: 40 }, (_, at) => {
      const body = `91650200MA${String(at).padStart(7, "0")}`;
      return body + usccCheckCharacter(body);
    });
    const live = new Map<string, number>();
    const stood = new Map<string, string>();
    const expected: string[][] = [];
    for (const [at, day] of days.entries()) {
      for (const key of keys) {
        const draw = random();
        const before = live.get(key);
        if (draw < 0.3 && before !== undefined) continue;
        const isThere = draw < 0.85;
        if (before !== undefined)
          await city.withdraw("enterprise", [before], isThere ? "changed" : "vanished", day);
        live.delete(key);
        if (!isThere) {
          stood.delete(key);
          continue;
        }
        const isBad = draw > 0.55;
        const name = `${key} on day ${at}`;
        const row = { ...firm, enterprise_id: key, enterprise_name: name };
        const [id] = await city.load(
          "enterprise",
          "enterprise",
          [isBad ? { ...row, employee_count: "-1" } : row],
          { knownAt: day, file: `data/${key}-${at}.csv` },
        );
        live.set(key, id ?? 0);
        if (!isBad) stood.set(key, name);
      }
      expected.push([...stood.values()].sort());
    }
    let carriedOver = 0;
    for (const [at, day] of days.entries()) {
      const [count] = await city.stage(base, `${day.replace(" ", "T")}Z`);
      const rows = await city.rows("select enterprise_name from staging.enterprise order by 1");
      expect(
        rows.map((row) => row.enterprise_name),
        day,
      ).toEqual(expected[at]);
      expect(count?.read).toBe((count?.accepted ?? 0) + (count?.rejected ?? 0) + (count?.superseded ?? 0));
      expect((count?.accepted ?? 0) + (count?.carriedOver ?? 0)).toBe(rows.length);
      // Each is told with the faulty row of its own key, and nothing else is.
      const told =
        await city.rows(`select count(*) as told_count, count(distinct stands.enterprise_id) as key_count
        from staging.carried_over as carried
        join staging.enterprise as stands on stands.file = carried.file and stands.row_number = carried.row_number and stands.known_at = carried.known_at
        join staging.reject as bad on bad.file = rejected_file and bad.row_number = rejected_row
        where bad.raw_row like '%' || stands.enterprise_id || '%'`);
      expect(told).toEqual([{ told_count: `${count?.carriedOver}`, key_count: `${count?.carriedOver}` }]);
      carriedOver += count?.carriedOver ?? 0;
    }
    expect(carriedOver).toBeGreaterThan(20);
  });

  test("of two sources whose rows of one key are rejected together, the version that stood is carried over", async () => {
    const sources = [
      { entity: "region" },
      { name: "list", entity: "enterprise", position: 1 },
      { name: "feed", entity: "enterprise", position: 2 },
    ];
    const bad: number[] = [];
    for (const [name, file] of [
      ["list", "data/z.csv"],
      ["feed", "data/a.csv"],
    ] as const) {
      const first = await city.load(name, "enterprise", [{ ...firm, enterprise_name: name }], { file });
      await city.withdraw("enterprise", first, "changed", later.knownAt);
      bad.push(
        ...(await city.load(name, "enterprise", [{ ...firm, employee_count: "一百" }], { file, ...later })),
      );
    }
    expect(bad).toHaveLength(2);
    await city.stage(sources, "2026-11-02T00:00:00Z");
    expect(await standing()).toEqual([{ enterprise_name: "feed", known_at: "2026-11-01 00:00:00" }]);
    await city.stage(sources);
    expect(await standing()).toEqual([{ enterprise_name: "feed", known_at: "2026-11-01 00:00:00" }]);
  });

  test("of versions that stood side by side, the one that the bad row replaced is carried over", async () => {
    const [original, twin] = await city.load("enterprise", "enterprise", [
      { ...firm, enterprise_name: "original" },
      { ...firm, enterprise_name: "twin in force" },
    ]);
    // The source takes the twin out; later the original goes bad.
    await city.withdraw("enterprise", [twin ?? 0], "changed", later.knownAt);
    await replace([original ?? 0], { ...firm, enterprise_name: "bad", employee_count: "-1" }, latest);
    expect((await city.stage(base))[0]).toMatchObject({ carriedOver: 1 });
    expect((await standing()).map((row) => row.enterprise_name)).toEqual(["original"]);
  });

  test("a row that moves to another file while it goes bad has not vanished, however its key is written", async () => {
    const ids = await city.load("enterprise", "enterprise", [firm, { ...firm, enterprise_id: other }]);
    await city.withdraw("enterprise", ids, "vanished", later.knownAt);
    const wide = [...other].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join("");
    await city.load(
      "enterprise",
      "enterprise",
      [
        { ...firm, enterprise_id: `\t${firm.enterprise_id}\u00a0`, employee_count: "-1" },
        { ...firm, enterprise_id: wide, employee_count: "-1" },
      ],
      { ...later, file: "data/z.csv" },
    );
    const moved = { read: 2, accepted: 0, rejected: 2, withdrawn: 0, carriedOver: 2 };
    expect((await city.stage(base))[0]).toMatchObject(moved);
    // Still so when the bad row is written anew; not where that run read the source in another way.
    const live = await city.rows("select raw_id from warehouse.raw.enterprise where file = 'data/z.csv'");
    await city.withdraw(
      "enterprise",
      live.map((row) => Number(row.raw_id)),
      "changed",
      latest.knownAt,
    );
    await city.load(
      "enterprise",
      "enterprise",
      [firm.enterprise_id ?? "", wide].map((id) => ({ ...firm, enterprise_id: id, employee_count: "-2" })),
      { ...latest, file: "data/z.csv" },
    );
    expect((await city.stage(base))[0]).toMatchObject(moved);
    const [third] = await city.load("enterprise", "enterprise", [
      { ...firm, enterprise_id: "91440300708461136T" },
    ]);
    await city.warehouse.run("update warehouse.raw.withdrawal set source = 'enterprise'");
    await city.withdraw("enterprise", [third ?? 0], "reread", later.knownAt);
    await city.warehouse.run("update warehouse.raw.withdrawal set source = 'enterprise'");
    expect((await city.stage(base))[0]).toMatchObject({ rejected: 2, carriedOver: 0 });
  });

  test("what a mapping made of a row before it was mended does not come back", async () => {
    const first = await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "true" }]);
    const second = await replace(first, { ...firm, enterprise_name: "misread" }, later);
    await city.withdraw("enterprise", second, "reread", latest.knownAt);
    await city.load("enterprise", "enterprise", [{ ...firm, employee_count: "-1" }], latest);
    expect((await city.stage(base))[0]).toMatchObject({ rejected: 1, carriedOver: 0 });
  });

  test("a row whose owner is not there is not given back to an earlier owner; a mistyped region is a bad cell", async () => {
    const two = [firm, { ...firm, enterprise_id: other }];
    const firms = await city.load("enterprise", "enterprise", two);
    const visits = await city.load("inspection", "inspection", [
      inspection,
      { ...inspection, inspection_id: "I2" },
    ]);
    await city.withdraw("inspection", visits, "changed", later.knownAt);
    await city.load(
      "inspection",
      "inspection",
      [
        { ...inspection, enterprise_id: other },
        { ...inspection, inspection_id: "I2", enterprise_id: "91650200MA0000099X" },
      ],
      later,
    );
    await city.withdraw("enterprise", firms, "vanished", latest.knownAt);
    const [typed] = await city.load("enterprise", "enterprise", [firm], { knownAt: "2026-11-07 00:00:00" });
    await replace([typed ?? 0], { ...firm, region_code: "659999" }, latest);
    const counts = await city.stage(withInspection);
    expect(counts.find((one) => one.entity === "inspection")).toMatchObject({ rejected: 2, carriedOver: 0 });
    expect(await city.rows("select inspection_id from staging.inspection")).toEqual([]);
    expect(counts.find((one) => one.entity === "enterprise")).toMatchObject({ rejected: 1, carriedOver: 1 });
    expect(await city.rows("select region_code from staging.enterprise")).toEqual([
      { region_code: firm.region_code },
    ]);
  });

  test("behind a version whose owner is gone, the owner before does not get the row back", async () => {
    const firms = await city.load("enterprise", "enterprise", [firm, { ...firm, enterprise_id: other }]);
    const first = await city.load("inspection", "inspection", [inspection]);
    await city.withdraw("inspection", first, "changed", later.knownAt);
    const second = await city.load(
      "inspection",
      "inspection",
      [{ ...inspection, enterprise_id: other }],
      later,
    );
    await city.withdraw("inspection", second, "changed", latest.knownAt);
    await city.load("inspection", "inspection", [{ ...inspection, hours: "-1" }], latest);
    expect((await city.stage(withInspection)).find((one) => one.entity === "inspection")).toMatchObject({
      carriedOver: 1,
    });
    expect(await city.rows("select enterprise_id from staging.inspection")).toEqual([
      { enterprise_id: other },
    ]);
    await city.withdraw("enterprise", firms.slice(1), "vanished", latest.knownAt);
    expect((await city.stage(withInspection)).find((one) => one.entity === "inspection")).toMatchObject({
      carriedOver: 0,
    });
  });

  test("an earlier version is mended only where the guard of the correction holds, and a changed code is never carried over", async () => {
    await city.load("enterprise", "enterprise", [firm]);
    const cells = { ...goodCells("penalty"), penalty_id: "P1", enterprise_id: firm.enterprise_id ?? "" };
    const ids = await city.load("penalty", "penalty", [{ ...cells, amount_cny: "14" }]);
    await city.withdraw("penalty", ids, "changed", later.knownAt);
    await city.load("penalty", "penalty", [{ ...cells, amount_cny: "abc", decided_on: "never" }], later);
    const alias = {
      old_enterprise_id: "650200100000001",
      enterprise_id: firm.enterprise_id ?? "",
      since: "2016-10-01",
    };
    const aliases = await city.load("enterprise_alias", "enterprise_alias", [alias]);
    await city.withdraw("enterprise_alias", aliases, "changed", later.knownAt);
    await city.load("enterprise_alias", "enterprise_alias", [{ ...alias, since: "never" }], later);
    const correction = {
      match: { penalty_id: "P1" },
      guard: { amount_cny: "abc" },
      set: { amount_cny: "99" },
      reason: "keyed in wrongly",
    };
    const counts = await city.stage([
      ...base,
      { entity: "enterprise_alias" },
      { entity: "penalty", corrections: [correction] },
    ]);
    expect(await city.rows("select cast(amount_cny as integer) as amount from staging.penalty")).toEqual([
      { amount: 14 },
    ]);
    expect(counts.find((one) => one.entity === "enterprise_alias")).toMatchObject({
      carriedOver: 0,
      rejected: 1,
    });
  });

  test("what hangs on an enterprise that is gone is not carried over", async () => {
    const [id] = await city.load("enterprise", "enterprise", [firm, { ...firm, enterprise_id: other }]);
    const visits = await city.load("inspection", "inspection", [inspection]);
    await city.withdraw("enterprise", [id ?? 0], "vanished", "2026-11-05 00:00:00");
    await city.withdraw("inspection", visits, "changed", "2026-11-05 00:00:00");
    await city.load("inspection", "inspection", [{ ...inspection, hours: "-1" }], later);
    const counts = await city.stage(withInspection);
    expect(counts.find((one) => one.entity === "inspection")).toMatchObject({
      accepted: 0,
      rejected: 1,
      carriedOver: 0,
    });
    expect(await city.rows("select inspection_id from staging.inspection")).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trimmed } from "../../pipelines/staging/value-sql.js";
import { quoteText } from "../../pipelines/warehouse/open.js";
import { goodCells } from "../models/good-rows.js";
import { openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeAll(async () => {
  city = await openStagingCity();
});
afterAll(() => city.close());

/** Stages one column of one entity from texts, each in a row of its own; rejected rows give the code of the fault. */
async function read(entity: string, column: string, texts: readonly string[]): Promise<unknown[]> {
  const keyed = entity === "assessment_input" ? "indicator_id" : `${entity}_id`;
  for (const table of [entity, "region", "enterprise"])
    await city.warehouse.run(`delete from warehouse.raw.${table}`);
  await city.load("region", "region", [goodCells("region")]);
  if (entity !== "enterprise") await city.load("enterprise", "enterprise", [goodCells("enterprise")]);
  await city.load(
    entity,
    entity,
    texts.map((text, index) => ({
      ...goodCells(entity),
      ...(column === keyed ? {} : { [keyed]: `row-${index}` }),
      ...(entity === "hazard" ? { rectified_at: null, verified_at: null } : {}),
      [column]: text,
    })),
  );
  const parents = entity === "enterprise" ? ["region"] : ["region", "enterprise"];
  await city.stage([...parents.map((parent) => ({ entity: parent })), { entity, foreignIds: true }]);
  const good = await city.rows(`select row_number, "${column}" as value from staging.${entity}`);
  const bad = await city.rows(`select row_number, code from staging.reject where entity = '${entity}'`);
  const found = new Map([
    ...good.map((row) => [String(row.row_number), row.value] as const),
    ...bad.map((row) => [String(row.row_number), `! ${row.code}`] as const),
  ]);
  return texts.map((_, index) => found.get(String(index + 2)));
}

describe("typing", () => {
  test("a day in each of the five forms, and what is no day", async () => {
    const texts = [
      "2026-11-23",
      "2026/11/23",
      "20261123",
      "2026年11月23日",
      "46349",
      "2026-1-5",
      "2026年1月5日",
      " ２０２６－１１－２３ ",
      "2026-11-23 00:00:00",
      "2026-11-23T00:00:00.000Z",
      "46349.0",
      "",
      "2026-11-23 08:30",
      "2026-02-30",
      "2026",
      "23.11.2026",
      "N/A",
      "2026-11-2x",
      "Aug-16",
      "46349.5",
    ];
    expect(await read("hazard", "deadline_on", texts)).toEqual([
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
      "2026-01-05",
      "2026-01-05",
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
      null,
      ...Array.from({ length: 8 }, () => "! type"),
    ]);
  });

  test("days outside the years that are believed are out of range, on both sides", async () => {
    const texts = ["1900-01-01", "1899-12-31", "2199-12-31", "2200-01-01", "0026-11-23"];
    expect(await read("hazard", "deadline_on", texts)).toEqual([
      "1900-01-01",
      "! range",
      "2199-12-31",
      "! range",
      "! range",
    ]);
  });

  test("an instant: city time without a zone, UTC in the table", async () => {
    const texts = [
      "2026-11-23 08:30",
      "2026-11-23T08:30:15",
      "2026-11-23T08:30:15.250",
      "2026-11-23T00:30:00Z",
      "2026-11-23T08:30+08:00",
      "2026-11-23T08:30:00+0800",
      "2026-11-22 19:30:00-05",
      "2026-11-23t08:30z",
      "2026/11/23 8:30",
      "2026年11月23日 8时30分",
      "2026年11月23日08:30:00",
      "20261123083000",
      "20261123 083000",
      "46349.354166666664",
      "2026-11-23",
      "1990-07-01 08:30",
      "2026-11-23 25:00",
      "yesterday",
      "2026-11",
    ];
    expect(await read("hazard", "found_at", texts)).toEqual([
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:15",
      "2026-11-23 00:30:15.25",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 08:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-23 00:30:00",
      "2026-11-22 16:00:00",
      // Shanghai kept summer time in 1990: nine hours ahead.
      "1990-06-30 23:30:00",
      "! type",
      "! type",
      "! type",
    ]);
  });

  test("numbers: separators of thousands, full-width digits, whole numbers", async () => {
    expect(
      await read("hazard", "funds_cny", ["1,200", "1,234,567.89", "１２．５", "1e3", "+7", "0", ""]),
    ).toEqual(["1200.000000", "1234567.890000", "12.500000", "1000.000000", "7.000000", "0.000000", null]);
    expect(
      await read("hazard", "funds_cny", [
        "1,5",
        "12,00",
        "3万",
        "N/A",
        "1.2.3",
        "1000000000000",
        "-0.01",
        "0x10",
      ]),
    ).toEqual(["! type", "! type", "! type", "! type", "! type", "! type", "! range", "! type"]);
    expect(await read("enterprise", "employee_count", ["12", "12.0", "1,200", "12.5", "-1", "0"])).toEqual([
      "12",
      "12",
      "1200",
      "! type",
      "! range",
      "0",
    ]);
  });

  test("yes and no", async () => {
    expect(
      await read("enterprise", "is_pilot", ["true", "FALSE", "1", "0", "是", "否", "１", "", "也许", "2"]),
    ).toEqual([true, false, true, false, true, false, true, null, "! type", "! type"]);
  });

  test("enum values by code, Chinese label, English label and alias", async () => {
    expect(
      await read("hazard", "level", [
        "major",
        "重大",
        "MAJOR",
        "Ｍａｊｏｒ",
        " 一般 ",
        "重大隐患",
        "特大",
        "",
      ]),
    ).toEqual(["major", "major", "major", "major", "general", "major", "! enum", "! required"]);
  });

  test("white space of every kind is trimmed, inside it stays", async () => {
    expect(
      await read("hazard", "description", ["\u3000灭火器 过期\u00a0", "\tA\r\n", "\ufeffB", "a b", " \t "]),
    ).toEqual(["灭火器 过期", "A", "B", "a b", "! required"]);
  });

  test("patterns", async () => {
    expect(await read("enterprise", "industry_code", ["C26", "c2614", "C2", "U26", "26", "C26145"])).toEqual([
      "C26",
      "C2614",
      "! pattern",
      "! pattern",
      "! pattern",
      "! pattern",
    ]);
  });
});

describe("trimming", () => {
  test("the plan for few rows and the one for many agree on every kind of white space, at either end", async () => {
    const white = [" ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff"];
    const texts = ["a", "灭火器", "!", "~", "-1", ...white].flatMap((text) => [
      text,
      ...white.flatMap((one) => [
        `${one}${text}`,
        `${text}${one}`,
        `${one}${text}${one}`,
        `${text}${one}${text}`,
      ]),
    ]);
    const rows = texts.map((text) => `(${quoteText(text)})`).join(", ");
    const found = await city.rows(
      `select cell, ${trimmed("cell", true)} as few, ${trimmed("cell", false)} as many from (values ${rows}) as given(cell)`,
    );
    const bare = (text: string): string | null =>
      text.replace(/^[ \t\r\n\u00a0\u3000\ufeff]+|[ \t\r\n\u00a0\u3000\ufeff]+$/g, "") || null;
    expect(found).toEqual(
      found.map((row) => ({ cell: row.cell, few: bare(String(row.cell)), many: bare(String(row.cell)) })),
    );
    expect(found.length).toBe(texts.length);
  });
});

describe("time zones", () => {
  test("a zone that still changes its clocks goes through the calendar", async () => {
    const york = await openStagingCity("America/New_York");
    await york.load("region", "region", [goodCells("region")]);
    await york.load("enterprise", "enterprise", [goodCells("enterprise")]);
    await york.load("hazard", "hazard", [
      {
        ...goodCells("hazard"),
        hazard_id: "winter",
        found_at: "2026-01-10 23:30",
        rectified_at: null,
        verified_at: null,
      },
      {
        ...goodCells("hazard"),
        hazard_id: "summer",
        found_at: "2026-07-10 23:30",
        rectified_at: null,
        verified_at: null,
      },
    ]);
    await york.stage([{ entity: "region" }, { entity: "enterprise" }, { entity: "hazard" }]);
    expect(
      await york.rows("select hazard_id, found_at, found_on from staging.hazard order by hazard_id"),
    ).toEqual([
      { hazard_id: "summer", found_at: "2026-07-11 03:30:00", found_on: "2026-07-10" },
      { hazard_id: "winter", found_at: "2026-01-11 04:30:00", found_on: "2026-01-10" },
    ]);
    york.close();
  });
});

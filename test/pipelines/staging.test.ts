import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeEach(async () => {
  city = await openStagingCity();
});
afterEach(() => city.close());

const code = "91650200MA0000000X";
const region = { region_code: "650202", region_name: "独山子区" };
const enterprise = {
  enterprise_id: code,
  enterprise_name: "测试一厂",
  region_code: "650202",
  industry_code: "C26",
  regulated_sector: "危险化学品",
  operating_status: "正常",
};
const hazard = {
  hazard_id: "H1",
  enterprise_id: code,
  description: "灭火器压力不足",
  level: "重大",
  hazard_source: "企业自查",
  found_at: "2026-11-20 08:30",
};

describe("stage", () => {
  test("a good row of three entities arrives typed, in UTC, with the city's day", async () => {
    await city.load("region", "region", [region]);
    await city.load("enterprise", "enterprise", [enterprise]);
    await city.load("hazard", "hazard", [{ ...hazard, found_at: "2026-11-20 06:30", funds_cny: "1,200.5" }]);
    const counts = await city.stage([{ entity: "region" }, { entity: "enterprise" }, { entity: "hazard" }]);
    expect(counts.map((one) => [one.entity, one.read, one.accepted, one.rejected])).toEqual([
      ["enterprise", 1, 1, 0],
      ["hazard", 1, 1, 0],
      ["region", 1, 1, 0],
    ]);
    expect(
      await city.rows(
        "select level, hazard_source, found_at, found_on, funds_cny, source, file, row_number from staging.hazard",
      ),
    ).toEqual([
      {
        level: "major",
        hazard_source: "self_check",
        found_at: "2026-11-19 22:30:00",
        found_on: "2026-11-20",
        funds_cny: "1200.500000",
        source: "hazard",
        file: "data/hazard.csv",
        row_number: "2",
      },
    ]);
    expect(await city.rows("select * from staging.evaluation order by as_of")).toEqual([
      { as_of: "2026-09-30", is_current: false, known_at: "2026-11-23 00:00:00" },
      { as_of: "2026-11-22", is_current: true, known_at: "2026-11-23 00:00:00" },
    ]);
  });

  test("a row whose parent was rejected is rejected, with every fault told", async () => {
    await city.load("region", "region", [region]);
    await city.load("enterprise", "enterprise", [{ ...enterprise, enterprise_id: "911100001000126520" }]);
    await city.load("hazard", "hazard", [{ ...hazard, enterprise_id: "911100001000126520", level: "特大" }]);
    await city.stage([{ entity: "region" }, { entity: "enterprise" }, { entity: "hazard" }]);
    expect(
      await city.rows(
        "select entity, row_number, column_name, code, found, expected from staging.reject order by entity, column_name",
      ),
    ).toEqual([
      {
        entity: "enterprise",
        row_number: "2",
        column_name: "enterprise_id",
        code: "check_digit",
        found: "911100001000126520",
        expected: "a right check character (GB 32100-2015)",
      },
      {
        entity: "hazard",
        row_number: "2",
        column_name: "enterprise_id",
        code: "foreign_key",
        found: "911100001000126520",
        expected: "an accepted row of enterprise",
      },
      {
        entity: "hazard",
        row_number: "2",
        column_name: "level",
        code: "enum",
        found: "特大",
        expected: "one of general, major (一般, 重大)",
      },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { entities } from "../../models/entities.js";
import { type Reject, rejectMessage } from "../../pipelines/staging/reject.js";
import { goodCells, goodEnterprise } from "../models/good-rows.js";
import { type Cells, openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeEach(async () => {
  city = await openStagingCity();
});
afterEach(() => city.close());

const everyEntity = entities.map((one) => ({ entity: one.name }));

/** One good row of every entity that carries no test of its own. */
async function loadGood(except: readonly string[] = []): Promise<void> {
  for (const contract of entities)
    if (!except.includes(contract.name))
      await city.load(contract.name, contract.name, [goodCells(contract.name)]);
}

async function messages(lang: "zh" | "en"): Promise<string[]> {
  const rows = await city.rows(
    "select * from staging.reject order by entity, row_number, column_name nulls first, code, expected",
  );
  return rows.map((row) => rejectMessage(row as unknown as Reject, lang));
}

describe("rejects", () => {
  test("one good row of every entity is accepted, and comes out as it went in", async () => {
    await loadGood();
    const counts = await city.stage(everyEntity);
    expect(await messages("en")).toEqual([]);
    expect(counts.map((one) => [one.read, one.accepted, one.rejected, one.superseded])).toEqual(
      entities.map(() => [1, 1, 0, 0]),
    );
    for (const contract of entities) {
      const [row] = await city.rows(`select * from staging.${contract.name}`);
      const given = goodCells(contract.name);
      for (const column of contract.columns) {
        const went = given[column.name] ?? "";
        const expected =
          column.type === "dec"
            ? Number(went).toFixed(6)
            : column.type === "bool"
              ? went === "true"
              : column.type === "time"
                ? "2026-11-20 00:30:00"
                : went;
        expect(row?.[column.name], `${contract.name}.${column.name}`).toEqual(expected);
      }
    }
  });

  test("both sides of every range of every entity", async () => {
    const expected: string[] = [];
    const found: string[] = [];
    const sources = new Map<string, Cells[]>();
    for (const contract of entities)
      for (const column of contract.columns.filter((one) => one.min !== null)) {
        const { min, max } = column as { min: number; max: number | null };
        const step = column.type === "int" ? 1 : 0.000001;
        const inside = column.exclusiveMin ? min + step : min;
        const cell = (value: number): string => (column.type === "int" ? String(value) : value.toFixed(6));
        const ends: [string, boolean][] = [
          [cell(inside), false],
          [cell(inside - step), true],
        ];
        // A double has no millionth beside a hundred billion.
        if (max !== null)
          ends.push([cell(max), false], [column.type === "int" ? cell(max + 1) : `${max}.000001`, true]);
        const rows = sources.get(contract.name) ?? [];
        for (const [end, isOut] of ends) {
          if (isOut) expected.push(`${contract.name} ${rows.length + 2} ${column.name} range`);
          const key = contract.keys.at(-1) as string;
          rows.push({
            ...goodCells(contract.name),
            // A row of its own a value: what is repeated would be superseded, and that is no fault.
            ...(column.name === key || ["cas_no", "month", "period_end", "basis"].includes(key)
              ? {}
              : { [key]: key === "region_code" ? `65${1000 + rows.length}` : `${key}-${rows.length}` }),
            ...(contract.name === "enterprise" ? { enterprise_id: `FOREIGN-${rows.length}` } : {}),
            [column.name]: end,
          });
        }
        sources.set(contract.name, rows);
      }
    await loadGood();
    for (const [entity, rows] of sources) await city.load(`${entity} ranges`, entity, rows);
    await city.stage([
      ...everyEntity,
      ...[...sources.keys()].map((entity) => ({ name: `${entity} ranges`, entity, foreignIds: true })),
    ]);
    for (const row of await city.rows("select * from staging.reject"))
      found.push(`${row.entity} ${row.row_number} ${row.column_name} ${row.code}`);
    expect(found.sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(30);
  });

  test("each code has its message, in both languages", async () => {
    await loadGood(["hazard", "installation_chemical", "enterprise", "tip_report"]);
    const firm = goodCells("enterprise");
    await city.load("enterprise", "enterprise", [
      firm,
      { ...firm, enterprise_id: "911100001000126520" },
      { ...firm, enterprise_id: "9111000010001265" },
      { ...firm, enterprise_id: "91440300708461136T", industry_code: "26", employee_count: "-1" },
      { ...firm, enterprise_id: "91330100799655058B", region_code: "659999" },
    ]);
    const hazard = { ...goodCells("hazard"), rectified_at: null, verified_at: null };
    await city.load("hazard", "hazard", [
      { ...hazard, hazard_id: null, level: "特大", found_at: "昨天" },
      {
        ...hazard,
        hazard_id: "H2",
        rectified_at: "2026-11-19 08:30",
        verified_at: "2026-11-18 08:30",
        found_at: "2026-11-20 08:30",
      },
      { parse_fault: "5 cells, 20 expected" },
      { ...hazard, hazard_id: "H3", funds_cny: "很多" },
    ]);
    await city.load("installation_chemical", "installation_chemical", [
      { ...goodCells("installation_chemical"), cas_no: "7782-50-4", quantity_t: "0" },
    ]);
    await city.load("tip_report", "tip_report", [
      { parse_fault: "refused_column: 举报人姓名" },
      { ...goodCells("tip_report"), tip_id: "T2", other_columns: '{"举报人电话":"13900000000"}' },
    ]);
    await city.stage(everyEntity);
    expect(await messages("en")).toEqual([
      'data/enterprise.csv, row 3, column 统一社会信用代码 (enterprise_id): found "911100001000126520", expected a right check character (GB 32100-2015)',
      'data/enterprise.csv, row 4, column 统一社会信用代码 (enterprise_id): found "9111000010001265", expected 18 characters of the GB 32100 alphabet',
      'data/enterprise.csv, row 5, column 从业人员数 (employee_count): found "-1", expected between 0 and 10,000,000',
      'data/enterprise.csv, row 5, column 行业代码 (industry_code): found "26", expected a letter A–T and 2 to 4 digits (GB/T 4754)',
      'data/enterprise.csv, row 6, column 区划代码 (region_code): found "659999", expected an accepted row of region',
      'data/hazard.csv, row 2, column 发现时间 (found_at): found "昨天", expected a time such as 2026-11-23 08:30',
      "data/hazard.csv, row 2, column 隐患编号 (hazard_id): found nothing, expected a value",
      'data/hazard.csv, row 2, column 隐患等级 (level): found "特大", expected one of general, major (一般, 重大)',
      'data/hazard.csv, row 3, column 整改完成时间 (rectified_at): found "2026-11-19 08:30 (found_at 2026-11-20 08:30)", expected not before found_at',
      'data/hazard.csv, row 3, column 验收时间 (verified_at): found "2026-11-18 08:30 (found_at 2026-11-20 08:30)", expected not before found_at',
      'data/hazard.csv, row 3, column 验收时间 (verified_at): found "2026-11-18 08:30 (rectified_at 2026-11-19 08:30)", expected not before rectified_at',
      'data/hazard.csv, row 4: found "5 cells, 20 expected", expected a row that can be read',
      'data/hazard.csv, row 5, column 整改资金 (funds_cny): found "很多", expected a number of at most 12 digits before the point',
      'data/installation_chemical.csv, row 2, column CAS号 (cas_no): found "7782-50-4", expected a right check digit (CAS number)',
      'data/installation_chemical.csv, row 2, column 最大存量吨 (quantity_t): found "0", expected above 0 and at most 100,000,000',
      'data/tip_report.csv, row 2: found "举报人姓名", expected no column that identifies the reporter',
      'data/tip_report.csv, row 3: found "other columns", expected no column that identifies the reporter',
    ]);
    expect((await messages("zh")).slice(0, 8)).toEqual([
      "data/enterprise.csv，第 3 行，列“统一社会信用代码”（enterprise_id）：读到“911100001000126520”，应为：末位校验码正确（GB 32100-2015）",
      "data/enterprise.csv，第 4 行，列“统一社会信用代码”（enterprise_id）：读到“9111000010001265”，应为：18 位统一社会信用代码（GB 32100）",
      "data/enterprise.csv，第 5 行，列“从业人员数”（employee_count）：读到“-1”，应为：0 至 10,000,000",
      "data/enterprise.csv，第 5 行，列“行业代码”（industry_code）：读到“26”，应为：门类字母加 2–4 位数字（GB/T 4754）",
      "data/enterprise.csv，第 6 行，列“区划代码”（region_code）：读到“659999”，应为：行政区划（region）中已接受的一行",
      "data/hazard.csv，第 2 行，列“发现时间”（found_at）：读到“昨天”，应为：时间，如 2026-11-23 08:30",
      "data/hazard.csv，第 2 行，列“隐患编号”（hazard_id）：为空，应为：必填",
      "data/hazard.csv，第 2 行，列“隐患等级”（level）：读到“特大”，应为：一般、重大（general, major）",
    ]);
    // Nothing of the reporter reaches the table, not even in the raw row.
    expect(await city.rows("select count(*) as n from staging.reject where raw_row like '%139%'")).toEqual([
      { n: "0" },
    ]);
    expect(
      await city.rows("select raw_row from staging.reject where entity = 'enterprise' and row_number = 6"),
    ).toEqual([{ raw_row: expect.stringContaining('"region_code":"659999"') }]);
  });

  test("the contract's order rules hold at equality", async () => {
    await loadGood(["policy"]);
    const policy = goodCells("policy");
    await city.load("policy", "policy", [
      { ...policy, policy_id: "P1", starts_on: "2026-01-01", ends_on: "2026-01-01" },
      { ...policy, policy_id: "P2", starts_on: "2026-01-02", ends_on: "2026-01-01" },
    ]);
    await city.stage([...everyEntity.filter((one) => one.entity !== "claim")]);
    expect(await city.rows("select policy_id from staging.policy")).toEqual([{ policy_id: "P1" }]);
  });

  test("foreign identifiers lift the check of the credit code, for that source alone", async () => {
    await city.load("region", "region", [goodCells("region")]);
    const firm = goodCells("enterprise");
    await city.load("abroad", "enterprise", [{ ...firm, enterprise_id: "nyc-30075445" }]);
    await city.load("here", "enterprise", [{ ...firm, enterprise_id: "nyc-30075446" }, firm]);
    const counts = await city.stage([
      { entity: "region" },
      { name: "abroad", entity: "enterprise", foreignIds: true },
      { name: "here", entity: "enterprise" },
    ]);
    expect(await city.rows("select enterprise_id from staging.enterprise order by 1")).toEqual([
      { enterprise_id: goodEnterprise },
      { enterprise_id: "nyc-30075445" },
    ]);
    expect(counts.map((one) => [one.source, one.accepted, one.rejected])).toEqual([
      ["abroad", 1, 0],
      ["here", 1, 1],
      ["region", 1, 0],
    ]);
  });

  test("a code in lower case or full width is the same code", async () => {
    await city.load("region", "region", [goodCells("region")]);
    await city.load("enterprise", "enterprise", [
      { ...goodCells("enterprise"), enterprise_id: "９１６５０２００ｍａ０００００００ｘ" },
    ]);
    await city.load("penalty", "penalty", [{ ...goodCells("penalty"), enterprise_id: "91650200ma0000000x" }]);
    await city.stage([{ entity: "region" }, { entity: "enterprise" }, { entity: "penalty" }]);
    expect(await city.rows("select enterprise_id from staging.penalty")).toEqual([
      { enterprise_id: goodEnterprise },
    ]);
  });

  test("a key that finds nothing but does not reject is told as an orphan", async () => {
    await loadGood(["hazard", "alarm"]);
    const hazard = goodCells("hazard");
    await city.load("hazard", "hazard", [
      { ...hazard, hazard_id: "H1", risk_point_id: "nowhere" },
      { ...hazard, hazard_id: "H2", risk_point_id: "nowhere" },
      { ...hazard, hazard_id: "H3" },
    ]);
    await city.stage(everyEntity.filter((one) => one.entity !== "inspection"));
    expect(await city.rows("select * from staging.orphan where entity = 'hazard'")).toEqual([
      { entity: "hazard", column_name: "risk_point_id", found: "nowhere", row_count: "2" },
    ]);
    expect(await city.rows("select count(*) as n from staging.hazard")).toEqual([{ n: "3" }]);
  });

  test("a code in scientific notation is rejected, one that only looks a little like it is not", async () => {
    await loadGood(["hazard"]);
    const hazard = goodCells("hazard");
    const ids = [
      "1.23457E+17",
      "2E+20",
      "1.2e+17",
      "1.2E17",
      "E+17",
      "1.2E+17A",
      "A1.2E+17",
      "1E17",
      "1.2.3",
    ];
    await city.load(
      "hazard",
      "hazard",
      ids.map((hazard_id) => ({ ...hazard, hazard_id })),
    );
    await city.stage(everyEntity);
    expect(await messages("en")).toEqual([
      'data/hazard.csv, row 2, column 隐患编号 (hazard_id): found "1.23457E+17", expected the whole code, not a number in scientific notation',
      'data/hazard.csv, row 3, column 隐患编号 (hazard_id): found "2E+20", expected the whole code, not a number in scientific notation',
      'data/hazard.csv, row 4, column 隐患编号 (hazard_id): found "1.2e+17", expected the whole code, not a number in scientific notation',
      'data/hazard.csv, row 5, column 隐患编号 (hazard_id): found "1.2E17", expected the whole code, not a number in scientific notation',
    ]);
    expect(
      (await city.rows("select hazard_id from staging.hazard order by 1")).map((row) => row.hazard_id),
    ).toEqual(ids.slice(4).sort());
  });
});

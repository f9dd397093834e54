import { describe, expect, test } from "vitest";
import { casIsValid, usccCheckCharacter, usccIsValid, usccWeights } from "../../models/check-digit.js";
import {
  columnForHeading,
  columnNamed,
  entities,
  entityContract,
  isRefusedHeading,
  normaliseHeading,
} from "../../models/entities.js";
import { expectations } from "../../models/expectation.js";
import { goodRow } from "./good-rows.js";

describe("contracts", () => {
  test("the entities of contracts.md §3 are all there", () => {
    expect(entities.map((one) => one.name).sort()).toEqual(
      "accident alarm assessment_input check_task claim control_measure department discredited enterprise enterprise_alias grid_cell hazard inspection inspector_capacity installation installation_chemical penalty policy region risk_point service_provider service_record tip_report".split(
        " ",
      ),
    );
  });

  test("each entity has a key, and comes after the entities its foreign keys point to", () => {
    const seen = new Set<string>();
    for (const contract of entities) {
      expect(contract.keys.length, contract.name).toBeGreaterThan(0);
      seen.add(contract.name);
      for (const column of contract.columns)
        if (column.foreign) {
          expect(seen, `${contract.name}.${column.name}`).toContain(column.foreign.entity);
          expect(entityContract(column.foreign.entity).keys).toEqual([column.foreign.column]);
        }
    }
  });

  test("a required column is one that contracts.md marks", () => {
    const required = (name: string): string[] =>
      entityContract(name)
        .columns.filter((one) => one.required)
        .map((one) => one.publicName ?? one.name);
    expect(required("hazard")).toEqual([
      "hazard_id",
      "enterprise_id",
      "description",
      "level",
      "source",
      "found_at",
    ]);
    expect(required("policy")).toEqual([
      "policy_id",
      "insurer_id",
      "enterprise_id",
      "starts_on",
      "ends_on",
      "base_premium_cny",
    ]);
    expect(required("accident")).toEqual(["accident_id", "region_code", "occurred_at"]);
  });

  test("the zod schema accepts a good row and refuses each missing required column", () => {
    for (const contract of entities) {
      const row = goodRow(contract.name);
      expect(contract.schema.safeParse(row).error?.issues ?? [], contract.name).toEqual([]);
      for (const column of contract.columns.filter((one) => one.required)) {
        const { [column.name]: _, ...rest } = row;
        expect(contract.schema.safeParse(rest).success, `${contract.name}.${column.name}`).toBe(false);
      }
    }
  });

  test("the zod schema keeps the order of times", () => {
    const row = { ...goodRow("hazard"), verified_at: null };
    const schema = entityContract("hazard").schema;
    expect(
      schema.safeParse({ ...row, found_at: "2026-11-21T08:00", rectified_at: "2026-11-21T08:00" }).success,
    ).toBe(true);
    expect(
      schema.safeParse({ ...row, found_at: "2026-11-21T08:01", rectified_at: "2026-11-21T08:00" }).success,
    ).toBe(false);
  });

  test("every expectation has words in both languages", () => {
    for (const contract of entities)
      for (const one of expectations(contract)) {
        expect(one.expected.zh, `${contract.name} ${one.code}`).toMatch(/\S/);
        expect(one.expected.en, `${contract.name} ${one.code}`).toMatch(/\S/);
      }
  });

  test("an unknown entity is refused with the list of those there are", () => {
    expect(() => entityContract("hazards")).toThrow(
      /^hazards: no such entity, expected one of region, department/,
    );
  });
});

describe("headings", () => {
  test("both languages lead to the column, whatever their width, case and white space", () => {
    expect(columnForHeading("hazard", "隐患编号")).toBe("hazard_id");
    expect(columnForHeading("hazard", " 隐患 编号\n")).toBe("hazard_id");
    expect(columnForHeading("hazard", "HAZARD_ID")).toBe("hazard_id");
    expect(columnForHeading("hazard", "ｈａｚａｒｄ＿ｉｄ")).toBe("hazard_id");
    expect(columnForHeading("hazard", "隐患等级*")).toBe("level");
    expect(columnForHeading("installation_chemical", "CAS号")).toBe("cas_no");
    expect(columnForHeading("installation_chemical", "ＣＡＳ号")).toBe("cas_no");
    expect(columnForHeading("hazard", "天气")).toBeNull();
  });

  test("the hazard's source is found under its public name", () => {
    expect(columnForHeading("hazard", "source")).toBe("hazard_source");
    expect(columnForHeading("hazard", "来源")).toBe("hazard_source");
    expect(columnNamed(entityContract("hazard"), "source")?.name).toBe("hazard_source");
  });

  test("no two columns of an entity share a heading", () => {
    for (const contract of entities)
      for (const lang of ["zh", "en"] as const) {
        const headings = contract.columns.map((one) => normaliseHeading(one.heading[lang]));
        expect(new Set(headings).size, contract.name).toBe(headings.length);
      }
  });

  test("every name and heading leads back to its own column", () => {
    for (const contract of entities)
      for (const column of contract.columns)
        for (const word of [column.name, column.heading.zh, column.heading.en])
          expect(columnForHeading(contract.name, word), `${contract.name} ${word}`).toBe(column.name);
  });

  test("a reporter's identity is refused in tip_report, and only there", () => {
    for (const heading of ["举报人", "举报人姓名", "举报人电话", "reporter_name", "Reporter Phone"])
      expect(isRefusedHeading("tip_report", heading), heading).toBe(true);
    for (const heading of ["举报编号", "tip_id", "查实"])
      expect(isRefusedHeading("tip_report", heading), heading).toBe(false);
    expect(isRefusedHeading("hazard", "举报人")).toBe(false);
  });
});

describe("check digits", () => {
  // methods.md 4.6
  test.each([
    "91350100M000100Y43",
    "91440300708461136T",
    "91330100799655058B",
    "91110108551385082Q",
    "91650200MA0000000X",
  ])("%s is valid", (code) => {
    expect(usccIsValid(code)).toBe(true);
    expect(usccCheckCharacter(code.slice(0, 17))).toBe(code.slice(17));
  });
  test.each([
    "911100001000126520",
    "91650200MA0000000Y",
    "91650200MA000000X",
    "91650200MI0000000X",
    "91650200ma0000000x",
  ])("%s is not valid", (code) => expect(usccIsValid(code)).toBe(false));
  test("the weights are powers of three modulo 31", () => {
    for (const [index, weight] of usccWeights.entries())
      expect(weight).toBe(Number(3n ** BigInt(index) % 31n));
  });
  test("a first part that is not seventeen characters of the alphabet is refused", () => {
    expect(() => usccCheckCharacter("123")).toThrow("123: 3 characters, 17 expected");
    expect(() => usccCheckCharacter("9165020OMA0000000")).toThrow("O is not in the alphabet");
  });
  // chlorine, ammonia, water, hydrogen sulfide
  test.each(["7782-50-5", "7664-41-7", "7732-18-5", "7783-06-4"])("CAS %s is valid", (cas) =>
    expect(casIsValid(cas)).toBe(true),
  );
  test.each(["7782-50-4", "7782-05-5", "7782505", "77825-0-5", ""])("CAS %s is not valid", (cas) =>
    expect(casIsValid(cas)).toBe(false),
  );
});

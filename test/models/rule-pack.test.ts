import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseRulePack, ruleAddress } from "../../models/rule-pack.js";
import { faultsOf } from "./shipped-pack.js";

const base = `
method: test
edition: 2026-01-01
purpose: enterprise_level
subject: enterprise
basis: default
title: {zh: 测试, en: Test}
clause: art. 1
issued: {by: nobody, on: 2025-12-01}
confirmed_on: 2026-01-01
review_by: 2027-01-01
total: {kind: sum}
indicators:
  - id: hazard_count
    title: {zh: 隐患, en: Hazards}
    clause: art. 2
    missing: {as: no_data, points: 0}
    bands:
      - {from: 0, points: 10}
      - {from: 1, points: 5}
      - {from: 3, points: 0}
levels:
  - {level: red, title: {zh: 红, en: Red}}
  - {level: blue, from: 6, title: {zh: 蓝, en: Blue}}
`;

describe("shape of a pack", () => {
  const faultsOf = (from: string, to: string): readonly string[] => {
    if (!base.includes(from)) throw new Error(`the base pack has no ${from}`);
    const parsed = parseRulePack(parse(base.replace(from, to)));
    return "faults" in parsed ? parsed.faults.map((one) => one.en) : [];
  };

  it.each([
    ["edition: 2026-01-01", "edition: 2026-02-30", /^edition: expected a day that exists/],
    [
      "points: 10}",
      "points: 1.0000001}",
      /^indicators.hazard_count.bands\[0\].points: expected a number of at most/,
    ],
    [
      "points: 10}",
      "point: 10}",
      /^indicators.hazard_count.bands\[0\].*: found point, expected no such entry/,
    ],
    ["    clause: art. 2\n", "", /^indicators.hazard_count.clause: found nothing, expected string/],
    [
      "purpose: enterprise_level",
      "purpose: magic",
      /^purpose: found another value, expected one of risk_point_level/,
    ],
    ["title: {zh: 测试, en: Test}", "title: {zh: 测试}", /^title.en: found nothing/],
    [
      "    bands:\n",
      "    value: {}\n    bands:\n",
      /^indicators.hazard_count: found bands, value, expected one of them/,
    ],
  ])("%s → %s", (from, to, fault) => {
    expect(faultsOf(from, to).some((one) => fault.test(one))).toBe(true);
  });
});

it("says in Chinese too what is wrong with the shape", () => {
  const told = (from: string, to: string): readonly string[] => {
    const parsed = parseRulePack(parse(base.replace(from, to)));
    return "faults" in parsed ? parsed.faults.map((one) => one.zh) : [];
  };
  expect(told("edition: 2026-01-01", "edition: 2026-02-30")).toEqual(["edition：应为存在的日期；请改正"]);
  expect(told("points: 10}", "point: 10}")).toEqual([
    "indicators.hazard_count.bands[0].points：没有写，应为数字；请写出",
    "indicators.hazard_count.bands[0]：读到 point，没有这样的键；请改正名称，或删去",
  ]);
  expect(told("    bands:\n", "    value: {}\n    bands:\n")).toEqual([
    "indicators.hazard_count：同时写了 bands、value，应只写其一；一个指标只能以一种方式计分",
  ]);
});

it("names a value by its address, members with an id by their id", () => {
  const pack = { indicators: [{ id: "a", bands: [{ from: 0 }, { from: 1 }] }] };
  expect(ruleAddress(pack, ["indicators", 0, "bands", 1, "from"])).toBe("indicators.a.bands[1].from");
});

describe("the greatest fraction that may be missing", () => {
  const fraction = (found: string) =>
    faultsOf(
      "enterprise-level-general/2016-10-09.yaml",
      "max_missing_fraction: 0.5",
      `max_missing_fraction: ${found}`,
    );

  it.each(["50", "5", "1.01", "-0.1"])("is refused as %s", (found) => {
    expect(fraction(found)).toEqual([
      {
        zh: `sufficiency.max_missing_fraction：读到 ${found}，应为 0 到 1 之间的数；50% 请写 0.5`,
        en: `sufficiency.max_missing_fraction: found ${found}, expected a number from 0 to 1; write 50 % as 0.5`,
      },
    ]);
  });

  it.each(["0", "0.3", "1"])("may be %s", (found) => {
    expect(fraction(found)).toEqual([]);
  });
});

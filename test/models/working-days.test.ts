import { describe, expect, test } from "vitest";
import {
  inspectionWorkingDays,
  type PublishedPlan,
  validatePublishedPlan,
} from "../../models/working-days.js";

/** 宽城区应急管理局 2025, as printed (methods.md 6.1). */
const KUANCHENG: PublishedPlan = {
  statutoryWorkingDays: "248",
  staff: 8,
  totalDays: "1984",
  otherEnforcementDays: "1035",
  nonEnforcementDays: "535",
  inspectionDays: "414",
  shares: { otherEnforcement: "21", nonEnforcement: "71", inspection: "8" },
  statements: ["24天×8人=1984"],
};

describe("working days for inspection (150号)", () => {
  test("248 × 8 − 1035 − 535 = 414", () => {
    expect(inspectionWorkingDays(KUANCHENG)).toEqual({
      totalDays: "1984",
      otherEnforcementDays: "1035",
      nonEnforcementDays: "535",
      inspectionDays: "414",
      otherEnforcementFraction: "0.521673",
      nonEnforcementFraction: "0.269657",
      inspectionFraction: "0.208669",
    });
  });

  test("more other days than there are leave a negative number, not none", () => {
    const days = inspectionWorkingDays({
      statutoryWorkingDays: "10",
      staff: 1,
      otherEnforcementDays: "8",
      nonEnforcementDays: "4.5",
    });
    expect(days.inspectionDays).toBe("-2.5");
    expect(days.inspectionFraction).toBe("-0.250000");
  });

  test("refuses figures that are none", () => {
    expect(() =>
      inspectionWorkingDays({
        statutoryWorkingDays: "about 248",
        staff: 8.5,
        otherEnforcementDays: "0",
        nonEnforcementDays: "0",
      }),
    ).toThrow(/statutoryWorkingDays: about 248 found[\s\S]*staff: 8.5 found/);
  });
});

describe("a published plan", () => {
  test("the real one: three shares and one sum do not add up", () => {
    expect(validatePublishedPlan(KUANCHENG)).toEqual([
      {
        figure: "shares.otherEnforcement",
        found: "21%",
        expected: "52.2%",
        message: {
          zh: "其他执法工作日占比：印为21%，应为1035 ÷ 1984 = 52.2%",
          en: "share of other enforcement days: 21 % printed, 1035 ÷ 1984 = 52.2 % expected",
        },
      },
      {
        figure: "shares.nonEnforcement",
        found: "71%",
        expected: "27.0%",
        message: {
          zh: "非执法工作日占比：印为71%，应为535 ÷ 1984 = 27.0%",
          en: "share of non-enforcement days: 71 % printed, 535 ÷ 1984 = 27.0 % expected",
        },
      },
      {
        figure: "shares.inspection",
        found: "8%",
        expected: "20.9%",
        message: {
          zh: "监督检查工作日占比：印为8%，应为414 ÷ 1984 = 20.9%",
          en: "share of inspection days: 8 % printed, 414 ÷ 1984 = 20.9 % expected",
        },
      },
      {
        figure: "statements[0]",
        found: "24天×8人=1984",
        expected: "248 × 8 = 1984",
        message: {
          zh: "“24天×8人=1984”不成立：24 × 8 = 192；应为248 × 8 = 1984（“24”应为“248”）",
          en: '"24天×8人=1984" does not hold: 24 × 8 = 192; 248 × 8 = 1984 expected ("24" should read "248")',
        },
      },
    ]);
  });

  test("a share printed with its sign reads the same", () => {
    const signed = {
      ...KUANCHENG,
      shares: { otherEnforcement: "21%", nonEnforcement: "71 %", inspection: "8％" },
    };
    expect(validatePublishedPlan(signed)).toEqual(validatePublishedPlan(KUANCHENG));
    expect(() => validatePublishedPlan({ ...KUANCHENG, shares: { inspection: "about 8" } })).toThrow(
      "shares.inspection: about 8 found, a percentage such as 21 or 21% expected",
    );
  });

  test("put right, it has no findings", () => {
    const right: PublishedPlan = {
      ...KUANCHENG,
      shares: { otherEnforcement: "52.2", nonEnforcement: "27", inspection: "20.87" },
      statements: ["248天×8人=1984"],
    };
    expect(validatePublishedPlan(right)).toEqual([]);
  });

  test("a wrong total, difference and sum of parts are each named", () => {
    const findings = validatePublishedPlan({
      ...KUANCHENG,
      totalDays: "1994",
      inspectionDays: "424",
      shares: {},
      statements: ["8×3=25", "无算式"],
      parts: [
        {
          of: "nonEnforcement",
          items: [
            { name: "值班", days: "300" },
            { name: "年休假", days: "230.5" },
          ],
        },
      ],
    });
    expect(findings.map(({ figure, found, expected }) => [figure, found, expected])).toEqual([
      ["totalDays", "1994", "1984"],
      ["inspectionDays", "424", "414"],
      ["parts.nonEnforcement", "535", "530.5"],
      ["statements[0]", "8×3=25", "8 × 3 = 24"],
    ]);
  });
});

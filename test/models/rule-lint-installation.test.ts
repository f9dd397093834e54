import { describe, expect, it } from "vitest";
import { casIsValid } from "../../models/check-digit.js";
import { faultsOf } from "./shipped-pack.js";

const gb18218 = "gb18218/2019-03-01.yaml";

describe("a pack of installation grades", () => {
  const chlorine = '{code: "7782-50-5", points: 5';

  it("names chemicals by CAS numbers with a right check digit", () => {
    expect(faultsOf(gb18218, chlorine, '{code: "7782-50-6", points: 5')).toEqual([
      {
        zh: "indicators.threshold_t.lookup[11].code：读到 7782-50-6，应为末位校验码正确的 CAS 号；请核对号码",
        en: "indicators.threshold_t.lookup[11].code: found 7782-50-6, expected a CAS number with a right check digit; look the number up",
      },
    ]);
    expect(faultsOf(gb18218, chlorine, '{code: "7782-50-6", under: unlisted, points: 5')).toHaveLength(1);
    expect(faultsOf(gb18218, chlorine, '{code: "7782505", points: 5')).toEqual([
      {
        zh: "indicators.threshold_t.lookup[11].code：读到 7782505，应为 CAS 号，如 7782-50-5；请改正，名称代码请写 under",
        en: "indicators.threshold_t.lookup[11].code: found 7782505, expected a CAS number such as 7782-50-5; correct it, or give a name code its under",
      },
    ]);
    expect(faultsOf(gb18218, chlorine, "{code: chlorine, under: unlisted, points: 5")).toEqual([]);
    expect(casIsValid("107-05-1")).toBe(true);
    expect(faultsOf(gb18218, chlorine, '{code: "107-05-1", points: 5')).toEqual([]);
  });

  it("looks at every table that is keyed by them, and at no other", () => {
    expect(faultsOf(gb18218, '{code: "630-08-0", points: 2,', '{code: "630-08-1", points: 2,')).toEqual([
      expect.objectContaining({
        en: expect.stringMatching(/^indicators\.beta\.lookup\[0\]\.code: found 630-08-1/),
      }),
    ]);
    expect(faultsOf(gb18218, '{code: "71-43-2", points: 1', '{code: "71-43-3", points: 1')).toEqual([
      expect.objectContaining({ en: expect.stringMatching(/^indicators\.named_beta\.lookup/) }),
    ]);
    expect(faultsOf(gb18218, "{code: W11, points: 200", "{code: W12, points: 200")).toEqual([]);
  });

  it("grades by the four grades that the levels of enterprises read", () => {
    expect(faultsOf(gb18218, '{level: "1", from: 100', "{level: I, from: 100")).toEqual([
      {
        zh: "levels[0].level：读到 I，应为 1、2、3、4 之一；请改正代码",
        en: "levels[0].level: found I, expected one of 1, 2, 3, 4; correct the code",
      },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { faultsOf } from "./shipped-pack.js";

const general = "enterprise-level-general/2016-10-09.yaml";
const premium = "premium-default/2016-10-09.yaml";
const wanted = "audited_on_time_closure_fraction is a fraction, expected a number from 0 to 1";

describe("a fraction that is compared with percent", () => {
  it.each([
    [
      general,
      "linear: {from: {value: 0.5, points: 0}, to: {value: 1, points: 6}}",
      "linear: {from: {value: 50, points: 0}, to: {value: 100, points: 6}}",
      `indicators.audited_on_time_closure_fraction.linear.from.value: found 50, but ${wanted}; write 50 % as 0.5`,
      "indicators.audited_on_time_closure_fraction.linear.from.value：读到 50，而 audited_on_time_closure_fraction 是比例，应为 0 到 1 之间的数；50% 请写 0.5",
    ],
    [
      general,
      'when: {indicator: is_discredited, eq: "true"}',
      'when: {all: [{indicator: is_discredited, eq: "true"}, {not: {indicator: audited_on_time_closure_fraction, ge: 62.5}}]}',
      `determinations.discredited: found 62.5, but ${wanted}; write 62.5 % as 0.625`,
      "determinations.discredited：读到 62.5，而 audited_on_time_closure_fraction 是比例，应为 0 到 1 之间的数；62.5% 请写 0.625",
    ],
    [
      premium,
      "{from: 0.95, points: 0.95}",
      "{from: 95, points: 0.95}",
      `indicators.audited_on_time_closure_fraction.bands[3]: found 95, but ${wanted}; write 95 % as 0.95`,
      "indicators.audited_on_time_closure_fraction.bands[3]：读到 95，而 audited_on_time_closure_fraction 是比例，应为 0 到 1 之间的数；95% 请写 0.95",
    ],
  ])("is refused in %s: %s", (pack, from, to, en, zh) => {
    const faults = faultsOf(pack, from, to);
    expect(faults.map((each) => each.en)).toContain(en);
    expect(faults.map((each) => each.zh)).toContain(zh);
  });

  it("is none where a limit lies at the whole or just above it, nor where a measure weighs as its pack says", () => {
    for (const [from, to] of [
      ["to: {value: 1, points: 6}", "to: {value: 1.99, points: 6}"],
      ["to: {value: 0.6, points: 0}", "to: {value: 5, points: 0}"],
    ] as const)
      expect(faultsOf(general, from, to)).toEqual([]);
  });
});

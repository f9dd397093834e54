import { expect, it } from "vitest";
import { drawItems, heaviest } from "../../dashboards/card/items.js";
import type { EditionRules } from "../../dashboards/card/placing.js";

/** What the head of a scorecard says of one indicator that lost two of three points. */
function said(unit: string | null, value: object, reason: string): string | undefined {
  const indicator = {
    unit,
    position: 1,
    title_zh: "题",
    title_en: "Title",
    reason_zh: "因",
    reason_en: reason,
  };
  const rules = {
    parts: [],
    indicators: new Map([["a", indicator]]),
    lookups: new Map([["a 2", { title_zh: "二级", title_en: "Grade 2" }]]),
    isLowerWorse: true,
  } as unknown as EditionRules;
  const none = { indicator_value: null, value_code: null };
  const item = { indicator_id: "a", part_id: null, points: "1", max_points: "3", status: "scored" };
  return heaviest(drawItems([{ ...none, ...item, ...value } as never], rules, "en"), 1)[0];
}

it("gives the value of a reason where it reads without the title", () => {
  expect(said("fraction", { indicator_value: "0.5" }, "Why")).toBe("Why (50%, −2)");
  expect(said("count", { indicator_value: "4" }, "Why")).toBe("Why (4, −2)");
  expect(said(null, { value_code: "2" }, "Why")).toBe("Why (Grade 2, −2)");
});

it("leaves out a yes or no, to which a reason would read as its contrary, and a weight, whose unit the title says", () => {
  expect(said("yes or no", { indicator_value: "0" }, "No brigade")).toBe("No brigade (−2)");
  expect(said(null, { value_code: "false" }, "Outside a park")).toBe("Outside a park (−2)");
  expect(said("weight per 10 hours", { indicator_value: "3" }, "Why")).toBe("Why (−2)");
});

it("gives every value where the title is the reason", () => {
  expect(said("yes or no", { indicator_value: "1" }, "Title")).toBe("Title (yes, −2)");
  expect(said("weight", { indicator_value: "3" }, "Title")).toBe("Title (3, −2)");
});

it("shows points that are taken off with their sign, earned ones without, and nothing taken as nothing", () => {
  const points = (isMoreWorse: boolean, isLowerWorse: boolean, given: string): string => {
    const rules = {
      parts: [{ part_id: "p", is_more_worse: isMoreWorse }],
      indicators: new Map(),
      lookups: new Map(),
      isLowerWorse,
    } as unknown as EditionRules;
    const item = { indicator_id: "a", part_id: "p", points: given, max_points: "10", status: "scored" };
    const [drawn] = drawItems(
      [{ ...item, indicator_value: "1", value_code: null, evidence_count: 0 } as never],
      rules,
      "en",
    );
    return (
      String(drawn?.row.html ?? drawn?.row)
        .match(/<td class="n">([^<]*)<span class="unit"> \/ ([^<]*)</)
        ?.slice(1)
        .join(" of ") ?? ""
    );
  };
  expect(points(true, true, "8")).toBe("−8 of −10");
  expect(points(true, true, "0")).toBe("0 of −10");
  expect(points(false, true, "8")).toBe("8 of 10");
  // Where points count risk, more of them are worse and nothing is taken off.
  expect(points(true, false, "8")).toBe("8 of 10");
});

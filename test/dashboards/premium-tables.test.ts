import { expect, it } from "vitest";
import { bookTable, quintileTable } from "../../dashboards/pages/premium-tables.js";
import type { PremiumBookRow, PremiumQuintileRow } from "../../dashboards/premium-rows.js";

const book: PremiumBookRow = {
  insurer_id: "甲",
  policies: 345,
  base_premium_cny: "32054960",
  indicated_premium_cny: "32054691",
  off_balance_factor: "1.508300",
  mean_coefficient: "0.999992",
  balance_state: "balanced",
  capped_policies: 216,
  capped_premium_cny: "-5714108",
  exposure_person_years: "124945",
  earned_premium_cny: "74332462",
  claim_count: 234,
  claims_cny: "17453925",
  loss_ratio: "0.234809",
};

it("shows a book's earned premium beside the loss ratio that it divides, and a mean near 1 with its places", () => {
  // 17,453,925 / 74,332,462 = 23.5 %, where the base premium of today would give 54.5 %.
  const shown = bookTable([book], 30, "en").html;
  expect(shown).toMatch(/17,453,925<\/td><td[^>]*>74,332,462<\/td><td[^>]*>23\.5%/);
  expect(shown).toContain(">1.0000<");
  expect(bookTable([{ ...book, mean_coefficient: "1.2045" }], 30, "en").html).toContain(">1.2045<");
});

it("names a fifth, not only its number", () => {
  const fifth = { quintile: 1, loss_ratio: null } as unknown as PremiumQuintileRow;
  expect(quintileTable([fifth], 30, "zh").html).toContain("第 1 组");
  expect(quintileTable([fifth], 30, "en").html).toContain("Fifth 1");
});

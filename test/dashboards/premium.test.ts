import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { premiumPage } from "../../dashboards/pages/premium.js";
import type { PremiumPageRows } from "../../dashboards/premium-rows.js";
import type { Publication } from "../../dashboards/shell.js";
import { writeRenewalCsv } from "../../pipelines/publish/premium-renewal.js";
import { openWarehouse } from "../../pipelines/warehouse/open.js";

const publication: Publication = {
  city: { zh: "示例市", en: "Example City" },
  asOf: "2026-11-22",
  knownAt: "2026-11-22T18:00:00.000Z",
  timeZone: "Asia/Shanghai",
  editions: [],
  missingEntities: [],
  staleSources: [],
};

const rows: PremiumPageRows = {
  books: [
    {
      insurer_id: "甲<保险>",
      policies: "1",
      base_premium_cny: "1000.00",
      indicated_premium_cny: "1300.00",
      off_balance_factor: "1.500000000000",
      mean_coefficient: "1.300000",
      balance_state: "out_of_reach",
      capped_policies: "1",
      capped_premium_cny: "-350.00",
      exposure_person_years: "12.5000",
      earned_premium_cny: "900.00",
      claim_count: "3",
      claims_cny: "450.00",
      loss_ratio: "0.5000",
    },
  ],
  policies: [
    {
      policy_id: "P1",
      enterprise_id: "E1",
      enterprise_name: "一号厂",
      insurer_id: "甲<保险>",
      coefficient_raw: "1.100000000000000000000000",
      off_balance_factor: "1.500000000000",
      uncapped_coefficient: "1.6500",
      coefficient: "1.3000",
      previous_coefficient: "1.0000",
      capped_by: "swing_up",
      capped_premium_cny: "-350.00",
      base_premium_cny: "1000.00",
      indicated_premium_cny: "1300.00",
      credibility_z: "0.250000",
      factors: [
        {
          policy_id: "P1",
          title_zh: "标准化等级",
          title_en: "Standardisation",
          indicator_value: "none",
          unit: "code",
          value_zh: "未达标",
          value_en: "None",
          factor: "1.100000",
          status: "scored",
          clause: "第一条",
        },
        {
          policy_id: "P1",
          title_zh: "按期整改率",
          title_en: "Closed on time",
          indicator_value: "0.777778",
          unit: "fraction",
          value_zh: null,
          value_en: null,
          factor: "1.000000",
          status: "scored",
          clause: "第二条",
        },
        {
          policy_id: "P1",
          title_zh: "人数",
          title_en: "Persons",
          indicator_value: "1",
          unit: "persons",
          value_zh: null,
          value_en: null,
          factor: "1.000000",
          status: "scored",
          clause: "第三条",
        },
      ],
    },
  ],
  policyTotal: 1,
  cappedTotal: 1,
  quintiles: [
    {
      quintile: "1",
      policies: "1",
      lowest_coefficient: "1.3000",
      highest_coefficient: "1.3000",
      exposure_person_years: "12.5000",
      claim_count: "3",
      expected_claims: "2.5000",
      actual_to_expected: null,
      loss_ratio: null,
    },
  ],
  leastClaims: 30,
  leastPolicies: 20,
  segments: [],
  renewals: [],
  renewalTotal: 0,
};

test("a policy is drawn factor by factor up to its coefficient, with what held it", () => {
  for (const [lang, held] of [
    ["zh", "年度上浮限度"],
    ["en", "Annual limit upward"],
  ] as const) {
    const text = premiumPage(publication, { lang, path: "premium.html" }, rows);
    const { document } = parseHTML(text);
    const labels = [...document.querySelectorAll(".chart-wide svg text")].map((each) => each.textContent);
    expect(labels.filter((_, index) => index % 2 === 1)).toEqual([
      "× 1.1",
      "× 1",
      "× 1",
      "= 1.1",
      "× 1.5",
      "→ 1.3",
      "= 1.3",
    ]);
    expect(labels).toContain(held);
    expect(text).not.toContain("甲<保险>");
    expect(document.querySelectorAll(".chart-narrow svg").length).toBe(1);
  }
});

test("few claims say nothing, and a book out of reach of its target is named", () => {
  const text = premiumPage(publication, { lang: "en", path: "premium.html" }, rows);
  expect(text).toContain("fewer than 30: too little to say");
  expect(text).toContain("The limits leave no room for the target in the book of 甲&lt;保险&gt;");
  expect(text).not.toMatch(/NaN|undefined|null/);
  expect(
    [...text.matchAll(/(?:Standardisation|Closed on time|Persons)<\/th><td[^>]*>([^<]*)/g)].map(
      (each) => each[1],
    ),
  ).toEqual(["None", "77.8%", "1 person"]);
});

test("a book of too few policies is said not to be balanced, and each insurer has its own segments", () => {
  const [book] = rows.books;
  if (!book) throw new Error("no book");
  const segment = {
    regulated_sector: "mine",
    level: "red",
    policies: "1",
    exposure_person_years: "12.5",
    earned_premium_cny: "900.00",
    claim_count: "3",
    claims_cny: "450.00",
    loss_ratio: null,
  };
  const given: PremiumPageRows = {
    ...rows,
    books: [
      { ...book, insurer_id: "小保险", balance_state: "too_few", off_balance_factor: "1.000000000000" },
    ],
    segments: [
      { ...segment, insurer_id: "甲<保险>" },
      { ...segment, insurer_id: "甲<保险>", level: "blue" },
      { ...segment, insurer_id: "小保险" },
    ],
  };
  for (const [lang, wanted, cell] of [
    ["zh", "小保险的保单不足 20 份，不作平衡，平衡系数为 1", "1，不作平衡"],
    ["en", "The book of 小保险 has fewer than 20 policies: not balanced, factor 1", "1, not balanced"],
  ] as const) {
    const text = premiumPage(publication, { lang, path: "premium.html" }, given);
    expect(text).toContain(wanted);
    const { document } = parseHTML(text);
    const cells = [...document.querySelectorAll("#book td")].map((each) => each.textContent);
    expect(cells).toContain(cell);
    const tables = [...document.querySelectorAll("#segment table")].map((each) => [
      each.querySelector("caption")?.textContent?.split(/[：:]/)[0],
      each.querySelectorAll("tbody tr").length,
    ]);
    expect(tables).toEqual([
      ["甲<保险>", 2],
      ["小保险", 1],
    ]);
  }
});

test("the renewal file keeps text text and digits digits", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sise-renewal-"));
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 1 });
  try {
    expect(await writeRenewalCsv(warehouse, folder)).toBeNull();
    await warehouse.run(`create schema marts; create table marts.premium_renewal as
      select 'P2' as policy_id, '=1+1,"x"' as enterprise_name, cast(-0.5000 as decimal(9, 4)) as coefficient, cast(null as varchar) as capped_by
      union all select 'P1', '一号厂', 1.2000, 'cap'
      union all select '=cmd()', ' ＝HYPERLINK("x")', 1.2000, null`);
    expect(await writeRenewalCsv(warehouse, folder)).toBe("export/premium_renewal.csv");
    expect(readFileSync(join(folder, "export/premium_renewal.csv"), "utf8")).toBe(
      [
        "\uFEFF保单号 policy_id,企业名称 enterprise_name,系数 coefficient,受限于 capped_by",
        `'=cmd(),"' ＝HYPERLINK(""x"")",1.2000,`,
        "P1,一号厂,1.2000,cap",
        `P2,"'=1+1,""x""",-0.5000,`,
        "",
      ].join("\r\n"),
    );
  } finally {
    warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { explainPolicy } from "../../pipelines/explain/policy.js";
import { whatIfLines } from "../../pipelines/commands/what-if.js";
import { premiumWhatIf } from "../../pipelines/what-if/premium.js";
import { readCheckFiles } from "../../pipelines/warehouse/sql-files.js";
import { type PlainCity, type PlainPolicy, priceSlowly } from "../plain-actuary.js";
import { asOf, enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

const packs = await readRulePacks({ catalogue: indicatorCatalogue });
const pack = packs.find((each) => each.method === "premium-default")?.pack;
if (!pack) throw new Error("premium-default is not shipped");

const daysBefore = (days: number): string =>
  new Date(Date.parse(`${asOf}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** The same draws for the same seed: mulberry32. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

let city: SmallWarehouse;
beforeEach(async () => {
  city = await openSmallWarehouse();
});
afterEach(() => city.close());

const policy = (id: string, of: string, more: Row = {}): Row => ({
  policy_id: id,
  insurer_id: "甲保险",
  enterprise_id: of,
  starts_on: daysBefore(100),
  ends_on: daysBefore(-264),
  insured_count: 100,
  base_premium_cny: 10_000,
  ...more,
});

async function randomCity(seed: number): Promise<PlainCity> {
  const below = draws(seed);
  const given = {
    policies: [] as PlainPolicy[],
    claims: [] as { policy_id: string; occurred_on: string }[],
    accidents: [] as { enterprise_id: string; day: string; grade: string }[],
    enterprises: new Map<string, { sector: string; grade: string | null; validUntil: string | null }>(),
    hazards: [] as { enterprise_id: string; due: string; good: string | null }[],
    listings: [] as { enterprise_id: string; listed_on: string; list: string }[],
  };
  const rows: Record<string, Row[]> = {};
  const put = (table: string, row: Row): void => {
    rows[table] = [...(rows[table] ?? []), row];
  };
  for (let at = 0; at < 70; at++) {
    const id = `E${at}`;
    const sector = ["mine", "mine", "transport"][below(3)] ?? "mine";
    const grade = ["1", "2", "3", "none", null][below(5)] ?? null;
    const validUntil = grade !== null && grade !== "none" ? daysBefore(below(900) - 450) : null;
    given.enterprises.set(id, { sector, grade, validUntil });
    put(
      "staging.enterprise",
      enterprise(id, {
        regulated_sector: sector,
        standardization_grade: grade,
        standardization_valid_until: validUntil,
      }),
    );
    if (below(3) > 0) {
      put("staging.risk_point", {
        risk_point_id: `R${at}`,
        enterprise_id: id,
        risk_point_name: "罐",
        method: "direct",
        claimed_level: "yellow",
        reviewed_on: daysBefore(30),
      });
      put("staging.check_task", {
        task_id: `T${at}`,
        enterprise_id: id,
        due_on: daysBefore(20),
        done_on: daysBefore(10 + below(20)),
      });
    }
    // The third insurer has too few policies to balance.
    const insurer =
      ["甲保险", "乙保险", "甲保险", "乙保险", "甲保险", "乙保险", "丙保险"][below(7)] ?? "甲保险";
    const first = 730 + below(360);
    const people = 20 + below(1500);
    const isProne = below(4) === 0;
    for (let year = 0; year < 3; year++) {
      if (below(12) === 0) continue;
      const starts = first - 365 * year;
      const one = policy(`P${at}-${year}`, id, {
        insurer_id: insurer,
        starts_on: daysBefore(starts),
        ends_on: daysBefore(starts - 364),
        insured_count: people,
        base_premium_cny: 1000 + below(90_000),
        written_premium_cny: [null, 0, 5_000 + below(60_000), 5_000 + below(60_000)][below(4)] ?? null,
      });
      put("staging.policy", one);
      given.policies.push(one as unknown as PlainPolicy);
      for (let claim = below(isProne ? 2 : 8) === 0 ? 1 + below(isProne ? 5 : 2) : 0; claim > 0; claim--) {
        const day = Math.max(0, starts - below(364));
        const occurred_on = daysBefore(day);
        put("staging.claim", {
          claim_id: `C${at}-${year}-${claim}`,
          policy_id: `P${at}-${year}`,
          occurred_on,
          paid_cny: 5000,
        });
        given.claims.push({ policy_id: `P${at}-${year}`, occurred_on });
      }
    }
    if (below(5) === 0) {
      const [deaths, kind] = below(3) === 0 ? [3, "larger"] : [1, "general"];
      const day = daysBefore(below(1000));
      put("staging.accident", {
        accident_id: `A${at}`,
        enterprise_id: id,
        region_code: "650203",
        occurred_at: `${day} 08:00:00`,
        deaths,
        serious_injuries: 0,
        direct_loss_cny: 1000,
        is_work_safety: true,
      });
      given.accidents.push({ enterprise_id: id, day, grade: String(kind) });
    }
    for (let hazard = below(4); hazard > 0; hazard--) {
      const found = 20 + below(900);
      const closed = below(3) > 0 ? found - below(20) : null;
      const byOther = below(4) > 0;
      put("staging.hazard", {
        hazard_id: `H${at}-${hazard}`,
        enterprise_id: id,
        description: "通道堵塞",
        level: "general",
        hazard_source: "inspection",
        found_at: `${daysBefore(found)} 08:00:00`,
        deadline_on: daysBefore(found - 10),
        rectified_at: closed === null ? null : `${daysBefore(closed)} 09:00:00`,
        rectified_by: closed === null ? null : "张",
        verified_at: closed === null ? null : `${daysBefore(closed)} 10:00:00`,
        verified_by: closed === null ? null : byOther ? "李" : "张",
      });
      const isGood = closed !== null && closed >= found - 10 && byOther;
      given.hazards.push({
        enterprise_id: id,
        due: daysBefore(found - 10),
        good: isGood ? daysBefore(closed) : null,
      });
    }
    if (below(9) === 0) {
      const listed_on = daysBefore(below(800));
      const list = below(2) === 0 ? "serious_dishonesty" : "joint_discipline";
      put("staging.discredited", { enterprise_id: id, listed_on, basis: "判决", list });
      given.listings.push({ enterprise_id: id, listed_on, list });
    }
  }
  for (const [table, found] of Object.entries(rows)) await city.put(table, found);
  await city.build(
    "marts.premium_book",
    "marts.premium_factor",
    "marts.premium_quintile",
    "marts.premium_segment",
    "marts.premium_renewal",
  );
  const conduct = await city.rows<{ subject_id: string; points: string }>(
    `select part.subject_id, part.points from scores.enterprise_level_part as part
     join scores.enterprise_level_total as total using (as_of, subject_id)
     where part.part_id = 'conduct' and total.level <> 'insufficient_data'`,
  );
  return { asOf, ...given, conduct: new Map(conduct.map((row) => [row.subject_id, Number(row.points)])) };
}

describe("a random city", () => {
  it.each([1, 2, 3])("is priced by the SQL as a clerk with a calendar prices it (seed %i)", async (seed) => {
    const given = await randomCity(seed);
    const wanted = priceSlowly(given, pack);
    const found = await city.rows<Record<string, string | null>>(
      `select policy_id, coefficient_raw, credibility_z, coefficient, previous_coefficient, capped_by, balance_state
       from marts.premium_coefficient join marts.premium_book using (insurer_id) order by policy_id`,
    );
    expect(found.map((row) => row.policy_id)).toEqual([...wanted.keys()].sort());
    expect(found.length).toBeGreaterThan(20);
    const isNear = (one: string | null | undefined, other: number | null | undefined, by: number): boolean =>
      one === null || other === null
        ? (one ?? null) === (other ?? null)
        : Math.abs(Number(one) - Number(other)) <= by;
    const different = found.filter((row) => {
      const price = wanted.get(row.policy_id ?? "");
      return !(
        price &&
        isNear(row.credibility_z, price.z, 0.000001) &&
        // The experience factor may round the other way in its fourth decimal.
        isNear(row.coefficient_raw, price.raw, 0.0003) &&
        isNear(row.previous_coefficient, price.previous, 0.0003) &&
        isNear(row.coefficient, price.coefficient, 0.0003) &&
        (row.capped_by !== null) === price.capped &&
        (row.balance_state === "balanced" || row.balance_state === "out_of_reach") === price.isBalanced
      );
    });
    expect(different.map((row) => [row, wanted.get(row.policy_id ?? "")])).toEqual([]);
    const sources = await city.rows<{ structure_of: string }>(
      "select distinct structure_of from marts.premium_coefficient order by structure_of",
    );
    expect(sources.map((row) => row.structure_of)).toEqual(
      seed === 3 ? ["all", "sector"] : ["all", "none", "sector"],
    );
    const offences = await city.rows(
      `select policy_id from marts.premium_coefficient where coefficient_raw <>
        cast(risk_control_coefficient * standardization_coefficient * hazard_governance_coefficient as decimal(18, 12))
        * cast(experience_coefficient * integrity_coefficient * size_coefficient as decimal(18, 12))`,
    );
    expect(offences).toEqual([]);
    // What explain shows multiplies up to what is charged, digit by digit, but for the limit that it names.
    for (const row of found.slice(0, 12)) {
      const shown = await explainPolicy(city.warehouse, { subjectId: row.policy_id ?? "", lang: "zh" });
      const product = (shown?.items ?? []).reduce(
        (so, item) => {
          const [whole = "", decimals = ""] = String(item.points).split(".");
          return {
            digits: so.digits * BigInt(whole + decimals),
            scale: so.scale * 10n ** BigInt(decimals.length),
          };
        },
        { digits: 1n, scale: 1n },
      );
      const units = (2n * product.digits * 10_000n + product.scale) / (2n * product.scale);
      const [mart] = await city.rows<{ uncapped: string; coefficient: string }>(
        `select cast(uncapped_coefficient as varchar) as uncapped, cast(coefficient as varchar) as coefficient
         from marts.premium_coefficient where policy_id = '${row.policy_id}'`,
      );
      expect(units).toBe(BigInt(mart?.uncapped.replace(".", "") ?? ""));
      expect(shown?.score).toBe(Number(mart?.coefficient));
      if (row.capped_by === null) expect(mart?.coefficient).toBe(mart?.uncapped);
      else
        expect(shown?.exceptions.find((each) => each.id === "limit")?.label).toContain(
          `${mart?.uncapped} → ${mart?.coefficient}`,
        );
    }
    const books = await city.rows<{
      mean_coefficient: string;
      policies: string;
      off_balance_factor: string;
      balance_state: string;
      is_target_feasible: boolean | null;
    }>("select * from marts.premium_book order by insurer_id");
    expect(books.map((book) => [book.balance_state, book.is_target_feasible])).toEqual([
      ["too_few", null],
      ["balanced", true],
      ["balanced", true],
    ]);
    for (const book of books) {
      expect(Number(book.policies) < 20).toBe(book.balance_state === "too_few");
      if (book.balance_state === "too_few") expect(book.off_balance_factor).toBe("1.000000000000");
      else expect(Math.abs(Number(book.mean_coefficient) - 1)).toBeLessThanOrEqual(0.001);
    }
    // Nothing is lost between the books and their parts.
    expect(
      await city.rows(
        `select book.insurer_id from marts.premium_book as book
         left join (select insurer_id, sum(policies) as policies, sum(claim_count) as claim_count, sum(claims_cny) as claims_cny,
            sum(indicated_premium_cny) as indicated from marts.premium_segment group by insurer_id) as part using (insurer_id)
         where part.policies is distinct from book.policies or part.claim_count is distinct from book.claim_count
            or part.claims_cny is distinct from book.claims_cny or part.indicated is distinct from book.indicated_premium_cny`,
      ),
    ).toEqual([]);
    expect(
      await city.rows(
        "select 1 as one from marts.premium_segment group by insurer_id, regulated_sector, level having count(*) > 1",
      ),
    ).toEqual([]);
  });
});

describe("what happened at any time of the window", () => {
  it("never made a policy of its enterprise cheaper, and never moved the year before", async () => {
    const given = await randomCity(4);
    const events = [
      ...given.claims
        .slice(0, 8)
        .map((claim) => ({ where: `policy_id = '${claim.policy_id}'`, table: "claim" })),
      ...given.accidents.slice(0, 14).map((accident) => ({
        where: `enterprise_id = '${accident.enterprise_id}'`,
        table: "accident",
      })),
    ];
    const ages = new Set<string>();
    let cheaper = 0;
    for (const { where, table } of events) {
      const [row] = await city.rows<{ policy_id: string; event_id: string; occurred_on: string }>(
        `select priced.policy_id, event.${table}_id as event_id, cast(event.occurred_on as varchar) as occurred_on
         from marts.premium_coefficient as priced
         join ${table === "claim" ? "staging.policy as insured using (enterprise_id) join staging.claim as event on event.policy_id = insured.policy_id" : "staging.accident as event using (enterprise_id)"}
         where event.${where} order by priced.policy_id, event_id limit 1`,
      );
      if (!row) continue;
      const what = await premiumWhatIf(city.warehouse, {
        policyId: row.policy_id,
        change: table === "claim" ? { without_claim: row.event_id } : { without_accident: row.event_id },
        origin: "memory",
      });
      const [before, after] = [Number(what?.before.coefficient), Number(what?.after.coefficient)];
      expect(after, row.event_id).toBeLessThanOrEqual(before);
      expect(what?.after.previous_coefficient).toBe(what?.before.previous_coefficient);
      if (after < before) cheaper += 1;
      ages.add(
        row.occurred_on > daysBefore(365)
          ? "last year"
          : row.occurred_on > daysBefore(730)
            ? "second"
            : "third",
      );
    }
    expect([...ages].sort()).toEqual(["last year", "second", "third"]);
    expect(cheaper).toBeGreaterThan(3);
  });
});

describe("one policy", () => {
  /** Enterprises E1 to En of one sector with a policy each; E1 has grade 3 and a claim, the others grade 2 and none. */
  const putBook = async (count: number): Promise<void> => {
    const numbers = Array.from({ length: count }, (_, at) => at + 1);
    await city.put(
      "staging.enterprise",
      numbers.map((at) =>
        enterprise(`E${at}`, { standardization_grade: at === 1 ? "3" : "2", regulated_sector: "mine" }),
      ),
    );
    await city.put(
      "staging.policy",
      numbers.map((at) => policy(`P${at}`, `E${at}`)),
    );
    await city.put("staging.claim", [
      { claim_id: "C1", policy_id: "P1", occurred_on: daysBefore(50), paid_cny: 1 },
    ]);
    await city.build();
  };

  it("is explained by its factors, and asked what-if by the same SQL", async () => {
    await putBook(20);
    const explained = await explainPolicy(city.warehouse, { subjectId: "P1", lang: "en" });
    expect(explained?.subject_type).toBe("policy");
    // Nobody is outside the book, so k is the edition's: 100 * 101 days are 27.6712 person-years, Z = 27.6712 / 1027.6712 = 0.026926.
    // E1 alone had a claim, 20 times the mean: 1 + 0.026926 * 19 = 1.51, at most 1.5; the others 1 - 0.026926 = 0.9731.
    expect(explained?.items.map((item) => [item.indicator_id, item.points])).toEqual([
      ["conduct_points", 1],
      ["standardization_grade", 1],
      ["audited_on_time_closure_fraction", 1],
      ["experience_ratio", 1.5],
      ["discredited_list", 1],
      ["insured_count", 1],
      ["off_balance_factor", 1.102535224622],
    ]);
    // 20 / (1.5 + 19 * 0.9 * 0.9731) = 20 / 18.14001
    expect(explained?.score).toBe(1.6538);
    expect(explained?.history.map((each) => each.score)).toEqual([1.6538]);
    expect(explained?.exceptions.map((each) => each.label)).toEqual([
      "product of the factors 1.5",
      "1.5 × 1.102535224622, the off-balance factor of the book of 甲保险, rounded half up to four decimals: 1.6538",
      "held by no limit: coefficient 1.6538",
      "base premium CNY 10000.00 × 1.6538 = indicated premium CNY 16538.00",
      "no policy of the year before, so no annual limit",
      "credibility Z 0.026926 = person-years 27.6712 / (person-years + 1000.0000; variances from: the edition's constant, of enterprises outside the book alone): own rate 36.138613861, sector 1.806930693 per 1,000 insured person-years",
    ]);
    expect(explained?.items[3]?.evidence.map((each) => each.key)).toEqual(["C1"]);
    // One claim says nothing of a book.
    expect(await city.rows("select claim_count, loss_ratio, evidence from marts.premium_book")).toEqual([
      { claim_count: "1", loss_ratio: null, evidence: "too_little" },
    ]);
    // Grade 2: 20 / (1.35 + 19 * 0.9 * 0.9731) = 20 / 17.99001
    const what = await premiumWhatIf(city.warehouse, {
      policyId: "P1",
      change: { standardization_grade: "2" },
      origin: "memory",
    });
    expect(what?.before).toMatchObject({ coefficient: "1.6538", off_balance_factor: "1.102535224622" });
    expect(what?.after).toMatchObject({
      coefficient: "1.5008",
      factors: { standardization_grade: "0.900000" },
    });
    expect(what && whatIfLines(what.before, what.after, "en")).toEqual([
      "  Standardisation grade (not expired): 1 → 0.9",
      "  product of the factors: 1.5 → 1.35",
      "  off-balance factor: 1.102535224622 → 1.111728120218",
      "coefficient: 1.6538 → 1.5008",
      "indicated premium (CNY): 16538.00 → 15008.00",
    ]);
    await expect(
      premiumWhatIf(city.warehouse, { policyId: "P2", change: { without_claim: "C1" }, origin: "memory" }),
    ).rejects.toThrow(/not of this policy's enterprise/);
    expect(await explainPolicy(city.warehouse, { subjectId: "nobody", lang: "zh" })).toBeNull();
    expect(
      await premiumWhatIf(city.warehouse, { policyId: "nobody", change: { without_claim: "C1" } }),
    ).toBeNull();
  });

  it("stands unbalanced in a book of too few policies, and says so in both languages", async () => {
    await putBook(19);
    const [book] = await city.rows(
      "select policies, off_balance_factor, is_target_feasible, balance_state from marts.premium_book",
    );
    expect(book).toEqual({
      policies: "19",
      off_balance_factor: "1.000000000000",
      is_target_feasible: null,
      balance_state: "too_few",
    });
    const said = async (lang: "zh" | "en"): Promise<string | undefined> =>
      (await explainPolicy(city.warehouse, { subjectId: "P1", lang }))?.exceptions[1]?.label;
    expect(await said("zh")).toContain("（账册只有 19 份保单，不足 20 份，不作平衡）");
    expect(await said("en")).toContain("(it has 19 policies, fewer than 20, and is not balanced)");
    // 1 + 0.026926 * 18 = 1.4847, and its own change reaches it whole: times 1.0 becomes times 0.8.
    const what = await premiumWhatIf(city.warehouse, {
      policyId: "P1",
      change: { standardization_grade: "1" },
      origin: "memory",
    });
    expect([what?.before.coefficient, what?.after.coefficient]).toEqual(["1.4847", "1.1878"]);
  });

  it("is held by what was charged in the year before, and by nothing where that is not known", async () => {
    await city.put("staging.enterprise", [
      enterprise("E1", { standardization_grade: "none" }),
      enterprise("E2", { standardization_grade: "none" }),
    ]);
    const last = { starts_on: daysBefore(465), ends_on: daysBefore(101), base_premium_cny: 3_000 };
    await city.put("staging.policy", [
      policy("P1", "E1"),
      policy("L1", "E1", { ...last, written_premium_cny: 2_000 }),
      policy("P2", "E2"),
      policy("L2", "E2", last),
    ]);
    await city.build();
    // 2000 / 3000 = 0.6667; 30 % more is 0.86671, at most 0.8667
    expect(
      await city.rows(
        "select policy_id, previous_policy_id, previous_coefficient, coefficient, capped_by from marts.premium_coefficient order by policy_id",
      ),
    ).toEqual([
      {
        policy_id: "P1",
        previous_policy_id: "L1",
        previous_coefficient: "0.6667",
        coefficient: "0.8667",
        capped_by: "swing_up",
      },
      {
        policy_id: "P2",
        previous_policy_id: "L2",
        previous_coefficient: null,
        coefficient: "1.1000",
        capped_by: null,
      },
    ]);
    const said = async (id: string, lang: "zh" | "en"): Promise<string | undefined> =>
      (await explainPolicy(city.warehouse, { subjectId: id, lang }))?.exceptions[4]?.label;
    expect(await said("P1", "zh")).toBe(
      "上年度保单 L1（data/policy.csv 第 5 行）的系数：实收保费 2000 元 ÷ 基准保费 3000 元 ＝ 0.6667",
    );
    expect(await said("P2", "en")).toBe(
      "policy L2 of the year before (data/policy.csv row 7) has no written premium, so no annual limit",
    );
  });

  it("is never charged nothing without a check that says so, where an edition balances without a floor", async () => {
    const above = readCheckFiles().find((file) => file.name === "premium_coefficient__above_zero");
    await city.warehouse.run("delete from rules.parameter where parameter_id = 'off_balance_least_policies'");
    await city.put("staging.enterprise", [enterprise("E1"), enterprise("E2")]);
    const last = { starts_on: daysBefore(465), ends_on: daysBefore(101) };
    // 30 % below 2.0 is 1.4: 14,000 of E2 alone are more than the 11,000 that the book may come to.
    await city.put("staging.policy", [
      policy("P1", "E1", { base_premium_cny: 1_000 }),
      policy("P2", "E2"),
      policy("L2", "E2", { ...last, written_premium_cny: 20_000 }),
    ]);
    await city.build();
    expect(await city.rows(above?.text ?? "")).toEqual([]);
    await city.warehouse.run("delete from rules.parameter where parameter_id = 'coefficient_floor'");
    await city.build();
    expect(await city.rows(above?.text ?? "")).toMatchObject([{ policy_id: "P1", coefficient: "0.0000" }]);
  });

  it("is priced by Zhongshan's factors where sise.yaml says so", async () => {
    city.close();
    city = await openSmallWarehouse({ methods: { premium: "premium-zhongshan" } });
    await city.put("staging.enterprise", [
      enterprise("E1", { standardization_grade: "1", established_on: "2010-01-01" }),
    ]);
    await city.put("staging.policy", [policy("P1", "E1")]);
    await city.build("marts.premium_coefficient");
    const [row] = await city.rows("select * from marts.premium_coefficient");
    // 0.8 * 0.9 with level and integrity grade unknown, not on the black list; no floor, cap or balance in that edition
    expect(row).toMatchObject({
      standardization_coefficient: "0.8000",
      experience_coefficient: "0.9000",
      hazard_governance_coefficient: null,
      other_coefficient: "1.0000",
      coefficient: "0.7200",
      off_balance_factor: "1.000000000000",
      capped_by: null,
    });
  });

  it("charges by Zhongshan's record 1.3 for an accident of the last year, never for being young", async () => {
    city.close();
    city = await openSmallWarehouse({ methods: { premium: "premium-zhongshan" } });
    await city.put("staging.enterprise", [
      enterprise("HURT", { established_on: "2010-01-01" }),
      enterprise("YOUNG", { established_on: daysBefore(200) }),
      enterprise("UNDATED", { established_on: null }),
    ]);
    await city.put("staging.accident", [
      {
        accident_id: "A1",
        enterprise_id: "HURT",
        region_code: "650203",
        occurred_at: `${daysBefore(200)} 01:00:00`,
        deaths: 1,
        serious_injuries: 0,
        direct_loss_cny: 0,
        is_work_safety: true,
      },
    ]);
    await city.put("staging.policy", [policy("P1", "HURT"), policy("P2", "YOUNG"), policy("P3", "UNDATED")]);
    await city.build("marts.premium_coefficient");
    expect(
      await city.rows(
        "select policy_id, experience_coefficient from marts.premium_coefficient order by policy_id",
      ),
    ).toEqual([
      { policy_id: "P1", experience_coefficient: "1.3000" },
      { policy_id: "P2", experience_coefficient: "1.0000" },
      { policy_id: "P3", experience_coefficient: "1.0000" },
    ]);
  });
});

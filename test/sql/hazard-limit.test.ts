import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { randomFrom } from "../seeded.js";
import {
  asOf,
  dayBefore,
  enterprise,
  openSmallWarehouse,
  type Row,
  type SmallWarehouse,
} from "./small-warehouse.js";

// The SQL that says what is open, overdue, due and closed on time in production, on both sides of every limit, and against a clerk.

const { pack } = (await readRulePacks({ catalogue: indicatorCatalogue })).find(
  (one) => one.method === "hazard-limit",
)!;
const limitOf = (level: string): number =>
  Number(pack.parameters!.find((one) => one.id === `rectification_days_${level}`)!.value);

const number = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const dayOf = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
const ago = (days: number): string => dayOf(number(asOf) - days);

interface Told {
  readonly id: string;
  readonly level: "major" | "general";
  readonly source: string;
  readonly found: string;
  readonly deadline: string | null;
  readonly rectified: string | null;
  readonly rectifiedBy: string | null;
  readonly verified: string | null;
  readonly verifiedBy: string | null;
}
const usual: Omit<Told, "id"> = {
  level: "general",
  source: "inspection",
  found: ago(40),
  deadline: ago(30),
  rectified: null,
  rectifiedBy: null,
  verified: null,
  verifiedBy: null,
};
const closed = { rectified: ago(30), rectifiedBy: "甲", verified: ago(20), verifiedBy: "乙" };

const given: Told[] = [
  // Without a deadline: the limit's last day is in time, the next is not.
  ...(["major", "general"] as const).flatMap((level) =>
    [-1, 0, 1].map((more) => ({
      ...usual,
      id: `${level} ${more}`,
      level,
      found: ago(limitOf(level) + more),
      deadline: null,
    })),
  ),
  { ...usual, id: "deadline today", deadline: asOf },
  { ...usual, id: "deadline yesterday", deadline: ago(1) },
  {
    ...usual,
    id: "deadline a year ago",
    found: ago(400),
    deadline: ago(365),
    ...closed,
    rectified: ago(366),
  },
  {
    ...usual,
    id: "deadline longer ago",
    found: ago(400),
    deadline: ago(366),
    ...closed,
    rectified: ago(367),
  },
  { ...usual, id: "in time", ...closed },
  { ...usual, id: "a day late", ...closed, rectified: ago(29) },
  { ...usual, id: "own word", ...closed, verifiedBy: "甲" },
  { ...usual, id: "rectifier unknown", ...closed, rectifiedBy: null },
  { ...usual, id: "verifier unknown", ...closed, verifiedBy: null },
  { ...usual, id: "verified today", ...closed, verified: asOf },
  { ...usual, id: "verified tomorrow", ...closed, verified: ago(-1) },
  { ...usual, id: "rectified today", ...closed, rectified: asOf, verified: asOf },
  { ...usual, id: "rectified tomorrow", ...closed, rectified: ago(-1), verified: null },
  { ...usual, id: "found today", found: asOf, deadline: null },
  { ...usual, id: "found tomorrow", found: ago(-1), deadline: null },
  { ...usual, id: "found by itself", ...closed, source: "self_check" },
  { ...usual, id: "before the first edition", found: "2016-10-08", deadline: null },
];
const random = randomFrom(31);
const pick = <One>(values: readonly One[]): One => values[Math.floor(random() * values.length)] as One;
for (let at = 0; at < 3000; at++) {
  const found = number(asOf) - Math.floor(random() * 460) + 10;
  const rectified = random() < 0.7 ? found + Math.floor(random() * 40) : null;
  const verified = rectified !== null && random() < 0.8 ? rectified + Math.floor(random() * 20) : null;
  given.push({
    id: `random ${at}`,
    level: pick(["major", "general"]),
    source: pick(["inspection", "tip", "monitoring", "expert", "accident", "self_check"]),
    found: dayOf(found),
    deadline: random() < 0.6 ? dayOf(found + Math.floor(random() * 40)) : null,
    rectified: rectified === null ? null : dayOf(rectified),
    rectifiedBy: rectified === null ? null : pick(["甲", "乙", null]),
    verified: verified === null ? null : dayOf(verified),
    verifiedBy: verified === null ? null : pick(["甲", "乙", null]),
  });
}

interface State {
  readonly is_open: boolean;
  readonly is_overdue: boolean;
  readonly is_due: boolean;
  readonly is_on_time: boolean;
}

/** What a clerk with a calendar says of a hazard on a day; null: it concerns nobody that day. */
function stateByHand(one: Told, day: string): State | null {
  if (one.found > day) return null;
  const hasLimit = one.deadline !== null || one.found >= pack.edition;
  const last = one.deadline ?? dayOf(number(one.found) + limitOf(one.level));
  const is_open = one.rectified === null || one.rectified > day;
  const isPast = hasLimit && day > last;
  const is_due = one.source !== "self_check" && isPast && number(day) - number(last) <= 365;
  if (!is_open && !is_due) return null;
  const isVerified =
    one.verified !== null &&
    one.verified <= day &&
    one.rectifiedBy !== null &&
    one.verifiedBy !== null &&
    one.rectifiedBy !== one.verifiedBy;
  const is_on_time = !is_open && hasLimit && one.rectified! <= last && isVerified;
  return { is_open, is_overdue: is_open && isPast, is_due, is_on_time };
}

let city: SmallWarehouse;
const states = new Map<string, State>();
let rowCount = 0;
beforeAll(async () => {
  city = await openSmallWarehouse({ days: [asOf, dayBefore] });
  await city.put("staging.enterprise", [enterprise("E1")]);
  const at = (day: string | null): string | null => day && `${day} 01:00:00`;
  await city.put(
    "staging.hazard",
    given.map(
      (one): Row => ({
        hazard_id: one.id,
        enterprise_id: "E1",
        description: one.id,
        level: one.level,
        hazard_source: one.source,
        found_at: at(one.found),
        deadline_on: one.deadline,
        rectified_at: at(one.rectified),
        rectified_on: one.rectified,
        rectified_by: one.rectifiedBy,
        verified_at: at(one.verified),
        verified_on: one.verified,
        verified_by: one.verifiedBy,
      }),
    ),
  );
  await city.build("scores.hazard_on_day");
  const rows = await city.rows<State & { id: string; day: string }>(
    `select hazard_id as id, cast(as_of as varchar) as day, is_open, coalesce(is_overdue, false) as is_overdue,
       coalesce(is_due, false) as is_due, coalesce(is_on_time, false) as is_on_time from scores.hazard_on_day`,
  );
  rowCount = rows.length;
  for (const { id, day, ...state } of rows) states.set(`${day} ${id}`, state);
}, 60_000);
afterAll(() => city.close());

const on = (id: string): State | undefined => states.get(`${asOf} ${id}`);

describe("scores.hazard_on_day", () => {
  it("is overdue from the day after the last one, by the deadline or by the pack's days", () => {
    for (const level of ["major", "general"]) {
      expect([-1, 0, 1].map((more) => on(`${level} ${more}`)?.is_overdue)).toEqual([false, false, true]);
    }
    expect(on("deadline today")).toMatchObject({ is_open: true, is_overdue: false, is_due: false });
    expect(on("deadline yesterday")).toMatchObject({ is_open: true, is_overdue: true, is_due: true });
    expect(on("before the first edition")).toMatchObject({ is_open: true, is_overdue: false, is_due: false });
  });

  it("asks of what fell due in the 365 days before", () => {
    expect(on("deadline a year ago")).toMatchObject({ is_due: true, is_on_time: true });
    expect(on("deadline longer ago")).toBeUndefined();
    expect(on("found by itself")).toBeUndefined();
  });

  it("is on time when rectified by the last day and verified by another by the day", () => {
    const times = (ids: readonly string[]): (boolean | undefined)[] => ids.map((id) => on(id)?.is_on_time);
    expect(times(["in time", "verified today"])).toEqual([true, true]);
    expect(times(["a day late", "own word", "rectifier unknown", "verifier unknown"])).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(on("verified tomorrow")).toMatchObject({ is_open: false, is_on_time: false });
    expect(on("rectified today")).toMatchObject({ is_open: false });
    expect(on("rectified tomorrow")).toMatchObject({ is_open: true, is_overdue: true });
    expect(on("found today")).toMatchObject({ is_open: true });
    expect(on("found tomorrow")).toBeUndefined();
  });

  it("agrees with a clerk on thousands of hazards and two days", () => {
    const wrong: string[] = [];
    let open = 0;
    let onTime = 0;
    for (const day of [asOf, dayBefore])
      for (const one of given) {
        const hand = stateByHand(one, day);
        const sql = states.get(`${day} ${one.id}`) ?? null;
        if (hand?.is_open) open++;
        if (hand?.is_on_time) onTime++;
        if (JSON.stringify(hand) !== JSON.stringify(sql))
          wrong.push(
            `${day} ${JSON.stringify(one)}: ${JSON.stringify(sql)} by SQL, ${JSON.stringify(hand)} by hand`,
          );
      }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(rowCount).toBe(states.size);
    expect(Math.min(open, onTime)).toBeGreaterThan(100);
  });
});

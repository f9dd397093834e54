import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VisitKind } from "../../../models/plan/problem.js";
import { type AskedVisit, type MadeVisit, settledBy } from "../../../models/plan/settle.js";

const rules = { qualifying: new Set<VisitKind>(["full", "special"]), spacingOf: () => 3 };
const made = (inspectionId: string, day: string, more: Partial<MadeVisit> = {}): MadeVisit => ({
  inspectionId,
  enterpriseId: "E",
  day,
  kind: "full",
  isPlanned: null,
  ...more,
});
const asked = (month: string, more: Partial<AskedVisit> = {}): AskedVisit => ({
  enterpriseId: "E",
  month: `${month}-01`,
  kind: "full",
  ...more,
});
const settle = (visits: readonly MadeVisit[], plan: readonly AskedVisit[]) =>
  Object.fromEntries([...settledBy(visits, plan, rules)].map(([id, visit]) => [id, visit.month.slice(0, 7)]));

describe("visits made against a plan", () => {
  test("settle the earliest open one of their enterprise in their month or before, each once", () => {
    const plan = [asked("2026-06"), asked("2026-01"), asked("2026-03", { enterpriseId: "F" })];
    expect(settle([made("late", "2026-05-31"), made("more", "2026-05-31")], plan)).toEqual({
      late: "2026-01",
      more: "2026-06",
    });
    // In the order of their days, whatever that of the rows.
    expect(settle([made("b", "2026-06-02"), made("a", "2026-02-01")], plan)).toEqual({
      a: "2026-01",
      b: "2026-06",
    });
    expect(settle([made("other", "2026-12-01", { enterpriseId: "G" })], plan)).toEqual({});
  });

  test("settle a later one where it would follow within the least distance, and none beyond", () => {
    expect(settle([made("a", "2026-03-31")], [asked("2026-05")])).toEqual({ a: "2026-05" });
    expect(settle([made("a", "2026-02-28")], [asked("2026-05")])).toEqual({});
    // An open one before goes first.
    expect(settle([made("a", "2026-03-31")], [asked("2026-05"), asked("2026-02")])).toEqual({ a: "2026-02" });
  });

  test("settle by kind: the planned one, or one that counts towards the minimum", () => {
    const drawn = [asked("2026-01", { kind: "random" })];
    expect(settle([made("a", "2026-01-05", { kind: "random" })], drawn)).toEqual({ a: "2026-01" });
    expect(settle([made("a", "2026-01-05", { kind: "special" })], drawn)).toEqual({ a: "2026-01" });
    expect(settle([made("a", "2026-01-05", { kind: "desk" })], drawn)).toEqual({});
    const full = [asked("2026-01")];
    expect(settle([made("a", "2026-01-05", { kind: "special" })], full)).toEqual({ a: "2026-01" });
    for (const kind of ["random", "complaint", "follow_up", "desk"] as const)
      expect(settle([made("a", "2026-01-05", { kind })], full)).toEqual({});
  });

  test("that their source calls unplanned settle none", () => {
    const plan = [asked("2026-01")];
    expect(settle([made("a", "2026-01-05", { isPlanned: false })], plan)).toEqual({});
    expect(settle([made("a", "2026-01-05", { isPlanned: true })], plan)).toEqual({ a: "2026-01" });
  });

  test("never settle more than were planned or made, and leave none open that one of them could settle", () => {
    const kinds = fc.constantFrom<VisitKind>("full", "special", "random", "complaint", "desk");
    const month = fc.integer({ min: 1, max: 12 }).map((m) => `2026-${String(m).padStart(2, "0")}`);
    const enterprise = fc.constantFrom("E", "F");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(enterprise, month, kinds, fc.constantFrom(null, true, false)), { maxLength: 12 }),
        fc.array(fc.tuple(enterprise, month, kinds), { maxLength: 12 }),
        (some, others) => {
          const visits = some.map(([enterpriseId, at, kind, isPlanned], i) =>
            made(`I${i}`, `${at}-15`, { enterpriseId, kind, isPlanned }),
          );
          const plan = others.map(([enterpriseId, at, kind]) => asked(at, { enterpriseId, kind }));
          const settled = settledBy(visits, plan, rules);
          expect(new Set(settled.values()).size).toBe(settled.size);
          const open = plan.filter((visit) => ![...settled.values()].includes(visit));
          for (const visit of visits) {
            const own = settled.get(visit.inspectionId);
            const fits = (one: AskedVisit) =>
              one.enterpriseId === visit.enterpriseId &&
              (one.kind === visit.kind || rules.qualifying.has(visit.kind)) &&
              Number(one.month.slice(5, 7)) < Number(visit.day.slice(5, 7)) + 3;
            if (own) expect(fits(own) && visit.isPlanned !== false).toBe(true);
            else if (visit.isPlanned !== false) expect(open.some(fits)).toBe(false);
          }
        },
      ),
      { numRuns: 10_000, seed: 20261125 },
    );
  });
});

import { groupBy } from "../group-by.js";
import { byText } from "./draw.js";
import type { VisitKind } from "./problem.js";
import { monthNumber } from "./units.js";

/** A visit made, as its source row tells it. */
export interface MadeVisit {
  readonly inspectionId: string;
  readonly enterpriseId: string;
  /** ISO day. */
  readonly day: string;
  readonly kind: VisitKind;
  /** What the source says of it: within the plan or not; null: not told. */
  readonly isPlanned: boolean | null;
}

/** A visit that a plan asked for. */
export interface AskedVisit {
  readonly enterpriseId: string;
  readonly month: string;
  readonly kind: VisitKind;
}

/**
 * Which planned visit each visit made settles, by its id; who settles none is not here (decision 0010). In the order of
 * their days, each settles at most one planned visit of its enterprise, and each planned one is settled at most once:
 * the earliest that is open in the visit's month or before, else the next one, if it would follow within the least distance,
 * since it can then no longer be made. A visit of the planned kind settles, and one that counts towards the
 * minimum; none that its source calls unplanned.
 */
export function settledBy<Asked extends AskedVisit>(
  made: readonly MadeVisit[],
  asked: readonly Asked[],
  rules: {
    readonly qualifying: ReadonlySet<VisitKind>;
    readonly spacingOf: (enterpriseId: string) => number;
  },
): ReadonlyMap<string, Asked> {
  const open = groupBy(
    [...asked].sort((a, b) => byText(a.month, b.month) || byText(a.kind, b.kind)),
    (visit) => visit.enterpriseId,
  );
  const settled = new Map<string, Asked>();
  for (const visit of [...made].sort(
    (a, b) => byText(a.day, b.day) || byText(a.inspectionId, b.inspectionId),
  )) {
    const own = open.get(visit.enterpriseId);
    if (!own || visit.isPlanned === false) continue;
    const month = monthNumber(visit.day.slice(0, 7)) ?? 0;
    const before = month + rules.spacingOf(visit.enterpriseId);
    const at = own.findIndex(
      (each) =>
        (each.kind === visit.kind || rules.qualifying.has(visit.kind)) &&
        (monthNumber(each.month) ?? 0) < before,
    );
    if (at < 0) continue;
    settled.set(visit.inspectionId, own[at] as Asked);
    own.splice(at, 1);
  }
  return settled;
}

import { createHash } from "node:crypto";
import type { Claim } from "./claim.js";
import { monthText } from "./units.js";

/**
 * The place of an enterprise in a month's draw: SHA-256 of `seed|enterprise|2026-11`, as hexadecimal; the
 * lowest is drawn first.
 */
export function drawNumber(seed: string, enterpriseId: string, month: number): string {
  return createHash("sha256")
    .update(`${seed}|${enterpriseId}|${monthText(month).slice(0, 7)}`)
    .digest("hex");
}

/** One line of the register of a draw: everyone who could be drawn in the month, in the order of draw numbers. */
export interface DrawLine {
  readonly month: string;
  readonly departmentCode: string;
  readonly enterpriseId: string;
  /** Group of whom a least part is drawn, such as `insufficient_data`; null: none. */
  readonly stratum: string | null;
  readonly drawNumber: string;
  readonly isDrawn: boolean;
  /** Place among all that were drawn, from 1; null for the others. */
  readonly place: number | null;
}

/** Rising by text, code unit by code unit: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of everyone drawn at least this part, in thousandths, is of the stratum as long as its pool has someone. */
export interface StratumRule {
  readonly stratum: string;
  readonly fraction: number;
}

/** What a draw hands on to the next department: person-days still to be drawn, in thousandths, and who was drawn so far. */
export interface DrawState {
  readonly due: number;
  readonly drawn: number;
  readonly byStratum: ReadonlyMap<string, number>;
}

export const NOTHING_DRAWN: DrawState = { due: 0, drawn: 0, byStratum: new Map() };

export interface DrawTask {
  readonly departmentCode: string;
  readonly claims: readonly Claim[];
  /** Thousandths of a person-day by month: what the share adds, and the most that the draw may take. */
  readonly added: readonly number[];
  readonly most: readonly number[];
  readonly seed: string;
  readonly firstMonth: number;
  readonly strata: readonly StratumRule[];
  readonly state: DrawState;
}

export interface Drawn {
  /** Month by claim; -1: not drawn. */
  readonly months: Int8Array;
  readonly register: readonly DrawLine[];
  /** Thousandths of a person-day drawn. */
  readonly size: number;
  readonly state: DrawState;
}

/**
 * Draws a department's random visits (双随机). The share adds up month by month and what is less than a visit, or could
 * not be drawn, is carried over: a visit is drawn as soon as half of it is due, so that the sum stays within half
 * a visit of the share. In a month with a draw the lowest number is drawn first, of a stratum that is
 * behind its least part if there is one, else of all; the first who no longer fits ends the month, since to go on to
 * a smaller one would favour it. The register holds everyone who could be drawn in such a month, so that with
 * the seed anyone can repeat the draw.
 */
export function drawVisits(task: DrawTask): Drawn {
  const { claims, firstMonth, seed, departmentCode } = task;
  const months = new Int8Array(claims.length).fill(-1);
  const byStratum = new Map(task.state.byStratum);
  const register: DrawLine[] = [];
  let { due, drawn } = task.state;
  let size = 0;
  const smallest = claims.reduce(
    (least, claim) => (claim.canBeDrawn ? Math.min(least, claim.randomSize) : least),
    Number.POSITIVE_INFINITY,
  );
  task.added.forEach((added, month) => {
    due += added;
    let left = task.most[month] as number;
    if (due * 2 < smallest || left < smallest) return;
    const lines = claims
      .flatMap((claim, at) =>
        claim.canBeDrawn && months[at] === -1 && (claim.months & (1 << month)) !== 0
          ? [{ at, claim, number: drawNumber(seed, claim.enterprise.enterpriseId, firstMonth + month) }]
          : [],
      )
      .sort((a, b) => byText(a.number, b.number));
    const places = new Map<number, number>();
    const open = [...lines];
    while (open.length > 0) {
      const behind = task.strata.find(
        ({ stratum, fraction }) =>
          (byStratum.get(stratum) ?? 0) < Math.ceil(((drawn + 1) * fraction) / 1000) &&
          open.some(({ claim }) => claim.enterprise.stratum === stratum),
      );
      const next = behind ? open.findIndex(({ claim }) => claim.enterprise.stratum === behind.stratum) : 0;
      const { at, claim } = open[next] as (typeof open)[number];
      if (claim.randomSize > left || due * 2 < claim.randomSize) break;
      open.splice(next, 1);
      months[at] = month;
      due -= claim.randomSize;
      left -= claim.randomSize;
      size += claim.randomSize;
      drawn++;
      places.set(at, drawn);
      const stratum = claim.enterprise.stratum ?? null;
      if (stratum !== null) byStratum.set(stratum, (byStratum.get(stratum) ?? 0) + 1);
    }
    if (places.size === 0) return;
    for (const { at, claim, number } of lines)
      register.push({
        month: monthText(firstMonth + month),
        departmentCode,
        enterpriseId: claim.enterprise.enterpriseId,
        stratum: claim.enterprise.stratum ?? null,
        drawNumber: number,
        isDrawn: places.has(at),
        place: places.get(at) ?? null,
      });
  });
  return { months, register, size, state: { due, drawn, byStratum } };
}

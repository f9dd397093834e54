import { createHash } from "node:crypto";
import type { Claim } from "./claim.js";
import { fillMonths } from "./pass.js";
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

/** One line of the register of a draw: everyone who could be drawn in the month, in the order of the draw. */
export interface DrawLine {
  readonly month: string;
  readonly departmentCode: string;
  readonly enterpriseId: string;
  readonly drawNumber: string;
  readonly isDrawn: boolean;
}

/** Rising by text, code unit by code unit: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Draws a department's random visits (双随机): each month, those who may be drawn and have not been drawn yet,
 * in the order of their draw numbers, until the first that the month's reserve no longer holds. To go on to
 * a smaller one would favour it, so the draw stops there. Returns the month by claim (-1: not drawn) and
 * the register, from which anyone can repeat the draw with the seed.
 */
export function drawVisits(
  departmentCode: string,
  claims: readonly Claim[],
  reserves: readonly number[],
  seed: string,
  firstMonth: number,
): { readonly months: Int8Array; readonly register: readonly DrawLine[] } {
  const sizes = Int32Array.from(claims, (claim) => claim.randomSize);
  const mayBe = Int32Array.from(claims, (claim) =>
    (claim.drawMonths ?? []).reduce((mask, month) => mask | (1 << month), 0),
  );
  const numbers = reserves.map((reserve, month) => {
    const able =
      reserve === 0 ? [] : [...mayBe.keys()].filter((i) => ((mayBe[i] as number) & (1 << month)) !== 0);
    return able
      .map((i) => ({
        i,
        number: drawNumber(seed, (claims[i] as Claim).enterprise.enterpriseId, firstMonth + month),
      }))
      .sort((a, b) => byText(a.number, b.number));
  });
  const orders = numbers.map((lines) => Int32Array.from(lines, (line) => line.i));
  const months = fillMonths({ sizes, months: mayBe }, (month) => orders[month] as Int32Array, reserves);
  const register = numbers.flatMap((lines, month) =>
    lines
      .filter(({ i }) => months[i] === -1 || (months[i] as number) >= month)
      .map(({ i, number }) => ({
        month: monthText(firstMonth + month),
        departmentCode,
        enterpriseId: (claims[i] as Claim).enterprise.enterpriseId,
        drawNumber: number,
        isDrawn: months[i] === month,
      })),
  );
  return { months, register };
}

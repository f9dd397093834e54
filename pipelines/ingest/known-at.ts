import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";
import { Fault } from "../fault.js";
import { createLedger } from "./ledger.js";

/** When a run looks from, and when what it reads is stamped; both UTC, ISO 8601 with milliseconds. */
export interface KnownAt {
  readonly runKnownAt: string;
  readonly stamp: string;
}

/**
 * Decides the two instants of a run (docs/decisions/0003): time only moves forward. Without a request both are the clock, or a
 * millisecond after the newest stamp where that lies ahead of the clock. A requested instant later than every stamp is both;
 * an earlier one looks back: new rows are stamped with the clock (or just after the newest stamp), and the run does not see them.
 */
export async function decideKnownAt(
  warehouse: Warehouse,
  requested: string | null,
  now: Date,
): Promise<KnownAt> {
  await createLedger(warehouse);
  // Looking at unchanged files tells nothing new; but what an earlier run was told to know is settled for good.
  const hasRuns = await hasTable(warehouse, "control.run", "warehouse");
  const runs = hasRuns
    ? "union all select known_at from warehouse.control.run where state = 'published'"
    : "";
  const [row] = await warehouse.rows<{ newest: string | null }>(
    `select cast(epoch_ms(max(known_at)) as varchar) as newest from (
        select known_at from warehouse.control.file where state in ('read', 'gone') ${runs})`,
  );
  const newest = row?.newest == null ? null : Number(row.newest);
  const clock = Math.max(now.getTime(), newest === null ? Number.NEGATIVE_INFINITY : newest + 1);
  const iso = (instant: number): string => new Date(instant).toISOString();
  if (requested === null) return { runKnownAt: iso(clock), stamp: iso(clock) };
  const wanted = Date.parse(requested);
  return { runKnownAt: iso(wanted), stamp: iso(newest === null || wanted > newest ? wanted : clock) };
}

/** Refuses to look from an instant at which no file had been read: its pages would be empty. Call it after ingest; throws a Fault. */
export async function refuseNothingKnown(warehouse: Warehouse, knownAt: string): Promise<void> {
  const [row] = await warehouse.rows<{ first: string | null }>(
    "select cast(epoch_ms(min(known_at)) as varchar) as first from warehouse.control.file where state = 'read'",
  );
  if (row?.first == null || Number(row.first) <= Date.parse(knownAt)) return;
  const first = new Date(Number(row.first)).toISOString();
  throw new Fault(
    {
      zh: `--known-at：读到 ${knownAt}，当时还没有读过任何文件，应不早于首次读入的 ${first}；改用较晚的时点，或用 --as-of 回看较早的日子`,
      en: `--known-at: found ${knownAt}, when no file had been read yet, expected ${first} or later, when the first was; look from a later instant, or back at an earlier day by --as-of`,
    },
    "data",
  );
}

import type { Warehouse } from "../warehouse/open.js";
import { control, type TickTable } from "./tables.js";

/** Enters ticks; one that stands already (same job and due time) is replaced. The last of several for one tick counts. */
export async function recordTicks(warehouse: Warehouse, ticks: readonly TickTable[]): Promise<void> {
  if (ticks.length === 0) return;
  const newest = new Map(ticks.map((tick) => [`${tick.job}\n${tick.due_at}`, tick]));
  await control(warehouse)
    .transaction()
    .execute(async (ledger) => {
      for (const tick of newest.values())
        await ledger
          .deleteFrom("control.tick")
          .where("job", "=", tick.job)
          .where("due_at", "=", tick.due_at)
          .execute();
      await ledger
        .insertInto("control.tick")
        .values([...newest.values()])
        .execute();
    });
}

/** Ticks, newest first; of one job where it is named. */
export async function listTicks(
  warehouse: Warehouse,
  options: { readonly job?: string; readonly limit?: number } = {},
): Promise<TickTable[]> {
  let query = control(warehouse)
    .selectFrom("control.tick")
    .select(["job", "due_at", "state", "reason", "run_id", "started_at", "ended_at"])
    .orderBy("due_at", "desc")
    .orderBy("job")
    .limit(options.limit ?? 100);
  if (options.job !== undefined) query = query.where("job", "=", options.job);
  return query.execute();
}

/** When each job was last due, by job: the newest row of any state. */
export async function lastDue(warehouse: Warehouse): Promise<Record<string, string>> {
  const rows = await control(warehouse)
    .selectFrom("control.tick")
    .select((column) => ["job", column.fn.max("due_at").as("due_at")])
    .groupBy("job")
    .orderBy("job")
    .execute();
  return Object.fromEntries(rows.map((row) => [row.job, row.due_at]));
}

/** Ticks that wait for their turn or are at work, oldest first. */
export async function openTicks(warehouse: Warehouse): Promise<TickTable[]> {
  return control(warehouse)
    .selectFrom("control.tick")
    .select(["job", "due_at", "state", "reason", "run_id", "started_at", "ended_at"])
    .where("state", "in", ["waiting", "running"])
    .orderBy("due_at")
    .orderBy("job")
    .execute();
}

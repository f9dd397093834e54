import { sql } from "../warehouse/kysely.js";
import type { Warehouse } from "../warehouse/open.js";
import { control, type PublicationTable } from "./tables.js";

/** Enters a publication and makes it the current one; `manifest` is kept as JSON. */
export async function recordPublication(
  warehouse: Warehouse,
  publication: { readonly run_id: string; readonly published_at: string; readonly manifest: unknown },
): Promise<void> {
  await control(warehouse)
    .transaction()
    .execute(async (ledger) => {
      await ledger.deleteFrom("control.publication").where("run_id", "=", publication.run_id).execute();
      await ledger
        .updateTable("control.publication")
        .set({ is_current: false })
        .where("is_current", "=", true)
        .execute();
      await ledger
        .insertInto("control.publication")
        .values({ ...publication, is_current: true, manifest: JSON.stringify(publication.manifest) })
        .execute();
    });
}

/** After a rollback: marks the publication of this run as the one that readers see. */
export async function markCurrent(warehouse: Warehouse, runId: string): Promise<void> {
  await control(warehouse)
    .updateTable("control.publication")
    .set({ is_current: sql<boolean>`run_id = ${runId}` })
    .execute();
}

/** Publications ever made, newest first; the folders of old ones may be gone. */
export async function listRecordedPublications(
  warehouse: Warehouse,
): Promise<Omit<PublicationTable, "manifest">[]> {
  return control(warehouse)
    .selectFrom("control.publication")
    .select(["run_id", "published_at", "is_current"])
    .orderBy("published_at", "desc")
    .orderBy("run_id", "desc")
    .execute();
}

/** Runs that ended without a publication: a folder of their name, should one stand, no reader ever saw. */
export async function neverPublished(warehouse: Warehouse): Promise<string[]> {
  const ledger = control(warehouse);
  const runs = await ledger
    .selectFrom("control.run")
    .select("run_id")
    .where("state", "in", ["aborted", "failed"])
    .where("run_id", "not in", ledger.selectFrom("control.publication").select("run_id"))
    .execute();
  return runs.map((run) => run.run_id);
}

import { markCurrent, recordPublication } from "../control/publication.js";
import { finishRun, finishSteps } from "../control/run.js";
import { currentRunId, settlePointer } from "../publish/pointer.js";
import { readManifest } from "../publish/publication.js";
import type { Warehouse } from "../warehouse/open.js";

/**
 * Makes the ledger say what readers see. The pointer decides: a run killed between the switch of `current` and its ledger row is
 * published; after a rollback the publication pointed at is the current one. Call it with the lock held, when nobody is at work.
 */
export async function settleLedger(warehouse: Warehouse, publishedFolder: string): Promise<void> {
  await settlePointer(publishedFolder);
  const runId = await currentRunId(publishedFolder);
  if (runId === null) return;
  const [known] = await warehouse.rows<{ state: string; is_recorded: boolean; is_current: boolean }>(
    `select run.state, publication.run_id is not null as is_recorded, coalesce(publication.is_current, false) as is_current
     from warehouse.control.run as run
     left join warehouse.control.publication as publication on publication.run_id = run.run_id
     where run.run_id = $1`,
    [runId],
  );
  // A publication that another warehouse made is none of this ledger's business.
  if (!known) return;
  if (known.is_recorded && !known.is_current) await markCurrent(warehouse, runId);
  const isEnded = !["running", "aborted", "failed"].includes(known.state);
  if (known.is_recorded && isEnded) return;
  // Without its manifest (a power failure, a hand) it is no publication: the next run makes another one.
  const manifest = await readManifest(publishedFolder, runId).catch(() => null);
  if (manifest === null) return;
  const { created_at } = manifest;
  if (!known.is_recorded)
    await recordPublication(warehouse, { run_id: runId, published_at: created_at, manifest });
  if (isEnded) return;
  await finishSteps(warehouse, runId, created_at);
  await finishRun(warehouse, runId, { state: "published", ended_at: created_at });
}

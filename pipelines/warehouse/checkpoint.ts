import type { Warehouse } from "./open.js";

/**
 * Writes what the log of the file `warehouse` holds into the file itself, beside whatever else is done; resolves when it is
 * written. Reading goes on meanwhile, a commit waits. Nothing depends on it: where it fails (a full disk) the log stands, and closing tries again.
 */
export async function checkpointAside(warehouse: Warehouse): Promise<void> {
  const aside = await warehouse.fork();
  try {
    await aside.run("checkpoint warehouse");
  } catch {
    // Said above: what was committed stands in the log.
  } finally {
    aside.close();
  }
}

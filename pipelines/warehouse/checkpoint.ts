import type { Warehouse } from "./open.js";

/**
 * Writes what the log of the file `warehouse` holds into the file itself, beside whatever else is done; resolves when it is
 * written. Reading goes on meanwhile, a commit waits. Where it fails (a full disk) the log stands, and DuckDB answers every later
 * statement with the reason, which is therefore not told here.
 */
export async function checkpointAside(warehouse: Warehouse): Promise<void> {
  let aside: Warehouse | null = null;
  try {
    aside = await warehouse.fork();
    await aside.run("checkpoint warehouse");
  } catch {
    // Said above: the next statement fails with it.
  } finally {
    aside?.close();
  }
}

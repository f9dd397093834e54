import type { Warehouse } from "../warehouse/open.js";

/** One transaction that is begun when there is something to do. */
export interface Transaction {
  /** Begins if that has not happened, and does the work; when it throws, all is undone and another attempt may follow. */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Makes everything last that was attempted. */
  commit(): Promise<void>;
  /** Undoes everything; nothing when it never began. */
  rollback(): Promise<void>;
}

/** A transaction of the warehouse's only connection. */
export function transactionOf(warehouse: Warehouse): Transaction {
  let isOpen = false;
  const end = async (statement: "commit" | "rollback"): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await warehouse.run(statement);
  };
  return {
    async attempt(work) {
      if (!isOpen) await warehouse.run("begin transaction");
      isOpen = true;
      try {
        return await work();
      } catch (error) {
        await end("rollback");
        throw error;
      }
    },
    commit: () => end("commit"),
    rollback: () => end("rollback"),
  };
}

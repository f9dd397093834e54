import type { Warehouse } from "./open.js";

/** A piece of work on the database that waits for others to be done. */
export interface LaneTask {
  readonly name: string;
  /** Names of tasks that go before; those that nobody has to do are done. */
  readonly after: readonly string[];
  readonly work: (lane: Warehouse) => Promise<void>;
}

/**
 * Does every task once, `lanes` at a time, each lane on a connection of its own: a lane takes the first task of the list
 * whose predecessors are done, and waits where there is none. The first failure stops the taking, and is thrown when the
 * lanes have ended. Tasks that wait for one another never end: the list must have an order in which it can be done.
 */
export async function runInLanes(
  warehouse: Warehouse,
  lanes: number,
  tasks: readonly LaneTask[],
): Promise<void> {
  const waiting = [...tasks];
  const undone = new Set(tasks.map((task) => task.name));
  let failure: { readonly error: unknown } | null = null;
  let wake: (() => void)[] = [];
  const run = async (lane: Warehouse): Promise<void> => {
    while (waiting.length > 0 && failure === null) {
      const next = waiting.findIndex((task) => !task.after.some((each) => undone.has(each)));
      const task = next === -1 ? undefined : waiting.splice(next, 1)[0];
      if (!task) {
        await new Promise<void>((resolve) => wake.push(resolve));
        continue;
      }
      try {
        await task.work(lane);
      } catch (error) {
        failure ??= { error };
      }
      undone.delete(task.name);
      const woken = wake;
      wake = [];
      for (const resolve of woken) resolve();
    }
  };
  const forks: Warehouse[] = [];
  try {
    while (forks.length + 1 < lanes) forks.push(await warehouse.fork());
    await Promise.all([warehouse, ...forks].map(run));
  } finally {
    for (const fork of forks) fork.close();
  }
  if (failure !== null) throw (failure as { error: unknown }).error;
}

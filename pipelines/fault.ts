/** What a person did wrong or what the data, the rules or the system refused; exit statuses of contracts.md §2. */
export type FaultKind = "data" | "usage" | "stopped";

/**
 * An explained failure: `where: what was found, what was expected; what to do`.
 * `messages` holds every fault found at once; the process ends with `exitStatus`, without a stack trace.
 */
export class Fault extends Error {
  readonly messages: readonly string[];
  readonly kind: FaultKind;

  constructor(messages: string | readonly string[], kind: FaultKind = "data") {
    const all = typeof messages === "string" ? [messages] : messages;
    super(all.join("\n"));
    this.name = "Fault";
    this.messages = all;
    this.kind = kind;
  }

  get exitStatus(): 1 | 2 | 3 {
    return this.kind === "usage" ? 2 : this.kind === "stopped" ? 3 : 1;
  }
}

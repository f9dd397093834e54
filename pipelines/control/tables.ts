import type { Kysely } from "kysely";
import { kyselyOver } from "../warehouse/kysely.js";
import type { Warehouse } from "../warehouse/open.js";

export type RunState = "running" | "published" | "built" | "stopped" | "failed" | "aborted";
export type StepState = "running" | "done" | "failed" | "skipped" | "aborted";
/** `waiting` for its turn, or `running`: after a kill the next start settles such ticks. */
export type TickState = "waiting" | "running" | "done" | "failed" | "skipped" | "missed";

// All `_at` are UTC, ISO 8601 with milliseconds, on the way in as on the way out; `as_of` is a day.

export interface RunTable {
  readonly run_id: string;
  readonly command: string;
  readonly state: RunState;
  readonly as_of: string | null;
  readonly known_at: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly config: string | null;
  readonly rules: string | null;
  readonly sql_sha256: string | null;
  /** Why it did not end well, in English and in Chinese; `message_zh` is null also in rows from before it was kept. */
  readonly message: string | null;
  readonly message_zh: string | null;
  readonly program_sha256: string | null;
  /** JSON, a list of texts; null until its checks ran. */
  readonly warnings: string | null;
}

export interface StepTable {
  readonly run_id: string;
  readonly position: number;
  readonly step: string;
  readonly state: StepState;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly row_count: number | null;
  readonly message: string | null;
}

export interface PublicationTable {
  readonly run_id: string;
  readonly published_at: string;
  readonly is_current: boolean;
  readonly manifest: string;
}

export interface TickTable {
  readonly job: string;
  readonly due_at: string;
  readonly state: TickState;
  readonly reason: string | null;
  readonly run_id: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export interface ControlTables {
  "control.run": RunTable;
  "control.step": StepTable;
  "control.publication": PublicationTable;
  "control.tick": TickTable;
}

// Full names throughout: the catalog in use may be `build`.
const statements = `
create schema if not exists warehouse.control;
create table if not exists warehouse.control.run (
    run_id varchar not null, command varchar not null, state varchar not null, as_of date, known_at timestamp,
    started_at timestamp not null, ended_at timestamp, config varchar, rules varchar, sql_sha256 varchar, message varchar
);
alter table warehouse.control.run add column if not exists program_sha256 varchar;
alter table warehouse.control.run add column if not exists warnings varchar;
alter table warehouse.control.run add column if not exists message_zh varchar;
create table if not exists warehouse.control.step (
    run_id varchar not null, position integer not null, step varchar not null, state varchar not null,
    started_at timestamp not null, ended_at timestamp, row_count bigint, message varchar
);
create table if not exists warehouse.control.publication (
    run_id varchar not null, published_at timestamp not null, is_current boolean not null, manifest varchar not null
);
create table if not exists warehouse.control.tick (
    job varchar not null, due_at timestamp not null, state varchar not null, reason varchar, run_id varchar,
    started_at timestamp, ended_at timestamp
);
`;

/** Makes the ledger's tables in the catalog `warehouse` where they are missing; rows that stand are left alone. */
export async function createControlTables(warehouse: Warehouse): Promise<void> {
  await warehouse.run(statements);
}

const readers = new WeakMap<Warehouse, Kysely<ControlTables>>();

/** Typed access to `warehouse.control.*`, whatever catalog is in use. One reader a warehouse is kept. */
export function control(warehouse: Warehouse): Kysely<ControlTables> {
  const known = readers.get(warehouse);
  if (known) return known;
  const made = kyselyOver<ControlTables>(warehouse, {
    "control.run": "warehouse.control.run",
    "control.step": "warehouse.control.step",
    "control.publication": "warehouse.control.publication",
    "control.tick": "warehouse.control.tick",
  });
  readers.set(warehouse, made);
  return made;
}

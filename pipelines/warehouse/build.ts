import { createHash } from "node:crypto";
import { runInLanes } from "./lanes.js";
import { quoteText, type Warehouse } from "./open.js";
import { orderNodes, urgentFirst } from "./order.js";
import { readSqlFiles, type SqlFile } from "./sql-files.js";

/** A table that SQL cannot make (a plan, a simulation): TypeScript reads tables and writes this one, by pure functions. */
export interface ComputedTable {
  readonly table: string;
  readonly reads: readonly string[];
  /** Makes or replaces the table in the catalog in use; comes back with its number of rows. */
  readonly make: (warehouse: Warehouse) => Promise<number>;
}

/** One step of a build: what it makes, what it reads, and how. */
export interface BuildNode {
  readonly table: string;
  readonly reads: readonly string[];
  /** Where it is written, for messages. */
  readonly path: string;
  /** The statement that makes it, or the function where SQL cannot. */
  readonly statement: string | null;
  readonly make: (warehouse: Warehouse) => Promise<number>;
}

/**
 * The tables that a statement of sql/ reads, by `schema.table` anywhere outside comments and quoted texts: a hundredth of
 * the time of DuckDB's own parse tree, of which a test says that it names the same.
 */
export function tablesReadBy(text: string): string[] {
  const code = text.replaceAll(/--[^\n]*|'(?:[^']|'')*'/g, " ");
  return [...new Set(code.match(/\b(?:staging|rules|facts|scores|marts)\.\w+/g) ?? [])];
}

/** The statement as DuckDB parses it; throws naming the file when it does not parse or is more than one select. */
export async function parseStatement(
  warehouse: Warehouse,
  file: { path: string; text: string },
): Promise<unknown> {
  const [row] = await warehouse.rows<{ tree: string }>(
    `select cast(json_serialize_sql(${quoteText(file.text)}) as varchar) as tree`,
  );
  const tree = JSON.parse(row?.tree ?? "{}") as {
    error: boolean;
    error_message?: string;
    statements?: { node: unknown }[];
  };
  if (tree.error || tree.statements?.length !== 1)
    throw new Error(`${file.path}: ${tree.error_message ?? "not one statement"}; a file holds one select`);
  return tree.statements[0]?.node;
}

/** The statement that makes a file's table: what the run executes, and what the benchmark runs by hand. */
export function statementOf(file: SqlFile): string {
  return `create or replace ${file.isView ? "view" : "table"} ${file.table} as\n${file.text}`;
}

/** What TypeScript computes takes as long as some twenty tables of SQL: a guess that only orders the work. */
const computedCost = 20;

/**
 * All files of sql/ and all computed tables, in an order in which each reads only what stands already.
 * The order is read from the SQL itself; nobody keeps a list.
 */
export async function readBuildNodes(
  _warehouse: Warehouse,
  computed: readonly ComputedTable[] = [],
): Promise<BuildNode[]> {
  const nodes: BuildNode[] = computed.map((each) => ({
    ...each,
    path: `computed ${each.table}`,
    statement: null,
  }));
  for (const file of readSqlFiles()) {
    const statement = statementOf(file);
    nodes.push({
      table: file.table,
      path: file.path,
      reads: tablesReadBy(file.text),
      statement,
      make: async (target) => {
        const result = await target.connection.run(statement);
        return file.isView ? 0 : Number((await result.getRows())[0]?.[0] ?? 0);
      },
    });
  }
  return urgentFirst(orderNodes(nodes), (node) => (node.statement === null ? computedCost : 1));
}

/** How long one table took and how many rows it has; a view counts none. */
export interface BuiltTable {
  readonly table: string;
  readonly seconds: number;
  readonly rows: number;
}

/** Makes one node's table; an error names the file. */
async function makeNode(node: BuildNode, warehouse: Warehouse): Promise<BuiltTable> {
  const start = performance.now();
  try {
    const rows = await node.make(warehouse);
    return { table: node.table, seconds: (performance.now() - start) / 1000, rows };
  } catch (error) {
    throw new Error(`${node.path}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Makes facts, scores and marts in the catalog in use, from `staging` and `rules` that stand there already.
 * `only` keeps the tables that the named ones need: a what-if does not draw every mart.
 * `lanes` is how many tables may be in the making at once, each on a connection of its own: a city's tables are too small
 * for DuckDB to split, so two at once keep two cores busy; a province's are split, and two at once would only want memory.
 */
export async function buildTables(
  warehouse: Warehouse,
  options: {
    readonly nodes: readonly BuildNode[];
    readonly only?: readonly string[];
    readonly onTable?: (built: BuiltTable) => void;
    readonly lanes?: number;
  },
): Promise<BuiltTable[]> {
  const wanted = options.only ? neededFor(options.nodes, options.only) : options.nodes;
  for (const schema of ["facts", "scores", "marts"])
    await warehouse.run(`create schema if not exists ${schema}`);
  const built: BuiltTable[] = [];
  await runInLanes(
    warehouse,
    options.lanes ?? 1,
    wanted.map((node) => ({
      name: node.table,
      after: node.reads.filter((read) => read !== node.table),
      work: async (lane) => {
        const table = await makeNode(node, lane);
        built.push(table);
        options.onTable?.(table);
      },
    })),
  );
  return built;
}

/** The named tables and everything that they read, in build order. */
export function neededFor(ordered: readonly BuildNode[], targets: readonly string[]): BuildNode[] {
  const needed = new Set(targets);
  for (const node of [...ordered].reverse())
    if (needed.has(node.table)) for (const read of node.reads) needed.add(read);
  return ordered.filter((node) => needed.has(node.table));
}

/** One SHA-256 over every statement that makes a table: two runs with the same hash computed by the same SQL. */
export function hashSql(nodes: readonly BuildNode[]): string {
  const hash = createHash("sha256");
  for (const node of nodes) hash.update(`${node.table}\n${node.statement ?? "computed"}\n`);
  return hash.digest("hex");
}

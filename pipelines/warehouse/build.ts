import { quoteText, type Warehouse } from "./open.js";
import { orderNodes } from "./order.js";
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

/** Tables named anywhere in a serialized statement, without the names of its own CTEs. */
function tablesIn(tree: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(tree)) for (const branch of tree) tablesIn(branch, found);
  else if (tree && typeof tree === "object") {
    const node = tree as Record<string, unknown>;
    if (node.type === "BASE_TABLE" && node.schema_name) found.add(`${node.schema_name}.${node.table_name}`);
    for (const branch of Object.values(node)) tablesIn(branch, found);
  }
  return found;
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

/**
 * All files of sql/ and all computed tables, in an order in which each reads only what stands already.
 * The order is read from the SQL itself; nobody keeps a list.
 */
export async function readBuildNodes(
  warehouse: Warehouse,
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
      reads: [...tablesIn(await parseStatement(warehouse, file), new Set<string>())],
      statement,
      make: async (target) => {
        const result = await target.connection.run(statement);
        return file.isView ? 0 : Number((await result.getRows())[0]?.[0] ?? 0);
      },
    });
  }
  return orderNodes(nodes);
}

/** How long one table took and how many rows it has; a view counts none. */
export interface BuiltTable {
  readonly table: string;
  readonly seconds: number;
  readonly rows: number;
}

/**
 * Makes facts, scores and marts in the catalog in use, from `staging` and `rules` that stand there already.
 * `only` keeps the tables that the named ones need: a what-if does not draw every mart.
 */
export async function buildTables(
  warehouse: Warehouse,
  options: {
    readonly nodes: readonly BuildNode[];
    readonly only?: readonly string[];
    readonly onTable?: (built: BuiltTable) => void;
  },
): Promise<BuiltTable[]> {
  const wanted = options.only ? neededFor(options.nodes, options.only) : options.nodes;
  for (const schema of ["facts", "scores", "marts"])
    await warehouse.run(`create schema if not exists ${schema}`);
  const built: BuiltTable[] = [];
  for (const node of wanted) {
    const start = performance.now();
    let rows: number;
    try {
      rows = await node.make(warehouse);
    } catch (error) {
      throw new Error(`${node.path}: ${(error as Error).message}`, { cause: error });
    }
    const table = { table: node.table, seconds: (performance.now() - start) / 1000, rows };
    built.push(table);
    options.onTable?.(table);
  }
  return built;
}

/** The named tables and everything that they read, in build order. */
export function neededFor(ordered: readonly BuildNode[], targets: readonly string[]): BuildNode[] {
  const needed = new Set(targets);
  for (const node of [...ordered].reverse())
    if (needed.has(node.table)) for (const read of node.reads) needed.add(read);
  return ordered.filter((node) => needed.has(node.table));
}

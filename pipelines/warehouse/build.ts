import { orderNodes } from "./order.js";
import { quoteText, type Warehouse } from "./open.js";
import { readSqlFiles, type SqlFile } from "./sql-files.js";

export interface OrderedSqlFile extends SqlFile {
  readonly reads: readonly string[];
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

/** All files of sql/ in an order in which each reads only what stands already. Read from the SQL itself; nobody keeps a list. */
export async function readOrderedSql(warehouse: Warehouse): Promise<OrderedSqlFile[]> {
  const nodes: OrderedSqlFile[] = [];
  for (const file of readSqlFiles())
    nodes.push({ ...file, reads: [...tablesIn(await parseStatement(warehouse, file), new Set<string>())] });
  return orderNodes(nodes);
}

/** How long one table took and how many rows it has; a view counts none. */
export interface BuiltTable {
  readonly table: string;
  readonly seconds: number;
  readonly rows: number;
}

/** The statement that makes a file's table: what the run executes, and what the benchmark runs by hand. */
export function statementOf(file: SqlFile): string {
  return `create or replace ${file.isView ? "view" : "table"} ${file.table} as\n${file.text}`;
}

/**
 * Makes facts, scores and marts in the catalog in use, from `staging` and `rules` that stand there already.
 * `only` keeps the tables that the named ones need: a what-if does not draw every mart.
 */
export async function buildTables(
  warehouse: Warehouse,
  options: {
    readonly only?: readonly string[];
    readonly onTable?: (built: BuiltTable) => void;
    readonly files?: readonly OrderedSqlFile[];
  } = {},
): Promise<BuiltTable[]> {
  const ordered = options.files ?? (await readOrderedSql(warehouse));
  const wanted = options.only ? neededFor(ordered, options.only) : ordered;
  for (const schema of ["facts", "scores", "marts"])
    await warehouse.run(`create schema if not exists ${schema}`);
  const built: BuiltTable[] = [];
  for (const file of wanted) {
    const start = performance.now();
    let rows = 0;
    try {
      const result = await warehouse.connection.run(statementOf(file));
      if (!file.isView) rows = Number((await result.getRows())[0]?.[0] ?? 0);
    } catch (error) {
      throw new Error(`${file.path}: ${(error as Error).message}`, { cause: error });
    }
    const table = { table: file.table, seconds: (performance.now() - start) / 1000, rows };
    built.push(table);
    options.onTable?.(table);
  }
  return built;
}

function neededFor(ordered: readonly OrderedSqlFile[], targets: readonly string[]): OrderedSqlFile[] {
  const needed = new Set(targets);
  for (const file of [...ordered].reverse())
    if (needed.has(file.table)) for (const read of file.reads) needed.add(read);
  return ordered.filter((file) => needed.has(file.table));
}

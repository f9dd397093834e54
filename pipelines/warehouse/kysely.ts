import { DuckDBTypeId, type DuckDBType, type DuckDBValue, type Json } from "@duckdb/node-api";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  sql,
} from "kysely";
import { DuckDbDialect } from "kysely-duckdb";
import type { Warehouse } from "./open.js";

export { sql };

// kysely-duckdb compiles the queries; its driver would ask an instance for connections of its own (temporary tables, `use build` and
// transactions belong to ours) and turns timestamps into local-time Dates. So rows travel over the one connection that is open.

/** A value as typed reads give it: whole numbers as number where exact, DECIMAL as text, TIMESTAMP as ISO 8601 UTC to the millisecond. */
function readable(value: Json | undefined, type: DuckDBType): Json {
  if (typeof value !== "string") return value ?? null;
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case DuckDBTypeId.TIMESTAMP: {
      const [day, time = "00:00:00"] = value.split(" ");
      const [whole, fraction = ""] = time.split(".");
      return `${day}T${whole}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
    }
    default:
      return value;
  }
}

function connectionOver(warehouse: Warehouse): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
      const reader = await warehouse.connection.runAndReadAll(sql, parameters as DuckDBValue[]);
      const types = reader.columnTypes();
      const names = reader.columnNames();
      const rows = reader
        .getRowsJson()
        .map((row) =>
          Object.fromEntries(names.map((name, at) => [name, readable(row[at], types[at] as DuckDBType)])),
        );
      if (query.kind === "SelectQueryNode" || "returning" in query) return { rows: rows as Row[] };
      return { rows: [], numAffectedRows: BigInt(Number(rows[0]?.Count ?? 0)) };
    },
    streamQuery() {
      throw new Error("kysely: streaming is not offered here; read long tables with Warehouse.connection");
    },
  };
}

function driverOver(warehouse: Warehouse): Driver {
  const connection = connectionOver(warehouse);
  const run = (sql: string) => async (): Promise<void> => {
    await connection.executeQuery(CompiledQuery.raw(sql));
  };
  return {
    async init() {},
    async acquireConnection() {
      return connection;
    },
    async releaseConnection() {},
    async destroy() {},
    beginTransaction: run("begin transaction"),
    commitTransaction: run("commit"),
    rollbackTransaction: run("rollback"),
  };
}

/**
 * Typed reads over the warehouse's single connection. `tables` gives the full name of each `schema.table` of the type (kysely knows no
 * catalogs). Rows come as JSON values: bigint as number where exact, decimal as text, timestamp as `2026-11-23T02:00:00.000Z`.
 */
export function kyselyOver<Tables>(
  warehouse: Warehouse,
  tables: Readonly<Record<string, string>> = {},
): Kysely<Tables> {
  // Its types name kysely's CommonJS build, ours its other one.
  const duck = new DuckDbDialect({
    tableMappings: { ...tables },
    database: () => Promise.reject(new Error("kysely: asked for a second instance of one file")),
  }) as unknown as Dialect;
  const dialect: Dialect = {
    createDriver: () => driverOver(warehouse),
    createQueryCompiler: () => duck.createQueryCompiler(),
    createAdapter: () => duck.createAdapter(),
    createIntrospector: (database) => duck.createIntrospector(database),
  };
  return new Kysely<Tables>({ dialect });
}

import { quoteText, type Warehouse } from "./open.js";

/** Whether `schema.table` stands in the catalog in use, or in the one that is named: an older or a smaller build has fewer tables. */
export async function hasTable(warehouse: Warehouse, table: string, catalog?: string): Promise<boolean> {
  const [schema = "", name = ""] = table.split(".");
  const [found] = await warehouse.rows(
    `select 1 as one from duckdb_tables()
     where database_name = ${catalog === undefined ? "current_database()" : quoteText(catalog)}
        and schema_name = ${quoteText(schema)} and table_name = ${quoteText(name)}`,
  );
  return found !== undefined;
}

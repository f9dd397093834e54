import { createRequire } from "node:module";
import type * as duckdb from "@duckdb/node-api";

// Required: an import of these 187 CommonJS files first searches each for the names it exports, and takes two and a half times as long.
export const { DuckDBDataChunk, DuckDBInstance, DuckDBTypeId, VARCHAR } = createRequire(import.meta.url)(
  "@duckdb/node-api",
) as typeof duckdb;

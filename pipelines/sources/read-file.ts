import type { SourceKind } from "../../models/config.js";
import type { SourceReader } from "./source-file.js";

// A kind's library is loaded when a file of it is read: most runs read nothing new.
const readers: Readonly<Record<SourceKind, () => Promise<SourceReader>>> = {
  csv: async () => (await import("./csv.js")).readCsv,
  xlsx: async () => (await import("./xlsx.js")).readXlsx,
  json: async () => (await import("./json.js")).readJson,
  ndjson: async () => (await import("./ndjson.js")).readNdjson,
  parquet: async () => (await import("./parquet.js")).readParquet,
  arrow: async () => (await import("./arrow.js")).readArrow,
};

/** Reads a file as its source says; see `SourceReader`. */
export const readFile: SourceReader = async (warehouse, file, take) =>
  (await readers[file.source.kind]())(warehouse, file, take);

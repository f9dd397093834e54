/** How a table of the demo city arrives; a province is Parquet throughout. */
export type DemoFileKind = "csv" | "csv_bom" | "csv_gb18030" | "xlsx" | "json" | "ndjson" | "parquet";

/** How the files of a whole city are written: each table as it arrives, or Parquet throughout. */
export type CityFormat = "csv" | "parquet";

/** One source entity of the synthetic city; `sql/demo/<entity>.sql` makes its clean rows. */
export interface DemoTable {
  readonly entity: string;
  readonly kind: DemoFileKind;
  /** Headings, code words and 是/否 in Chinese; else English names and codes. */
  readonly isChinese: boolean;
  /** How this file writes a day; null is ISO 8601. */
  readonly dateFormat: string | null;
  /** Made and written a block of enterprises at a time, so that a province fits into memory. */
  readonly isBlocked: boolean;
}

/** Tables that others are drawn from and that no file shows, in the order in which they are made. */
export const groundwork: readonly string[] = [
  "county",
  "street",
  "sector",
  "trade_name",
  "risk_combination",
  "risk_event",
  "hazard_text",
  "chemical",
  "chemical_indicator",
];

function city(
  entity: string,
  kind: DemoFileKind,
  words: "zh" | "en",
  dateFormat: string | null = null,
): DemoTable {
  return { entity, kind, isChinese: words === "zh", dateFormat, isBlocked: false };
}

function blocked(
  entity: string,
  kind: DemoFileKind,
  words: "zh" | "en",
  dateFormat: string | null = null,
): DemoTable {
  return { entity, kind, isChinese: words === "zh", dateFormat, isBlocked: true };
}

/** Every entity of the contracts, in the order in which they are made: each reads only those before it, and the blocked come last. */
export const demoTables: readonly DemoTable[] = [
  city("region", "csv_bom", "zh"),
  city("grid_cell", "csv", "zh"),
  city("department", "json", "en"),
  city("enterprise", "csv_gb18030", "zh", "%Y年%m月%d日"),
  city("enterprise_alias", "csv", "en"),
  city("installation_chemical", "csv", "zh"),
  city("installation", "csv", "en"),
  city("alarm", "ndjson", "en"),
  city("accident", "csv", "zh"),
  city("tip_report", "csv", "en"),
  city("policy", "csv", "zh", "%Y%m%d"),
  city("claim", "csv", "en"),
  city("service_provider", "csv", "en"),
  city("service_record", "csv", "en"),
  city("inspector_capacity", "xlsx", "zh"),
  city("assessment_input", "csv", "en"),
  city("discredited", "csv", "zh"),
  blocked("risk_point", "csv", "zh"),
  blocked("control_measure", "parquet", "en"),
  blocked("check_task", "csv", "en"),
  blocked("inspection", "csv", "zh", "%Y/%m/%d"),
  blocked("penalty", "csv", "en"),
  blocked("hazard", "csv", "zh"),
];

/** Enterprises written at a time; a larger city has several files of each blocked entity. */
export const blockSize = 50_000;

/** Above this many enterprises the city becomes a synthetic province: Karamay and invented prefectures. */
const cityLimit = 20_000;
const enterprisesPerPrefecture = 60_000;

/** Whether so many enterprises make a city rather than a province. */
export function isCity(enterprises: number): boolean {
  return enterprises <= cityLimit;
}

/** Invented prefectures of eight counties each; 0 for a city. */
export function prefectureCount(enterprises: number): number {
  return !isCity(enterprises) ? Math.min(30, Math.ceil(enterprises / enterprisesPerPrefecture)) : 0;
}

/** How a table arrives in a given format. */
export function fileKind(table: DemoTable, format: CityFormat): DemoFileKind {
  return format === "parquet" ? "parquet" : table.kind;
}

/** File ending of a kind. */
export function fileEnding(kind: DemoFileKind): string {
  return kind.startsWith("csv") ? "csv" : kind;
}

/** The path that sise.yaml names for an entity, relative to the project folder; a glob where there are several files. */
export function sourcePath(table: DemoTable, enterprises: number, format: CityFormat): string {
  const ending = fileEnding(fileKind(table, format));
  const isSplit = table.entity === "hazard" || (table.isBlocked && enterprises > blockSize);
  return `data/${table.entity}${isSplit ? (table.entity === "hazard" ? "*" : "-*") : ""}.${ending}`;
}

import { syntheticMark } from "./own-folder.js";
import { demoTables, fileKind, prefectureCount, sourcePath } from "./tables.js";

const kindNames: Readonly<Record<string, string>> = { csv_bom: "csv", csv_gb18030: "csv" };

/** The sise.yaml of the synthetic city: one source for every entity, everything else as the defaults have it. */
export function demoConfig(options: {
  readonly enterprises: number;
  readonly format: "csv" | "parquet";
  /** Invented prefectures; by the number of enterprises unless told. */
  readonly prefectures?: number;
}): string {
  const city =
    (options.prefectures ?? prefectureCount(options.enterprises)) > 0
      ? `{name: {zh: 模拟省, en: Synthetic province}, region_code: "650000", time_zone: Asia/Shanghai, currency: CNY}`
      : `{name: {zh: 克拉玛依市, en: Karamay}, region_code: "650200", time_zone: Asia/Shanghai, currency: CNY}`;
  const sources = demoTables.map((table) => {
    const kind = fileKind(table, options.format);
    return `  ${table.entity}: {entity: ${table.entity}, kind: ${kindNames[kind] ?? kind}, path: ${JSON.stringify(
      sourcePath(table, options.enterprises, options.format),
    )}, extract: full}`;
  });
  return `${syntheticMark}：企业、人员、保险机构均为虚构。 Synthetic data: every enterprise, person and insurer is invented.
# 列名与代码按合同自动识别,无需映射。 Headings and words are those of the contracts, so no mapping is needed.
city: ${city}
sources:
${sources.join("\n")}
methods: {LEC: LEC-A, LS: LS-ii, MES: MES-5}
schedule:
  nightly: {cron: "0 2 * * *", run: all, catch_up: latest}
limits: {level_change_share: 0.05, rejected_share: 0.02, memory: 8GiB}
`;
}

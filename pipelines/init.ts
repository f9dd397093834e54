import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { entities } from "../models/entities.js";
import { Fault } from "./fault.js";
import { writeTemplate } from "./template.js";

/** What a city has first; the others are written down, commented out, until there are files for them. */
const firstEntities: ReadonlySet<string> = new Set([
  "region",
  "department",
  "enterprise",
  "risk_point",
  "hazard",
]);

function sourceLines(): string {
  const longest = Math.max(...entities.map((one) => one.name.length));
  return entities
    .map(({ name, heading }) => {
      const space = " ".repeat(longest - name.length);
      const line = `${name}: ${space}{entity: ${name}, ${space}kind: xlsx, path: data/${name}.xlsx}`;
      return `  ${firstEntities.has(name) ? "" : "# "}${line}   # ${heading.zh} ${heading.en}`;
    })
    .join("\n");
}

/** The sise.yaml of a new project: every key with its default and what it is for, in both languages. */
export function initialConfig(): string {
  return `# 四色 Sise 的项目文件：数据从哪里来、列怎么对应、何时运行。 What Sise reads, how columns map, when it runs.
# 改完后运行 sise check。 After a change: sise check.

# 城市。区划代码 6、9 或 12 位,加引号。 The city; the region code has 6, 9 or 12 digits, in quotes.
city: {name: {zh: 示例市, en: Example City}, region_code: "650200", time_zone: Asia/Shanghai, currency: CNY}

# 数据来源:每个来源一行。把 templates/ 里的表填好放进 data/,再去掉该行开头的 #。
# Sources, a line each: fill in the tables of templates/, put them into data/, take away the # of their line.
#   kind      csv(含 TSV、.csv.gz)| xlsx | json | ndjson | parquet | arrow
#   path      路径或通配符,几个文件算一个来源 a path or glob; several files are one source
#   extract   full:每次全量,消失的行视为撤回(默认)| incremental:只增不减
#             full: rows that vanish are withdrawn (default) | incremental: rows are only added
#   顺序      同一次运行读到的同键各行,以写在后面的来源为准:清单在前,增量在后 of rows of one key the later source counts: a list before its feed
#   encoding  auto(默认)| utf-8 | gb18030        sheet  工作表名 name of the sheet       records  JSON 中列表的位置 where the list lies, e.g. data.items
#   columns   来源列名 → 标准列名,可一列对多列 heading → column, or several:  columns: {隐患等级描述: level, 描述: [description, measure_text]}
#   compose   用几列拼出缺少的列 makes a column from several:                 compose: {hazard_id: "{单号}/{日期}"}
#             {单号?} 可以为空 {…?} may be empty; otherwise the whole is empty with it
#   set       来源没有的列取固定值 a constant for a column that is missing:    set: {source: self_check}
#   values    来源的词 → 标准代码 word → code:                                values: {level: {A级: major, B级: general}}
#   corrections  已知错误及理由 known faults, with the reason:
#             corrections: [{match: {hazard_id: YH-7}, set: {level: major}, guard: {level: general}, reason: 来函更正}]
#   foreign_ids  true:企业编号不是统一社会信用代码 enterprise codes are not Chinese ones      allow_empty  true:空表就是没有 an empty file means none
# 中文或英文标准列名自动识别。密码等写成 \${env:NAME}。 Standard headings map by themselves; secrets are written \${env:NAME}.
sources:
${sourceLines()}

# 采用的评价方法变体(见 methods 页)。 The variants of the methods in use.
methods: {LEC: LEC-A, LS: LS-ii, MES: MES-5}

# 定时运行:每天凌晨两点。错过的:skip 不补 | latest 补最近一次 | each 逐次补。 Every night at two; missed runs: skip | latest | each.
schedule:
  nightly: {cron: "0 2 * * *", run: all, catch_up: latest}

# 一夜之间等级变化的企业超过 5 %,或拒收的行超过 2 %,则停止发布。 The publication stops when more levels change, or more rows are rejected.
limits: {level_change_share: 0.05, rejected_share: 0.02, memory: 8GiB}

history: {quarters: 4}            # 回溯几个季度末的等级 quarter-ends for which levels are recomputed
scorecards: {at_most: 20000}      # 最多生成多少张企业评分卡页面 pages of enterprises at most
keep: 30                          # 保留多少次发布 publications kept
audiences: [leadership, regulator, insurer]
language: zh                      # 页面默认语言 zh | en
`;
}

/**
 * Makes a project folder: a commented sise.yaml, an empty Excel template of every entity, and the drop folder.
 * Returns the files written, relative to the folder. Throws a Fault of usage where a sise.yaml stands already.
 */
export async function initProject(folder: string): Promise<string[]> {
  if (existsSync(join(folder, "sise.yaml")))
    throw new Fault(
      {
        zh: `${join(folder, "sise.yaml")}：此处已有项目，应为新目录；请另指目录`,
        en: `${join(folder, "sise.yaml")}: found a project there already, expected a new folder; name another one`,
      },
      "usage",
    );
  for (const part of ["data", "rules", "templates"]) await mkdir(join(folder, part), { recursive: true });
  const templates: string[] = [];
  for (const { name } of entities) {
    await writeTemplate(name, join(folder, "templates", `${name}.xlsx`));
    templates.push(`templates/${name}.xlsx`);
  }
  // Last: a folder without it is no project yet, and a second try may follow.
  await writeFile(join(folder, "sise.yaml"), initialConfig());
  return ["sise.yaml", ...templates];
}

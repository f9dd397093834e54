import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBDateValue, DuckDBDecimalValue } from "@duckdb/node-api";
import type { RulePack } from "../models/rule-pack.js";
import { partsOf } from "../models/rule-pack.js";
import { type LoadedPack, loadRules } from "../pipelines/rules.js";
import { openWarehouse, quoteText, type Warehouse } from "../pipelines/warehouse/open.js";
import { orderNodes } from "../pipelines/warehouse/order.js";
import type { Given } from "./plain-scorer.js";

const scorerFolder = join(import.meta.dirname, "../sql/scorer");

export const openEmpty = (): Promise<Warehouse> =>
  openWarehouse(":memory:", { allowedFolders: [], memory: "2GiB", threads: 2 });

/** The generic scorer's files for one purpose, in an order in which each reads what stands already. */
export function scorerFiles(
  purpose: string,
): readonly { table: string; text: string; reads: readonly string[] }[] {
  const files = readdirSync(scorerFolder).map((file) => {
    const text = readFileSync(join(scorerFolder, file), "utf8")
      .replaceAll("scores.purpose_", `scores.${purpose}_`)
      .replaceAll("'purpose'", quoteText(purpose));
    return {
      table: `scores.${file.replace(/^purpose_/, `${purpose}_`).replace(/\.sql$/, "")}`,
      text,
      reads: [...new Set(text.match(/scores\.\w+/g) ?? [])],
    };
  });
  return orderNodes(
    files.map((file) => ({ ...file, reads: file.reads.filter((read) => read !== file.table) })),
  );
}

/** Every indicator that a pack scores or reads in a condition. */
export function indicatorIdsOf(pack: RulePack): readonly string[] {
  const read = JSON.stringify(pack).matchAll(/"indicator":"([a-z0-9_]+)"/g);
  return [
    ...new Set([...(pack.indicators ?? []).map((one) => one.id), ...[...read].map((match) => match[1]!)]),
  ];
}

/** Fills `scores.<purpose>_indicator` as the SQL of that purpose would: one line a subject and indicator, also where the value is missing. */
export async function giveIndicators(
  warehouse: Warehouse,
  pack: RulePack,
  subjects: readonly { readonly id: string; readonly given: Given }[],
): Promise<void> {
  const table = `scores.${pack.purpose}_indicator`;
  await warehouse.run("create schema if not exists scores; create schema if not exists staging");
  await warehouse.run(
    `create or replace table staging.evaluation as select date ${quoteText(pack.edition)} as as_of, true as is_current`,
  );
  await warehouse.run(
    `create or replace table ${table} (as_of date, subject_id varchar, indicator_id varchar, indicator_value decimal(18, 6), value_code varchar, evidence_count bigint, indicator_status varchar)`,
  );
  const ids = indicatorIdsOf(pack);
  const appender = await warehouse.connection.createAppender(`${pack.purpose}_indicator`, "scores");
  const asOf = new DuckDBDateValue(Date.parse(pack.edition) / 86_400_000);
  for (const { id, given } of subjects)
    for (const indicator of ids) {
      const value = given[indicator] ?? null;
      appender.appendDate(asOf);
      appender.appendVarchar(id);
      appender.appendVarchar(indicator);
      if (typeof value === "number")
        appender.appendDecimal(new DuckDBDecimalValue(BigInt(Math.round(value * 1_000_000)), 18, 6));
      else appender.appendNull();
      if (value === null || typeof value === "number") appender.appendNull();
      else appender.appendVarchar(String(value));
      appender.appendBigInt(1n);
      appender.appendVarchar("scored");
      appender.endRow();
    }
  appender.closeSync();
}

export interface SqlScore {
  readonly applies: boolean;
  readonly items: Readonly<
    Record<string, { points: number | null; status: string; rule_row: string | null }>
  >;
  readonly parts: Readonly<Record<string, { points: number | null; band: number | null }>>;
  readonly determinations: readonly string[];
  readonly score: number | null;
  /** What the score alone would give. */
  readonly scoreLevel: string | null;
  readonly scoreRow: string | null;
  readonly level: string | null;
  readonly determinedBy: string | null;
}

/** Scores subjects by the generic SQL scorer, under one pack; keyed by subject id. */
export async function scorePack(
  loaded: LoadedPack,
  subjects: readonly { readonly id: string; readonly given: Given }[],
): Promise<ReadonlyMap<string, SqlScore>> {
  const { pack } = loaded;
  const warehouse = await openEmpty();
  try {
    await loadRules(warehouse, [loaded], pack.family ? { methods: { [pack.family]: pack.method } } : {});
    await giveIndicators(warehouse, pack, subjects);
    for (const file of scorerFiles(pack.purpose))
      await warehouse.run(`create or replace table ${file.table} as ${file.text}`);
    const read = async (name: string): Promise<Map<string, Record<string, string | number | null>[]>> => {
      const rows = await warehouse.rows<Record<string, string | number | null>>(
        `select subject.subject_id, found.* exclude (subject_no)
         from scores.${pack.purpose}_${name} as found join scores.${pack.purpose}_subject as subject using (subject_no)`,
      );
      const bySubject = new Map<string, Record<string, string | number | null>[]>();
      for (const row of rows)
        bySubject.set(String(row.subject_id), [...(bySubject.get(String(row.subject_id)) ?? []), row]);
      return bySubject;
    };
    const [applicable, items, parts, determinations, scores, totals, joined] = await Promise.all(
      ["applicable", "item", "part", "determination", "score", "total", "joined_part"].map(read),
    );
    const number = (value: unknown): number | null =>
      value === null || value === undefined ? null : Number(value);
    return new Map(
      subjects.map(({ id }) => {
        const total = totals!.get(id)?.[0];
        const score = scores!.get(id)?.[0];
        return [
          id,
          {
            applies: applicable!.has(id),
            items: Object.fromEntries(
              (items!.get(id) ?? []).map((item) => [
                item.indicator_id,
                {
                  points: number(item.points),
                  status: String(item.status),
                  rule_row: item.rule_row as string | null,
                },
              ]),
            ),
            parts: Object.fromEntries(
              [...(parts!.get(id) ?? []), ...(joined!.get(id) ?? [])].map((part) => [
                part.part_id,
                { points: number(part.points), band: number(part.band) },
              ]),
            ),
            determinations: (determinations!.get(id) ?? []).map((found) => String(found.determination_id)),
            score: number(score?.score),
            scoreLevel: (score?.score_level ?? null) as string | null,
            scoreRow: (score?.rule_row ?? null) as string | null,
            level: (total?.level ?? null) as string | null,
            determinedBy: total ? String(total.determined_by) : null,
          },
        ];
      }),
    );
  } finally {
    warehouse.close();
  }
}

/** The rule rows that scoring one subject by SQL has used, in the addresses of `ruleRowsOf`. */
export function hitsOf(pack: RulePack, score: SqlScore): readonly string[] {
  const hits: string[] = [];
  for (const [id, item] of Object.entries(score.items)) {
    const kind = (["per_unit", "linear", "value"] as const).find(
      (one) => pack.indicators?.find((indicator) => indicator.id === id)?.[one] !== undefined,
    );
    if (item.status !== "scored") continue;
    if (kind) hits.push(`indicators.${id}.${kind}`);
    else if (item.rule_row) hits.push(item.rule_row);
  }
  for (const part of partsOf(pack)) {
    const band = score.parts[part.id]?.band ?? null;
    const row = part.bands?.findIndex((one) => one.band === band) ?? -1;
    if (row >= 0) hits.push(`parts.${part.id}.bands[${row}]`);
  }
  if (score.scoreRow) hits.push(score.scoreRow);
  const decided = pack.levels?.findIndex((level) => level.level === score.level) ?? -1;
  if (!pack.matrix && score.determinedBy === "direct" && decided >= 0) hits.push(`levels[${decided}]`);
  hits.push(...score.determinations.map((id) => `determinations.${id}`));
  return hits;
}

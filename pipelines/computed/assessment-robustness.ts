import { beginRanking, type RankingProblem } from "../../models/assessment/robustness.js";
import { groupBy } from "../../models/group-by.js";
import { breathe } from "../breathe.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import type { ComputedTable } from "../warehouse/build.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { writeTable } from "./write-table.js";

const table = "scores.assessment_robustness";
/** So many draws take some milliseconds: each compares every pair of the subjects. */
function drawsAtOnce(subjects: number): number {
  return Math.ceil(5_000_000 / Math.max(1, subjects) ** 2);
}

interface ItemRow {
  readonly period: string;
  readonly subject_type: string;
  readonly peer_group: string;
  readonly subject_id: string;
  readonly points: number;
  readonly min_points: number;
  readonly max_points: number;
  readonly method: string;
}

/** `above_fraction`: the probability that the subject stands above the other, an equal place counting half. */
type PairRow = Readonly<Record<keyof typeof pairColumns, string>>;

const pairTable = "scores.assessment_pair";
const pairColumns = {
  subject_type: "varchar",
  peer_group: "varchar",
  subject_id: "varchar",
  other_id: "varchar",
  above_fraction: "decimal(18, 6)",
  relation: "varchar",
} as const;

interface Settings {
  readonly draws: number;
  readonly seed: string;
  readonly weightVariation: number;
  readonly certainty: number;
}

/** What is drawn where a city's own edition does not say: 10,000 draws, weights ± 25 %, above at 0.9 (defaults of this project). */
const defaults: Readonly<Record<string, number>> = {
  robustness_draws: 10_000,
  robustness_seed: 20161009,
  weight_variation_fraction: 0.25,
  certainty_fraction: 0.9,
};

async function readSettings(warehouse: Warehouse): Promise<Map<string, Settings>> {
  const rows = await warehouse.rows<{ method: string; parameter_id: string; value: string }>(
    `select parameter.method, parameter.parameter_id, cast(parameter.value_number as varchar) as value
     from rules.parameter as parameter
     inner join scores.assessment_edition as scope
        on parameter.method = scope.method and parameter.edition = scope.edition
     inner join staging.evaluation as evaluation on scope.as_of = evaluation.as_of and evaluation.is_current
     where parameter.value_number is not null`,
  );
  const methods = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const of = methods.get(row.method) ?? new Map<string, number>();
    methods.set(row.method, of.set(row.parameter_id, Number(row.value)));
  }
  return new Map(
    [...methods].map(([method, of]) => {
      const value = (id: string): number => of.get(id) ?? (defaults[id] as number);
      return [
        method,
        {
          draws: value("robustness_draws"),
          seed: String(value("robustness_seed")),
          weightVariation: value("weight_variation_fraction"),
          certainty: value("certainty_fraction"),
        },
      ];
    }),
  );
}

/** Subjects that are ranked against each other, each with its points in the order of the pack. */
function readGroups(rows: readonly ItemRow[]): Map<string, ItemRow[]> {
  return groupBy(rows, (row) => JSON.stringify([row.period, row.subject_type, row.peer_group, row.method]));
}

function problemOf(rows: readonly ItemRow[]): RankingProblem {
  const subjectIds = [...new Set(rows.map((row) => row.subject_id))];
  const width = rows.length / subjectIds.length;
  return {
    subjectIds,
    points: Float64Array.from(rows, (row) => row.points),
    indicators: rows.slice(0, width).map((row) => ({ min: row.min_points, max: row.max_points })),
  };
}

/** The pairs of a group, the lesser id first, each with the probability that it stands above the other. */
function pairsOf(
  ids: readonly string[],
  above: Float64Array,
  certainty: number,
): Omit<PairRow, "subject_type" | "peer_group">[] {
  return ids.flatMap((subjectId, i) =>
    ids.slice(i + 1).map((otherId, offset) => {
      const j = i + 1 + offset;
      const sure = above[i * ids.length + j] as number;
      const unsure = above[j * ids.length + i] as number;
      return {
        subject_id: subjectId,
        other_id: otherId,
        above_fraction: sure.toFixed(6),
        relation: sure >= certainty ? "above" : unsure >= certainty ? "below" : "tied",
      };
    }),
  );
}

async function make(warehouse: Warehouse): Promise<number> {
  const settings = await readSettings(warehouse);
  const items = await bulkRows<Record<keyof ItemRow, string>>(warehouse, {
    select: `select assessed.period, assessed.subject_type, assessed.peer_group, assessed.subject_id, item.method,
        cast(coalesce(item.points, 0) as varchar) as points, cast(coalesce(indicator.min_points, 0) as varchar) as min_points,
        cast(coalesce(indicator.max_points, 0) as varchar) as max_points,
        indicator.position as order_position, item.indicator_id as order_indicator
     from scores.assessment_item as item
     inner join scores.assessment_case as assessed
        on item.as_of = assessed.as_of and item.subject_id = assessed.case_id
     inner join scores.assessment_total as total
        on item.as_of = total.as_of and item.subject_id = total.subject_id and total.score is not null
     inner join rules.indicator as indicator
        on item.method = indicator.method and item.edition = indicator.edition and item.indicator_id = indicator.indicator_id`,
    orderBy: "period, subject_type, peer_group, method, subject_id, order_position, order_indicator",
  });
  const rows = items.map((row) => ({
    ...row,
    points: Number(row.points),
    min_points: Number(row.min_points),
    max_points: Number(row.max_points),
  }));
  const values: string[] = [];
  const pairs: PairRow[] = [];
  for (const [key, group] of readGroups(rows)) {
    const [period, subjectType, peerGroup, method] = JSON.parse(key) as [string, string, string, string];
    const given = settings.get(method);
    const certainty = given?.certainty ?? (defaults.certainty_fraction as number);
    const problem = problemOf(group);
    const ranking = beginRanking(problem, {
      draws: given?.draws ?? (defaults.robustness_draws as number),
      weightVariation: given?.weightVariation ?? (defaults.weight_variation_fraction as number),
      certainty,
      // Groups get streams of their own, so that one group's result does not hang on another being there.
      seed: `${given?.seed ?? defaults.robustness_seed} ${period} ${subjectType} ${peerGroup}`,
    });
    const portion = drawsAtOnce(problem.subjectIds.length);
    while (ranking.draw(portion) > 0) await breathe();
    const { ranks, above } = ranking.conclude();
    for (const rank of ranks)
      values.push(
        `(${[period, subjectType, peerGroup, rank.subjectId].map(quoteText).join(", ")}, ${rank.rank}, ${rank.rankLow}, ${rank.rankHigh}, ${rank.rankMedian}, ${quoteText(rank.tiedWith.join(","))})`,
      );
    if (period === "current")
      pairs.push(
        ...pairsOf(
          ranks.map((rank) => rank.subjectId),
          above,
          certainty,
        ).map((pair) => ({ subject_type: subjectType, peer_group: peerGroup, ...pair })),
      );
  }
  await writeTable(warehouse, pairTable, pairColumns, pairs);
  await warehouse.run(
    `create or replace table ${table} (period varchar, subject_type varchar, peer_group varchar, subject_id varchar, rank integer, rank_low integer, rank_high integer, rank_median integer, tied_with varchar)`,
  );
  if (values.length > 0) await warehouse.run(`insert into ${table} values\n${values.join(",\n")}`);
  return values.length;
}

/** How sure each rank is: one line a subject, period and peer group; only subjects that have a score are there. */
export const assessmentRobustness: ComputedTable = {
  table,
  reads: [
    "scores.assessment_item",
    "scores.assessment_case",
    "scores.assessment_total",
    "scores.assessment_edition",
    "rules.indicator",
    "rules.parameter",
    "staging.evaluation",
  ],
  make,
};

/** How sure it is of each pair of the current period who stands above; made together with the ranks. */
export const assessmentPair: ComputedTable = {
  table: pairTable,
  reads: [table],
  make: async (warehouse) => {
    const [row] = await warehouse.rows<{ count: number }>(
      `select cast(count(*) as integer) as count from ${pairTable}`,
    );
    return row?.count ?? 0;
  },
};

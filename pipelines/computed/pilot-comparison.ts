import {
  type Comparison,
  compareGroups,
  compareMoments,
  type Moments,
  mostResampled,
} from "../../models/assessment/comparison.js";
import { groupBy } from "../../models/group-by.js";
import { breathe } from "../breathe.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import type { ComputedTable } from "../warehouse/build.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

const table = "scores.pilot_comparison";
/** Enough for two digits of a 90 % interval. */
const draws = 1_000;

interface ValueRow {
  readonly indicator_id: string;
  readonly is_pilot: boolean;
  readonly value: string;
}

interface SideRow {
  readonly indicator_id: string;
  readonly is_pilot: boolean;
  readonly members: number;
  readonly sum: string;
  readonly squares: string;
}

const compared = `
    select fact.indicator_id, fact.subject_id, coalesce(enterprise.is_pilot, false) as is_pilot, fact.indicator_value as value
    from scores.enterprise_level_indicator as fact
    inner join staging.evaluation as evaluation on fact.as_of = evaluation.as_of and evaluation.is_current
    inner join facts.enterprise as enterprise
        on fact.as_of = enterprise.as_of and fact.subject_id = enterprise.enterprise_id
    where fact.indicator_value is not null and fact.indicator_id in (
        'audited_on_time_closure_fraction', 'finding_weight_per_10_inspection_hours', 'check_task_completion_fraction',
        'overdue_major_hazard_count', 'recurrent_finding_count', 'stale_review_fraction')`;

const decimal = (value: number | null): string => (value === null ? "null" : value.toFixed(6));

/** The values of the indicators that are resampled, by indicator, in order of their enterprises: one read for all of them. */
async function readValues(
  warehouse: Warehouse,
  indicatorIds: readonly string[],
): Promise<Map<string, ValueRow[]>> {
  if (indicatorIds.length === 0) return new Map();
  const rows = await bulkRows<ValueRow>(warehouse, {
    select: `select indicator_id, is_pilot, cast(value as varchar) as value, subject_id as order_subject from (${compared})
      where indicator_id in (${indicatorIds.map(quoteText).join(", ")})`,
    orderBy: "indicator_id, order_subject",
  });
  return groupBy(rows, (row) => row.indicator_id);
}

function resample(indicatorId: string, rows: readonly ValueRow[]): Comparison | null {
  const of = (isPilot: boolean): Float64Array =>
    Float64Array.from(
      rows.filter((row) => row.is_pilot === isPilot),
      (row) => Number(row.value),
    );
  return compareGroups(of(true), of(false), { seed: `pilot ${indicatorId}`, draws });
}

async function make(warehouse: Warehouse): Promise<number> {
  const sides = await warehouse.rows<SideRow>(
    `select indicator_id, is_pilot, cast(count(*) as integer) as members, cast(sum(value) as varchar) as sum,
        cast(sum(cast(value as decimal(18, 6)) * cast(value as decimal(18, 6))) as varchar) as squares
     from (${compared}) group by indicator_id, is_pilot order by indicator_id, is_pilot`,
  );
  const moments = (indicatorId: string, isPilot: boolean): Moments => {
    const side = sides.find((each) => each.indicator_id === indicatorId && each.is_pilot === isPilot);
    return { count: side?.members ?? 0, sum: Number(side?.sum ?? 0), squares: Number(side?.squares ?? 0) };
  };
  const groups = [...new Set(sides.map((side) => side.indicator_id))].map((indicatorId) => ({
    indicatorId,
    pilots: moments(indicatorId, true),
    others: moments(indicatorId, false),
  }));
  // A province's enterprises stay in the database: only groups small enough to be resampled are read.
  const isResampled = ({ pilots, others }: (typeof groups)[number]): boolean =>
    pilots.count + others.count <= mostResampled;
  const read = await readValues(
    warehouse,
    groups.filter(isResampled).map((each) => each.indicatorId),
  );
  const values: string[] = [];
  for (const { indicatorId, pilots, others } of groups) {
    await breathe();
    const members = read.get(indicatorId);
    const found = members ? resample(indicatorId, members) : compareMoments(pilots, others);
    if (!found) continue;
    const numbers = [found.pilotMean, found.otherMean, found.difference, found.low, found.high, found.chance];
    values.push(
      `(${quoteText(indicatorId)}, ${found.pilotCount}, ${found.otherCount}, ${numbers.map(decimal).join(", ")})`,
    );
  }
  await warehouse.run(
    `create or replace table ${table} (indicator_id varchar, pilot_count integer, other_count integer,
        pilot_mean decimal(18, 6), other_mean decimal(18, 6), difference decimal(18, 6), difference_low decimal(18, 6),
        difference_high decimal(18, 6), chance_fraction decimal(18, 6))`,
  );
  if (values.length > 0) await warehouse.run(`insert into ${table} values\n${values.join(",\n")}`);
  return values.length;
}

/** Pilot against other enterprises, one line an indicator of conduct that both sides have. */
export const pilotComparison: ComputedTable = {
  table,
  reads: ["scores.enterprise_level_indicator", "facts.enterprise", "staging.evaluation"],
  make,
};

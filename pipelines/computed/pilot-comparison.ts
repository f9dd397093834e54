import { compareGroups } from "../../models/assessment/comparison.js";
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

const decimal = (value: number | null): string => (value === null ? "null" : value.toFixed(6));

async function make(warehouse: Warehouse): Promise<number> {
  const rows = await warehouse.rows<ValueRow>(
    `select fact.indicator_id, coalesce(enterprise.is_pilot, false) as is_pilot, cast(fact.indicator_value as varchar) as value
     from scores.enterprise_level_indicator as fact
     inner join staging.evaluation as evaluation on fact.as_of = evaluation.as_of and evaluation.is_current
     inner join facts.enterprise as enterprise
        on fact.as_of = enterprise.as_of and fact.subject_id = enterprise.enterprise_id
     where fact.indicator_value is not null and fact.indicator_id in (
        'audited_on_time_closure_fraction', 'finding_weight_per_10_inspection_hours', 'check_task_completion_fraction',
        'overdue_major_hazard_count', 'recurrent_finding_count', 'stale_review_fraction')
     order by fact.indicator_id, fact.subject_id`,
  );
  const groups = new Map<string, { pilots: number[]; others: number[] }>();
  for (const row of rows) {
    const group = groups.get(row.indicator_id) ?? { pilots: [], others: [] };
    (row.is_pilot ? group.pilots : group.others).push(Number(row.value));
    groups.set(row.indicator_id, group);
  }
  const values: string[] = [];
  for (const [indicatorId, { pilots, others }] of groups) {
    const found = compareGroups(Float64Array.from(pilots), Float64Array.from(others), {
      seed: `pilot ${indicatorId}`,
      draws,
    });
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

import type { ChangeTotals } from "../../dashboards/pages/overview-sentences.js";
import type {
  ChangeRow,
  LevelCount,
  ListRow,
  OverdueRow,
  ReasonRow,
  RegionRow,
} from "../../dashboards/rows.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

/** Enterprises on one scorecard file. */
export const cardsPerFile = 25;

/** A level's position, 0 worst, as the pages order it. */
function rankOf(column: string): string {
  return `case ${column} when 'red' then 0 when 'orange' then 1 when 'yellow' then 2 when 'blue' then 3 else 4 end`;
}

/**
 * Two temporary tables for the reads of the pages, dropped by `dropPageTables`:
 * `page_reason`: the first reason of an enterprise's level, a direct determination or what is missing if one holds, else the indicator that
 * burdens it most (where the pack counts down from good, what it lost of its points), named as the pack names a cause;
 * `page_list`: the level list in order, worst first, with the scorecard file of the first `scorecardLimit`.
 * `items`: what to read the day's items from, the mart or the file that it was written to.
 */
export async function makePageTables(
  warehouse: Warehouse,
  asOf: string,
  scorecardLimit: number,
  items: string,
): Promise<void> {
  // The day as a literal reaches the views' own scans; a join with staging.evaluation would have all days computed first.
  const day = `date ${quoteText(asOf)}`;
  await warehouse.run(`
create or replace temp table page_reason as
with burden as (
    select
        item.enterprise_id, item.method, item.edition, item.indicator_id, indicator.position,
        case when part.is_more_worse then coalesce(item.points, 0)
            else coalesce(item.max_points, 0) - coalesce(item.points, 0) end as burden
    from ${items} as item
    join rules.indicator as indicator
        on indicator.method = item.method and indicator.edition = item.edition and indicator.indicator_id = item.indicator_id
    left join rules.part as part
        on part.method = item.method and part.edition = item.edition and part.part_id = item.part_id
    where item.status = 'scored'
),
first_item as (
    select enterprise_id, max_by(indicator_id, (burden, -position, indicator_id)) as indicator_id,
        max_by(method, (burden, -position, indicator_id)) as method,
        max_by(edition, (burden, -position, indicator_id)) as edition
    from burden where burden > 0 group by enterprise_id
)
select
    total.subject_id as enterprise_id,
    case when total.determined_by = 'score' then indicator.reason_zh else total.direct_reason_zh end as reason_zh,
    case when total.determined_by = 'score' then indicator.reason_en else total.direct_reason_en end as reason_en
from scores.enterprise_level_total as total
left join first_item on first_item.enterprise_id = total.subject_id
left join rules.indicator as indicator
    on indicator.method = first_item.method and indicator.edition = first_item.edition
    and indicator.indicator_id = first_item.indicator_id
where total.as_of = ${day};

create or replace temp table page_list as
with ordered as (
    select level.*, reason.reason_zh, reason.reason_en, direction.is_lower_worse,
        row_number() over (
            order by ${rankOf("level.level")},
                case when direction.is_lower_worse then level.score else -level.score end nulls last,
                level.enterprise_id
        ) as list_position
    from marts.enterprise_level as level
    left join rules.edition as direction on direction.method = level.method and direction.edition = level.edition
    left join page_reason as reason on reason.enterprise_id = level.enterprise_id
),
carded as (
    select enterprise_id,
        (row_number() over (order by enterprise_id) - 1) // ${cardsPerFile} + 1 as card
    from ordered where list_position <= ${Math.trunc(scorecardLimit)}
)
select ordered.*, carded.card from ordered left join carded on carded.enterprise_id = ordered.enterprise_id;
`);
}

/** Drops what makePageTables made, so that nothing of the pages stays in the run's connection. */
export async function dropPageTables(warehouse: Warehouse): Promise<void> {
  for (const table of ["page_list", "page_reason"]) await warehouse.run(`drop table if exists temp.${table}`);
}

/** Numbers that DuckDB prints as text (BIGINT) as numbers; only for counts, which are far below 2^53. */
function counted<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row)[]): Row[] {
  return rows.map((row) => {
    const copy = { ...row };
    for (const column of columns)
      if (copy[column] !== null) copy[column] = Number(copy[column]) as Row[keyof Row];
    return copy;
  });
}

/** Regions by code. */
export function readRegions(warehouse: Warehouse): Promise<RegionRow[]> {
  return warehouse.rows<RegionRow>(
    "select region_code, region_name from staging.region order by region_code",
  );
}

/** Enterprises by evaluation day, region and level; the current day as the mart has it. */
export async function readLevelCounts(warehouse: Warehouse): Promise<LevelCount[]> {
  const rows = await warehouse.rows<LevelCount>(`
select as_of, region_code, level, count(*) as enterprises from (
    select total.as_of, enterprise.region_code, total.level
    from scores.enterprise_level_total as total
    join staging.evaluation as evaluation on evaluation.as_of = total.as_of and not evaluation.is_current
    join staging.enterprise as enterprise on enterprise.enterprise_id = total.subject_id
    union all
    select evaluation.as_of, level.region_code, level.level
    from marts.enterprise_level as level
    join staging.evaluation as evaluation on evaluation.is_current
) group by as_of, region_code, level order by as_of, region_code, level`);
  return counted(rows, ["enterprises"]);
}

/** Level changes after a day, worst first: newly red, then the widest steps; `limit` of them. */
export async function readChanges(
  warehouse: Warehouse,
  since: string | null,
  limit: number,
): Promise<{ rows: ChangeRow[] } & ChangeTotals> {
  const ranked = `
with ranked as (
    select change.enterprise_id, enterprise.enterprise_name, enterprise.region_code, change.changed_on,
        change.from_level, change.to_level, change.main_reason, change.main_reason_en,
        ${rankOf("change.from_level")} as from_rank,
        ${rankOf("change.to_level")} as to_rank
    from marts.level_change as change
    join marts.enterprise_level as enterprise on enterprise.enterprise_id = change.enterprise_id
    where change.from_level is not null and ($1::date is null or change.changed_on > $1::date)
)`;
  const rows = await warehouse.rows<ChangeRow>(
    `${ranked}
select enterprise_id, enterprise_name, region_code, changed_on, from_level, to_level, main_reason, main_reason_en from ranked
order by from_rank = 4 or to_rank = 4, to_rank > from_rank, to_rank, from_rank desc, changed_on desc, enterprise_id
limit ${Math.trunc(limit)}`,
    [since],
  );
  const [totals] = await warehouse.rows<Record<keyof ChangeTotals, string>>(
    `${ranked}
select count(*) filter (where to_rank < from_rank and from_rank < 4) as worse,
    count(*) filter (where to_rank > from_rank and to_rank < 4) as better,
    count(*) filter (where from_rank = 4 or to_rank = 4) as other,
    count(*) filter (where to_level = 'red' and from_level <> 'red') as "newlyRed",
    count(*) filter (where from_level = 'red' and to_level <> 'red') as "noLongerRed"
from ranked`,
    [since],
  );
  return {
    rows,
    worse: Number(totals?.worse ?? 0),
    better: Number(totals?.better ?? 0),
    other: Number(totals?.other ?? 0),
    newlyRed: Number(totals?.newlyRed ?? 0),
    noLongerRed: Number(totals?.noLongerRed ?? 0),
  };
}

/** First reasons of red and orange enterprises, commonest first. */
export async function readReasons(warehouse: Warehouse, limit: number): Promise<ReasonRow[]> {
  const rows = await warehouse.rows<ReasonRow>(`
select reason_zh as title_zh, reason_en as title_en, count(*) as enterprises,
    count(*) filter (where level = 'red') as red, count(*) filter (where level = 'orange') as orange
from page_list where level in ('red', 'orange') and reason_zh is not null
group by reason_zh, reason_en order by enterprises desc, red desc, reason_zh limit ${Math.trunc(limit)}`);
  return counted(rows, ["enterprises", "red", "orange"]);
}

/** Major hazards past their deadline, longest first, with how many there are and how many red enterprises have one. */
export async function readOverdue(
  warehouse: Warehouse,
  limit: number,
): Promise<{ rows: OverdueRow[]; total: number; redWithOverdue: number }> {
  const overdue = `
from marts.hazard_ledger as hazard
join marts.enterprise_level as enterprise on enterprise.enterprise_id = hazard.enterprise_id
where hazard.level = 'major' and hazard.is_overdue and hazard.state = 'open'`;
  const rows = await warehouse.rows<OverdueRow>(`
select hazard.hazard_id, hazard.enterprise_id, enterprise.enterprise_name, enterprise.region_code,
    (select description from staging.hazard as told where told.hazard_id = hazard.hazard_id) as description,
    hazard.deadline_on, hazard.overdue_days, hazard.supervised_until, hazard.allowed_days,
    cast(hazard.as_of - cast(hazard.overdue_days as integer) as varchar) as counted_deadline
${overdue} order by hazard.overdue_days desc, hazard.hazard_id limit ${Math.trunc(limit)}`);
  const [totals] = await warehouse.rows<{ total: string; red: string }>(
    `select count(*) as total, count(distinct enterprise.enterprise_id) filter (where enterprise.level = 'red') as red ${overdue}`,
  );
  return {
    rows: counted(rows, ["overdue_days", "allowed_days"]),
    total: Number(totals?.total ?? 0),
    redWithOverdue: Number(totals?.red ?? 0),
  };
}

/** The level list in order, at most `limit` rows. */
export async function readList(warehouse: Warehouse, limit: number): Promise<ListRow[]> {
  const rows = await warehouse.rows<ListRow>(`
select enterprise_id, enterprise_name, region_code, regulated_sector, method, level, score, inherent_points, conduct_points,
    level_since, reason_zh, reason_en, is_lower_worse, card
from page_list order by list_position limit ${Math.trunc(limit)}`);
  return counted(rows, ["card"]);
}

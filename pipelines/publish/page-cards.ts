import { type BulkRead, readPieces } from "../warehouse/bulk-rows.js";
import type { BulkPieces } from "../warehouse/pieces.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

/** Row numbers shown of one file, and open hazards of one enterprise; the rest is counted and stands in the exports. */
const mostRowNumbers = 5;
const mostHazards = 20;

/** The tables that a scorecard is drawn from, each with `enterprise_id` in its rows; `items` with `enterprise_ids`, for many have the same. */
export const cardTables = [
  "enterprises",
  "items",
  "parts",
  "determinations",
  "history",
  "hazards",
  "evidence",
] as const;

export type CardPieces = Readonly<Record<(typeof cardTables)[number], BulkPieces>>;

/** Source rows that stand in an earlier version, because the newer one was rejected. */
const carriedOver = "(select distinct source, file, row_number, source_file from staging.carried_over)";

const cardTemporaries = ["page_item", "page_evidence", "page_hazard"] as const;

/**
 * Three more temporary tables, after makePageTables and dropped by `dropCardTables`: the items, the evidence and the first open
 * hazards of the listed enterprises on the day. They go over a whole city, which the reads of a few files each should not do again.
 * `items` as in makePageTables.
 */
export async function makeCardTables(warehouse: Warehouse, asOf: string, items: string): Promise<void> {
  const day = `date ${quoteText(asOf)}`;
  await warehouse.run(`
create or replace temp table page_item as
select listed.card, item.enterprise_id, item.part_id, item.indicator_id,
    case when item.value_code is null or item.value_code <> item.indicator_value then item.indicator_value end as indicator_value,
    item.value_code,
    item.points, item.max_points, item.status, nullif(item.clause, indicator.clause) as clause, item.evidence_count,
    part.position as order_part, indicator.position as order_indicator
from ${items} as item
join page_list as listed on listed.enterprise_id = item.enterprise_id
left join rules.part as part
    on part.method = item.method and part.edition = item.edition and part.part_id = item.part_id
left join rules.indicator as indicator
    on indicator.method = item.method and indicator.edition = item.edition and indicator.indicator_id = item.indicator_id
where listed.card is not null;

create or replace temp table page_evidence as
select listed.card, shown.subject_id as enterprise_id, shown.indicator_id, shown.entity,
    coalesce(carried.source_file, shown.file) as file,
    array_to_string(min(shown.row_number, ${mostRowNumbers}), ',') as row_numbers,
    cast(count(*) as integer) as row_count, cast(count(carried.file) as integer) as carried_count
from scores.evidence as shown
join page_list as listed on listed.enterprise_id = shown.subject_id
left join ${carriedOver} as carried
    on carried.source = shown.source and carried.file = shown.file and carried.row_number = shown.row_number
where shown.subject_type = 'enterprise' and shown.as_of = ${day} and listed.card is not null
group by listed.card, shown.subject_id, shown.indicator_id, shown.entity, shown.file, coalesce(carried.source_file, shown.file);

create or replace temp table page_hazard as
select listed.card, ledger.enterprise_id, ledger.hazard_id, ledger.level, ledger.source, told.description,
    ledger.deadline_on, ledger.state, ledger.is_overdue, ledger.overdue_days,
    coalesce(carried.source_file, told.file) as file, told.row_number, carried.file is not null as is_carried_over,
    cast(ledger.total as integer) as hazard_total, ledger.place as order_place
from (
    select *,
        row_number() over (
            partition by enterprise_id
            order by level = 'major' desc, coalesce(is_overdue, false) desc, coalesce(overdue_days, 0) desc, hazard_id
        ) as place,
        count(*) over (partition by enterprise_id) as total
    from marts.hazard_ledger
    where state <> 'verified'
) as ledger
join page_list as listed on listed.enterprise_id = ledger.enterprise_id
left join staging.hazard as told on told.hazard_id = ledger.hazard_id
left join ${carriedOver} as carried
    on carried.source = told.source and carried.file = told.file and carried.row_number = told.row_number
where listed.card is not null and ledger.place <= ${mostHazards};
`);
}

/** Drops what makeCardTables made. */
export async function dropCardTables(warehouse: Warehouse): Promise<void> {
  for (const table of cardTemporaries) await warehouse.run(`drop table if exists temp.${table}`);
}

function cardReads(from: number, to: number): Record<(typeof cardTables)[number], BulkRead> {
  const within = `between ${Math.trunc(from)} and ${Math.trunc(to)}`;
  const range = `listed.card ${within}`;
  const current = "join staging.evaluation as evaluation on evaluation.is_current and evaluation.as_of =";
  return {
    enterprises: {
      select: `
select cast(listed.card as integer) as card, listed.enterprise_id, listed.enterprise_name, listed.region_code, listed.grid_id,
    listed.department_code, department.department_name, listed.regulated_sector, listed.method, listed.edition, listed.score,
    listed.level, listed.inherent_points, listed.conduct_points, listed.determined_by, listed.direct_reason,
    listed.direct_reason_en, listed.previous_level, listed.level_since
from page_list as listed
left join staging.department as department on department.department_code = listed.department_code
where ${range}`,
      orderBy: "enterprise_id",
    },
    items: {
      select: `
select list(enterprise_id) as enterprise_ids, part_id, indicator_id, indicator_value, value_code, points, max_points, status,
    clause, evidence_count, order_part, order_indicator
from page_item where card ${within}
group by part_id, indicator_id, indicator_value, value_code, points, max_points, status, clause, evidence_count, order_part,
    order_indicator`,
      orderBy: "order_part nulls last, order_indicator nulls last, indicator_id",
    },
    parts: {
      select: `
select score.subject_id as enterprise_id, score.part_id, score.points, score.band, part.position as order_part
from scores.enterprise_level_part as score ${current} score.as_of
join page_list as listed on listed.enterprise_id = score.subject_id
left join rules.part as part
    on part.method = score.method and part.edition = score.edition and part.part_id = score.part_id
where ${range}`,
      orderBy: "enterprise_id, order_part nulls last, part_id",
    },
    determinations: {
      select: `
select found.subject_id as enterprise_id, found.kind, found.level, found.title_zh, found.title_en, found.clause,
    found.kind = 'is' as order_kind, found.determination_id as order_id
from scores.enterprise_level_determination as found ${current} found.as_of
join page_list as listed on listed.enterprise_id = found.subject_id
where ${range}`,
      orderBy: "enterprise_id, order_kind desc, order_id",
    },
    history: {
      select: `
select total.subject_id as enterprise_id, total.as_of, total.level, total.score
from scores.enterprise_level_total as total
join page_list as listed on listed.enterprise_id = total.subject_id
where ${range}`,
      orderBy: "enterprise_id, as_of",
    },
    hazards: {
      select: `
select enterprise_id, hazard_id, level, source, description, deadline_on, state, is_overdue, overdue_days, file,
    row_number, is_carried_over, hazard_total, order_place
from page_hazard where card ${within}`,
      orderBy: "enterprise_id, order_place",
    },
    evidence: {
      select: `
select enterprise_id, indicator_id, file, row_numbers, row_count, carried_count, entity as order_entity
from page_evidence where card ${within}`,
      orderBy: "enterprise_id, indicator_id, order_entity, file, carried_count",
    },
  };
}

/**
 * Everything on the scorecards of files `from` to `to`, unread: one read a table for all of them together.
 * Needs the tables of makePageTables and makeCardTables.
 */
export async function readCards(warehouse: Warehouse, from: number, to: number): Promise<CardPieces> {
  const found: Partial<Record<(typeof cardTables)[number], BulkPieces>> = {};
  for (const [table, read] of Object.entries(cardReads(from, to)) as [
    (typeof cardTables)[number],
    BulkRead,
  ][])
    found[table] = await readPieces(warehouse, read);
  return found as CardPieces;
}

import type { Card } from "../../dashboards/pages/scorecard.js";
import type {
  DeterminationRow,
  EnterpriseRow,
  EvidenceRow,
  HazardRow,
  HistoryRow,
  ItemRow,
  PartScoreRow,
  WayOut,
} from "../../dashboards/rows.js";
import type { Warehouse } from "../warehouse/open.js";

/** Row numbers shown of one file, and open hazards of one enterprise; the rest is counted and stands in the exports. */
const mostRowNumbers = 5;
const mostHazards = 20;

function grouped<Row extends { readonly enterprise_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const group = found.get(row.enterprise_id);
    if (group) group.push(row);
    else found.set(row.enterprise_id, [row]);
  }
  return found;
}

/**
 * Everything on the scorecards of files `from` to `to`, by file number, enterprises in order of their ids.
 * One read a table for all of them together. Needs the tables of makePageTables.
 */
export async function readCards(
  warehouse: Warehouse,
  from: number,
  to: number,
  waysOut: ReadonlyMap<string, readonly WayOut[]>,
): Promise<Map<number, Card[]>> {
  const range = `listed.card between ${Math.trunc(from)} and ${Math.trunc(to)}`;
  const current = "join staging.evaluation as evaluation on evaluation.is_current and evaluation.as_of =";
  const enterprises = await warehouse.rows<EnterpriseRow & { card: string }>(`
select listed.card, listed.enterprise_id, listed.enterprise_name, listed.region_code, listed.grid_id, listed.department_code,
    department.department_name, listed.regulated_sector, listed.method, listed.edition, listed.score, listed.level,
    listed.inherent_points, listed.conduct_points, listed.determined_by, listed.direct_reason, listed.direct_reason_en, listed.previous_level,
    listed.level_since
from page_list as listed
left join staging.department as department on department.department_code = listed.department_code
where ${range} order by listed.enterprise_id`);
  const items = await warehouse.rows<ItemRow>(`
select item.subject_id as enterprise_id, item.part_id, item.indicator_id, item.indicator_value, item.value_code,
    item.points, item.max_points, item.status, nullif(item.clause, indicator.clause) as clause, item.evidence_count
from scores.enterprise_level_item as item ${current} item.as_of
join page_list as listed on listed.enterprise_id = item.subject_id
left join rules.part as part
    on part.method = item.method and part.edition = item.edition and part.part_id = item.part_id
left join rules.indicator as indicator
    on indicator.method = item.method and indicator.edition = item.edition and indicator.indicator_id = item.indicator_id
where ${range}
order by item.subject_id, part.position nulls last, indicator.position nulls last, item.indicator_id`);
  const parts = await warehouse.rows<PartScoreRow>(`
select score.subject_id as enterprise_id, score.part_id, score.points, score.band
from scores.enterprise_level_part as score ${current} score.as_of
join page_list as listed on listed.enterprise_id = score.subject_id
left join rules.part as part
    on part.method = score.method and part.edition = score.edition and part.part_id = score.part_id
where ${range} order by score.subject_id, part.position nulls last, score.part_id`);
  const determinations = await warehouse.rows<DeterminationRow>(`
select found.subject_id as enterprise_id, found.kind, found.level, found.title_zh, found.title_en, found.clause
from scores.enterprise_level_determination as found ${current} found.as_of
join page_list as listed on listed.enterprise_id = found.subject_id
where ${range} order by found.subject_id, found.kind = 'is' desc, found.determination_id`);
  const history = await warehouse.rows<HistoryRow>(`
select total.subject_id as enterprise_id, total.as_of, total.level, total.score
from scores.enterprise_level_total as total
join page_list as listed on listed.enterprise_id = total.subject_id
where ${range} order by total.subject_id, total.as_of`);
  const hazards = await warehouse.rows<HazardRow & { hazard_total: string }>(`
with ranked as (
    select ledger.enterprise_id, ledger.hazard_id, ledger.level, ledger.source, told.description,
        told.found_on, ledger.deadline_on, ledger.state, ledger.is_overdue, ledger.overdue_days, told.file, told.row_number,
        row_number() over (
            partition by ledger.enterprise_id
            order by ledger.level = 'major' desc, coalesce(ledger.is_overdue, false) desc,
                coalesce(ledger.overdue_days, 0) desc, ledger.hazard_id
        ) as position,
        count(*) over (partition by ledger.enterprise_id) as hazard_total
    from marts.hazard_ledger as ledger
    join page_list as listed on listed.enterprise_id = ledger.enterprise_id
    left join staging.hazard as told on told.hazard_id = ledger.hazard_id
    where ${range} and ledger.state <> 'verified'
)
select enterprise_id, hazard_id, level, source, description, found_on, deadline_on, state, is_overdue, overdue_days,
    file, row_number, hazard_total
from ranked where position <= ${mostHazards} order by enterprise_id, position`);
  const evidence = await warehouse.rows<EvidenceRow>(`
select shown.subject_id as enterprise_id, shown.indicator_id, shown.entity, shown.file,
    array_to_string(min(shown.row_number, ${mostRowNumbers}), ',') as row_numbers,
    cast(count(*) as integer) as row_count
from scores.evidence as shown ${current} shown.as_of
join page_list as listed on listed.enterprise_id = shown.subject_id
where shown.subject_type = 'enterprise' and ${range}
group by shown.subject_id, shown.indicator_id, shown.entity, shown.file
order by shown.subject_id, shown.indicator_id, shown.entity, shown.file`);

  const byEnterprise = {
    items: grouped(items),
    parts: grouped(parts),
    determinations: grouped(determinations),
    history: grouped(history),
    hazards: grouped(hazards),
    evidence: grouped(evidence),
  };
  const cards = new Map<number, Card[]>();
  for (const { card, ...enterprise } of enterprises) {
    const id = enterprise.enterprise_id;
    const byIndicator = new Map<string, EvidenceRow[]>();
    for (const row of byEnterprise.evidence.get(id) ?? []) {
      const rows = byIndicator.get(row.indicator_id);
      if (rows) rows.push(row);
      else byIndicator.set(row.indicator_id, [row]);
    }
    const open = byEnterprise.hazards.get(id) ?? [];
    const file = cards.get(Number(card)) ?? [];
    file.push({
      enterprise,
      items: byEnterprise.items.get(id) ?? [],
      parts: byEnterprise.parts.get(id) ?? [],
      determinations: byEnterprise.determinations.get(id) ?? [],
      history: byEnterprise.history.get(id) ?? [],
      hazards: open,
      hazardTotal: Number(open[0]?.hazard_total ?? 0),
      evidence: byIndicator,
      waysOut: waysOut.get(id),
    });
    cards.set(Number(card), file);
  }
  return cards;
}

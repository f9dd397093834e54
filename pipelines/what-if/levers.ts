import { bulkRows } from "../warehouse/bulk-rows.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

/**
 * What an enterprise can change, in lists: major hazards, general hazards, then risk points whose review is stale. Within a list
 * the change that weighs most comes first: the most overdue hazard, the risk point whose review takes most off the measures.
 */
export interface Levers {
  readonly enterpriseId: string;
  readonly level: string;
  readonly lists: readonly (readonly string[])[];
}

/** Positions of the lists of hazards; the others hold risk points. */
export const hazardLists = 2;

/** A risk point, and how far a review of today moves each measure of the pack that counts reviews, towards the better. */
export interface StaleReview {
  readonly id: string;
  readonly gains: readonly number[];
}

/**
 * Risk points in lists within each of which none moves any measure further than the one before it: so the first few of a list do
 * as much as any other few of it. A pack with one measure of reviews needs one list.
 */
export function reviewLists(points: readonly StaleReview[]): string[][] {
  const sum = ({ gains }: StaleReview): number => gains.reduce((total, gain) => total + gain, 0);
  const lists: StaleReview[][] = [];
  for (const point of [...points].sort((a, b) => sum(b) - sum(a))) {
    const list = lists.find((each) => point.gains.every((gain, at) => gain <= (each.at(-1)?.gains[at] ?? 0)));
    if (list) list.push(point);
    else lists.push([point]);
  }
  return lists.map((list) => list.map(({ id }) => id));
}

/** The levers of the enterprises that are graded and not blue, of all or of those asked for; in the catalog in use. */
export async function readLevers(
  warehouse: Warehouse,
  asOf: string,
  enterpriseIds: readonly string[] | null,
): Promise<Levers[]> {
  const day = `date ${quoteText(asOf)}`;
  const asked = enterpriseIds
    ? `and enterprise_id in (select unnest(from_json(${quoteText(JSON.stringify(enterpriseIds))}, '["VARCHAR"]')))`
    : "";
  const rows = await bulkRows<{
    enterprise_id: string;
    level: string;
    list: number;
    id: string;
    gains: readonly number[] | null;
  }>(warehouse, {
    select: `with subject as (
        select enterprise_id, level, method, edition from marts.enterprise_level
        where level in ('red', 'orange', 'yellow') ${asked}
    ),
    decay as (
        -- What a measure of reviews counts of one of some age; beyond the window it counts none.
        select measure.method, measure.edition, measure.indicator_id, band.age_from_days,
            least(coalesce(band.age_to_days, 2147483647), slot.window_days) as age_to_days,
            cast(band.weight as double) as weight
        from rules.measure as measure
        join scores.enterprise_level_measure_slot as slot
            on slot.as_of = ${day} and slot.indicator_id = measure.indicator_id
        join rules.measure_decay as band
            on band.method = measure.method and band.edition = measure.edition and band.indicator_id = measure.indicator_id
        where measure.stream = 'risk_point_review'
    ),
    point as (
        select point.enterprise_id, point.risk_point_id, coalesce(graded.level, 'ungraded') as code,
            date_diff('day', coalesce(point.reviewed_on, date '1900-01-01'), ${day}) as age_days
        from staging.risk_point as point
        join scores.risk_point_level as graded on graded.risk_point_id = point.risk_point_id
    ),
    review as (
        select point.enterprise_id, point.risk_point_id, point.code, point.age_days,
            -- Against what it counts of a review of the day itself. Some measures count what is stale, others what is fresh: either way
            -- a review moves them to the better.
            list(cast(coalesce(exact.weight, other.weight, 0) as double) * abs(coalesce(decay.weight, 0) - coalesce(fresh.weight, 0))
                order by measure.indicator_id) as gains
        from point
        join subject on subject.enterprise_id = point.enterprise_id
        join rules.measure as measure
            on measure.method = subject.method and measure.edition = subject.edition and measure.stream = 'risk_point_review'
        left join decay
            on decay.method = measure.method and decay.edition = measure.edition
            and decay.indicator_id = measure.indicator_id
            and point.age_days >= decay.age_from_days and point.age_days < decay.age_to_days
        left join decay as fresh
            on fresh.method = measure.method and fresh.edition = measure.edition
            and fresh.indicator_id = measure.indicator_id and fresh.age_from_days <= 0
        left join rules.measure_weight as exact
            on exact.method = measure.method and exact.edition = measure.edition
            and exact.indicator_id = measure.indicator_id and exact.code = point.code
        left join rules.measure_weight as other
            on other.method = measure.method and other.edition = measure.edition
            and other.indicator_id = measure.indicator_id and other.code = '*'
        group by point.enterprise_id, point.risk_point_id, point.code, point.age_days
    ),
    lever as (
        select enterprise_id, case level when 'major' then 0 else 1 end as list, hazard_id as id,
            cast(null as double[]) as gains, -coalesce(overdue_days, 0) as urgency
        from marts.hazard_ledger
        where state = 'open' and (level = 'major' or is_overdue)
        union all
        -- Of those that move as much, red and orange before others, then the oldest.
        select enterprise_id, case when code in ('red', 'orange') then 2 else 3 end, risk_point_id, gains, -age_days
        from review where list_max(gains) > 0
    )
    select subject.enterprise_id, subject.level, lever.list, lever.id, lever.gains, lever.urgency as order_urgency
    from subject join lever on lever.enterprise_id = subject.enterprise_id`,
    orderBy: "enterprise_id, list, order_urgency, id",
  });
  const found = new Map<string, { level: string; hazards: string[][]; reviews: StaleReview[] }>();
  for (const { enterprise_id, level, list, id, gains } of rows) {
    const entry = found.get(enterprise_id) ?? { level, hazards: [[], []], reviews: [] };
    if (list < hazardLists) entry.hazards[list]?.push(id);
    else entry.reviews.push({ id, gains: gains ?? [] });
    found.set(enterprise_id, entry);
  }
  return [...found].map(([enterpriseId, { level, hazards, reviews }]) => ({
    enterpriseId,
    level,
    lists: [...hazards, ...reviewLists(reviews)],
  }));
}

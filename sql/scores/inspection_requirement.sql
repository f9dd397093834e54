-- How often, how and by when each enterprise is to be visited, on each evaluation day, with the reasons in words.
-- Key: as_of, enterprise_id.  Without a minimum there is no interval and no due day: the draw alone reaches it.
with level as (
    select as_of, subject_id, value_code as level
    from scores.inspection_requirement_indicator
    where indicator_id = 'enterprise_level'
),

extra as (
    select
        item.as_of,
        item.subject_id,
        count(*) as reason_count,
        string_agg(indicator.reason_zh, '、' order by indicator.position) as reason_zh,
        string_agg(indicator.reason_en, ', ' order by indicator.position) as reason_en
    from scores.inspection_requirement_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    where item.part_id = 'extra' and item.points > 0
    group by item.as_of, item.subject_id
),

base as (
    select
        item.as_of,
        item.subject_id,
        coalesce(lookup.title_zh, indicator.title_zh) as title_zh,
        coalesce(lookup.title_en, indicator.title_en) as title_en
    from scores.inspection_requirement_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    left join rules.lookup as lookup
        on item.method = lookup.method
        and item.edition = lookup.edition
        and item.indicator_id = lookup.indicator_id
        and item.rule_row = lookup.rule_row
    where item.indicator_id = 'enterprise_level'
),

judged as (
    select
        total.as_of,
        total.subject_id as enterprise_id,
        total.method,
        total.edition,
        total.level as inspection_class,
        cast(total.score as integer) as min_per_year,
        coalesce(level.level, 'insufficient_data') as level,
        coalesce(extra.reason_count, 0) as reason_count,
        extra.reason_zh,
        extra.reason_en,
        base.title_zh,
        base.title_en
    from scores.inspection_requirement_total as total
    left join level on total.as_of = level.as_of and total.subject_id = level.subject_id
    left join extra on total.as_of = extra.as_of and total.subject_id = extra.subject_id
    left join base on total.as_of = base.as_of and total.subject_id = base.subject_id
),

limited as (
    select
        judged.as_of,
        judged.enterprise_id,
        judged.method,
        judged.edition,
        judged.inspection_class,
        judged.level,
        judged.min_per_year,
        case
            when cap.value_number < judged.min_per_year then judged.min_per_year
            else cast(cap.value_number as integer)
        end as max_per_year,
        cast(spacing.value_number as integer) as interval_days,
        case when judged.reason_count > 0 then coalesce(extra_kind.value_code, kind.value_code) else kind.value_code end as visit_kind,
        visit.last_inspected_on,
        judged.reason_count > 0 or judged.level = 'red' as is_priority,
        case
            when judged.reason_count > 0 then concat(judged.title_zh, '；加查一次：', judged.reason_zh)
            else judged.title_zh
        end as reason,
        case
            when judged.reason_count > 0 then concat(judged.title_en, '; one more: ', judged.reason_en)
            else judged.title_en
        end as reason_en
    from judged
    left join rules.parameter as cap
        on judged.method = cap.method and judged.edition = cap.edition
        and concat('max_per_year.', judged.level) = cap.parameter_id
    left join rules.parameter as spacing
        on judged.method = spacing.method and judged.edition = spacing.edition
        and concat('interval_days.', cast(judged.min_per_year as varchar)) = spacing.parameter_id
    left join rules.parameter as kind
        on judged.method = kind.method and judged.edition = kind.edition
        and concat('visit_kind.', judged.level) = kind.parameter_id
    left join rules.parameter as extra_kind
        on judged.method = extra_kind.method and judged.edition = extra_kind.edition
        and extra_kind.parameter_id = 'visit_kind.extra'
    left join scores.inspection_visit as visit
        on judged.as_of = visit.as_of and judged.enterprise_id = visit.enterprise_id
)

select
    as_of,
    enterprise_id,
    method,
    edition,
    inspection_class,
    level,
    min_per_year,
    max_per_year,
    interval_days,
    visit_kind,
    last_inspected_on,
    -- Never visited in a way that counts: due now.
    case
        when min_per_year = 0 then null
        when last_inspected_on is null then as_of
        else last_inspected_on + interval_days
    end as due_on,
    is_priority,
    reason,
    reason_en
from limited

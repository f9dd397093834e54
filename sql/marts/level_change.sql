-- Every change of an enterprise's level between two evaluation days, and what moved most.
-- Key: enterprise_id, changed_on.  changed_on is the first evaluation day with the new level; the first level seen is no change.
with stepped as (
    select
        as_of,
        subject_id,
        method,
        edition,
        level,
        determined_by,
        direct_reason_zh,
        direct_reason_en,
        lag(level) over (partition by subject_id order by as_of) as from_level,
        lag(as_of) over (partition by subject_id order by as_of) as from_day
    from scores.enterprise_level_total
),

changed as (
    select as_of, subject_id, method, edition, level, from_level, from_day, determined_by, direct_reason_zh, direct_reason_en
    from stepped
    where from_level is not null and from_level <> level
),

moved as (
    select
        changed.as_of,
        changed.subject_id,
        item.indicator_id,
        indicator.title_zh,
        indicator.title_en,
        row_number() over (
            partition by changed.as_of, changed.subject_id
            order by abs(coalesce(item.points, 0) - coalesce(earlier.points, 0)) desc, item.indicator_id
        ) as place
    from changed
    inner join scores.enterprise_level_item as item
        on changed.as_of = item.as_of
        and changed.subject_id = item.subject_id
    inner join scores.enterprise_level_item as earlier
        on changed.from_day = earlier.as_of
        and changed.subject_id = earlier.subject_id
        and item.indicator_id = earlier.indicator_id
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    where coalesce(item.points, 0) <> coalesce(earlier.points, 0)
)

select
    evaluation.as_of,
    changed.subject_id as enterprise_id,
    changed.as_of as changed_on,
    changed.from_level,
    changed.level as to_level,
    case
        when changed.determined_by in ('direct', 'insufficient_data') and changed.direct_reason_zh is not null then changed.direct_reason_zh
        else moved.title_zh
    end as main_reason,
    case
        when changed.determined_by in ('direct', 'insufficient_data') and changed.direct_reason_en is not null then changed.direct_reason_en
        else moved.title_en
    end as main_reason_en
from changed
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join moved
    on changed.as_of = moved.as_of
    and changed.subject_id = moved.subject_id
    and moved.place = 1

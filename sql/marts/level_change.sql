-- Every change of an enterprise's level between two evaluation days, and what moved most.
-- Key: enterprise_id, changed_on.  changed_on is the first evaluation day with the new level; the first level seen is no change.
with step as (
    select
        as_of,
        max(as_of) over (order by as_of rows between 1 preceding and 1 preceding) as day_before
    from staging.evaluation
),

changed as (
    select
        total.as_of,
        step.day_before,
        total.subject_id,
        total.level,
        earlier.level as from_level,
        -- What a determination decided, or no longer decides, is the reason; else the points are.
        case
            when total.direct_reason_zh is not null then total.direct_reason_zh
            when earlier.direct_reason_zh is not null then concat('不再适用：', earlier.direct_reason_zh)
        end as reason_zh,
        case
            when total.direct_reason_en is not null then total.direct_reason_en
            when earlier.direct_reason_en is not null then concat('No longer: ', earlier.direct_reason_en)
        end as reason_en
    from scores.enterprise_level_total as total
    inner join step
        on total.as_of = step.as_of
    inner join scores.enterprise_level_total as earlier
        on step.day_before = earlier.as_of
        and total.subject_id = earlier.subject_id
    where total.level <> earlier.level
),

touched as (
    select as_of, subject_id from changed where reason_zh is null
    union
    select day_before as as_of, subject_id from changed where reason_zh is null
),

item as (
    select item.as_of, item.subject_id, item.indicator_id, item.method, item.edition, item.points
    from scores.enterprise_level_item as item
    inner join touched
        on item.as_of = touched.as_of
        and item.subject_id = touched.subject_id
),

moved as (
    select
        changed.as_of,
        changed.subject_id,
        indicator.title_zh,
        indicator.title_en,
        row_number() over (
            partition by changed.as_of, changed.subject_id
            order by abs(coalesce(item.points, 0) - coalesce(earlier.points, 0)) desc, item.indicator_id
        ) as place
    from changed
    inner join item
        on changed.as_of = item.as_of
        and changed.subject_id = item.subject_id
    inner join item as earlier
        on changed.day_before = earlier.as_of
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
    coalesce(changed.reason_zh, moved.title_zh) as main_reason,
    coalesce(changed.reason_en, moved.title_en) as main_reason_en
from changed
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join moved
    on changed.as_of = moved.as_of
    and changed.subject_id = moved.subject_id
    and moved.place = 1

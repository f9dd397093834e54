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
        total.subject_no,
        earlier.subject_no as earlier_subject_no,
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
    select subject_no, subject_no as change_no, 1 as side from changed where reason_zh is null
    union all
    select earlier_subject_no as subject_no, subject_no as change_no, -1 as side from changed where reason_zh is null
),

moved as (
    -- What an indicator of both days gained or lost; the edition is that of the new level.
    select
        touched.change_no,
        scored.indicator_id,
        max(case when touched.side = 1 then scored.edition_no end) as edition_no,
        sum(touched.side * coalesce(scored.points, 0)) as points_moved
    from scores.enterprise_level_scored as scored
    inner join touched
        on scored.subject_no = touched.subject_no
    group by touched.change_no, scored.indicator_id
    having min(touched.side) = -1 and max(touched.side) = 1
),

placed as (
    select
        change_no,
        indicator_id,
        edition_no,
        row_number() over (partition by change_no order by abs(points_moved) desc, indicator_id) as place
    from moved
    where points_moved <> 0
),

reason as (
    -- By its title: the points may have moved either way.
    select placed.change_no, indicator.title_zh, indicator.title_en
    from placed
    inner join (select distinct edition_no, method, edition from scores.enterprise_level_edition) as scope
        on placed.edition_no = scope.edition_no
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
        and placed.indicator_id = indicator.indicator_id
    where placed.place = 1
)

select
    evaluation.as_of,
    changed.subject_id as enterprise_id,
    changed.as_of as changed_on,
    changed.from_level,
    changed.level as to_level,
    coalesce(changed.reason_zh, reason.title_zh) as main_reason,
    coalesce(changed.reason_en, reason.title_en) as main_reason_en
from changed
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join reason
    on changed.subject_no = reason.change_no

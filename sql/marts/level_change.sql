-- Every change of an enterprise's level between two evaluation days, and what moved it most.
-- Key: enterprise_id, changed_on.  changed_on is the first evaluation day with the new level; the first level seen is no change.
with step as (
    select
        as_of,
        max(as_of) over (order by as_of rows between 1 preceding and 1 preceding) as day_before
    from staging.evaluation
),

graded as (
    select
        as_of,
        subject_id,
        subject_no,
        method,
        edition,
        level,
        direct_reason_zh,
        direct_reason_en,
        case level when 'red' then 4 when 'orange' then 3 when 'yellow' then 2 when 'blue' then 1 end as severity,
        case score_level when 'red' then 4 when 'orange' then 3 when 'yellow' then 2 when 'blue' then 1 end as score_severity
    from scores.enterprise_level_total
),

stepped as (
    select
        total.as_of,
        total.subject_id,
        total.subject_no,
        earlier.subject_no as earlier_subject_no,
        total.level,
        earlier.level as from_level,
        total.method,
        total.edition,
        case when total.method <> earlier.method or total.edition <> earlier.edition then 1 else 0 end as is_other_rule,
        case when total.severity > earlier.severity then 1 when total.severity < earlier.severity then -1 else 0 end as worse_by,
        total.severity,
        total.score_severity,
        earlier.severity as earlier_severity,
        earlier.score_severity as earlier_score_severity,
        total.direct_reason_zh,
        total.direct_reason_en,
        earlier.direct_reason_zh as earlier_reason_zh,
        earlier.direct_reason_en as earlier_reason_en
    from graded as total
    inner join step
        on total.as_of = step.as_of
    inner join graded as earlier
        on step.day_before = earlier.as_of
        and total.subject_id = earlier.subject_id
    where total.level <> earlier.level
),

weighed as (
    -- A determination is the cause where it holds the level worse, or better, than the score alone would, and the level went that way; or where it
    -- held it so the other way, and no longer does.
    select
        as_of,
        subject_id,
        subject_no,
        earlier_subject_no,
        level,
        from_level,
        method,
        edition,
        is_other_rule,
        worse_by,
        direct_reason_zh,
        direct_reason_en,
        earlier_reason_zh,
        earlier_reason_en,
        case
            when direct_reason_zh is null then 0
            when worse_by = 0 or score_severity is null or (severity - score_severity) * worse_by > 0 then 1
            else 0
        end as is_cause,
        case
            when earlier_reason_zh is null then 0
            when worse_by = 0 or earlier_score_severity is null or (earlier_severity - earlier_score_severity) * worse_by < 0 then 1
            else 0
        end as was_cause
    from stepped
),

changed as (
    select
        weighed.as_of,
        weighed.subject_id,
        weighed.subject_no,
        weighed.earlier_subject_no,
        weighed.level,
        weighed.from_level,
        weighed.worse_by,
        -- Else data are missing or no longer are, or the points are of other rules and cannot be compared; else the points are the cause.
        case
            when weighed.is_cause = 1 then weighed.direct_reason_zh
            when weighed.level = 'insufficient_data' then '缺少必需的指标，或缺失过多'
            when weighed.was_cause = 1 then concat('不再适用：', weighed.earlier_reason_zh)
            when weighed.from_level = 'insufficient_data' then '此前缺少的数据已补足'
            when weighed.is_other_rule = 1 then concat('改按“', rule.title_zh, '”', cast(weighed.edition as varchar), ' 版评定')
        end as reason_zh,
        case
            when weighed.is_cause = 1 then weighed.direct_reason_en
            when weighed.level = 'insufficient_data' then 'A required indicator is missing, or too many are'
            when weighed.was_cause = 1 then concat('No longer: ', weighed.earlier_reason_en)
            when weighed.from_level = 'insufficient_data' then 'Data that were missing have come'
            when weighed.is_other_rule = 1 then concat('Now judged by “', rule.title_en, '”, edition ', cast(weighed.edition as varchar))
        end as reason_en
    from weighed
    inner join rules.edition as rule
        on weighed.method = rule.method
        and weighed.edition = rule.edition
),

touched as (
    select subject_no, subject_no as change_no, worse_by, 1 as side from changed where reason_zh is null
    union all
    select earlier_subject_no as subject_no, subject_no as change_no, worse_by, -1 as side from changed where reason_zh is null
),

moved as (
    -- What an indicator of both days gained or lost; the edition is that of the new level.
    select
        touched.change_no,
        touched.worse_by,
        scored.indicator_id,
        max(case when touched.side = 1 then scored.part_id end) as part_id,
        max(case when touched.side = 1 then scored.edition_no end) as edition_no,
        sum(touched.side * coalesce(scored.points, 0)) as points_moved
    from scores.enterprise_level_scored as scored
    inner join touched
        on scored.subject_no = touched.subject_no
    group by touched.change_no, touched.worse_by, scored.indicator_id
    having min(touched.side) = -1 and max(touched.side) = 1
),

told as (
    -- Only what moved the way the level went: what moved the other way is no cause of it, however far. A cause of a worse level is told as one.
    select
        moved.change_no,
        moved.points_moved,
        moved.indicator_id,
        case when moved.worse_by = 1 then indicator.reason_zh else indicator.title_zh end as reason_zh,
        case when moved.worse_by = 1 then indicator.reason_en else indicator.title_en end as reason_en
    from moved
    inner join (select distinct edition_no, method, edition from scores.enterprise_level_edition) as scope
        on moved.edition_no = scope.edition_no
    inner join rules.part as part
        on scope.method = part.method
        and scope.edition = part.edition
        and moved.part_id = part.part_id
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
        and moved.indicator_id = indicator.indicator_id
    where moved.points_moved * case when part.is_more_worse then 1 else -1 end * moved.worse_by > 0
),

placed as (
    select
        change_no,
        reason_zh,
        reason_en,
        row_number() over (partition by change_no order by abs(points_moved) desc, indicator_id) as place
    from told
),

reason as (
    select change_no, reason_zh, reason_en
    from placed
    where place = 1
)

select
    evaluation.as_of,
    changed.subject_id as enterprise_id,
    changed.as_of as changed_on,
    changed.from_level,
    changed.level as to_level,
    coalesce(changed.reason_zh, reason.reason_zh) as main_reason,
    coalesce(changed.reason_en, reason.reason_en) as main_reason_en
from changed
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join reason
    on changed.subject_no = reason.change_no

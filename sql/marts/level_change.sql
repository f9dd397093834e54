-- Every change of an enterprise's level between two evaluation days, and what moved it most.
-- Key: enterprise_id, changed_on.  changed_on is the first evaluation day with the new level; the first level seen is no change.
-- The reason is, in this order: other rules; a determination that came and sets the level; one that set it and went; missing data; points.
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
        case level when 'red' then 4 when 'orange' then 3 when 'yellow' then 2 when 'blue' then 1 end as severity
    from scores.enterprise_level_total
),

changed as (
    select
        total.as_of,
        total.subject_id,
        total.subject_no as change_no,
        earlier.subject_no as earlier_no,
        total.method,
        total.edition,
        total.level,
        earlier.level as from_level,
        total.direct_reason_zh,
        total.direct_reason_en,
        case when total.severity > earlier.severity then 1 when total.severity < earlier.severity then -1 else 0 end as worse_by,
        case when total.method <> earlier.method or total.edition <> earlier.edition then 1 else 0 end as is_other_rule
    from graded as total
    inner join step
        on total.as_of = step.as_of
    inner join graded as earlier
        on step.day_before = earlier.as_of
        and total.subject_id = earlier.subject_id
    where total.level <> earlier.level
),

side as (
    -- Both days of a change under the same rules: 1 the new one.
    select change_no, change_no as subject_no, worse_by, 1 as side from changed where is_other_rule = 0
    union all
    select change_no, earlier_no as subject_no, worse_by, -1 as side from changed where is_other_rule = 0
),

held as (
    -- Determinations by whether they hold on one of both days only: 1 came, -1 went. One that held on both moved nothing.
    select
        side.change_no,
        determination.determination_id,
        max(determination.kind) as kind,
        max(determination.level) as level,
        max(determination.position) as position,
        max(determination.title_zh) as title_zh,
        max(determination.title_en) as title_en,
        sum(side.side) as came
    from side
    inner join scores.enterprise_level_determination as determination
        on side.subject_no = determination.subject_no
    group by side.change_no, determination.determination_id
),

determined as (
    select
        held.change_no,
        held.came,
        string_agg(held.title_zh, '；' order by held.position, held.determination_id) as title_zh,
        string_agg(held.title_en, '; ' order by held.position, held.determination_id) as title_en
    from held
    inner join changed
        on held.change_no = changed.change_no
    where
        held.came <> 0
        -- What came is at the level that there is now, what went at the one that there was.
        and case when held.kind = 'insufficient' then 'insufficient_data' else held.level end
        = case when held.came = 1 then changed.level else changed.from_level end
        -- A floor makes worse by coming and better by going, a ceiling the other way round.
        and case held.kind when 'at_least' then held.came when 'at_most' then -held.came else changed.worse_by end = changed.worse_by
    group by held.change_no, held.came
),

part_moved as (
    -- What each part gained or lost of its points, after floor and cap.
    select
        side.change_no,
        points.part_no,
        max(case when side.side = 1 then points.points end) as points_now,
        max(case when side.side = -1 then points.points end) as points_before,
        sum(side.side * coalesce(points.points, 0)) as points_moved
    from scores.enterprise_level_part_points as points
    inner join side
        on points.subject_no = side.subject_no
    where side.worse_by <> 0
    group by side.change_no, points.part_no
),

moved as (
    -- What an indicator of both days gained or lost.
    select
        side.change_no,
        side.worse_by,
        scored.indicator_id,
        scored.part_no,
        max(scored.method) as method,
        max(scored.edition) as edition,
        max(scored.part_id) as part_id,
        max(case when side.side = 1 then scored.status end) as status_now,
        max(case when side.side = -1 then scored.status end) as status_before,
        max(case when side.side = 1 then scored.points end) as points_now,
        max(case when side.side = -1 then scored.points end) as points_before,
        sum(side.side * coalesce(scored.points, 0) * coalesce(scored.weight, 1)) as effect
    from scores.enterprise_level_scored as scored
    inner join side
        on scored.subject_no = side.subject_no
    where side.worse_by <> 0
    group by side.change_no, side.worse_by, scored.indicator_id, scored.part_no
    having min(side.side) = -1 and max(side.side) = 1
),

placed as (
    -- Only what moved the way the level went, in a part that did: what moved the other way, or under a floor, is no cause however far it moved.
    select
        moved.change_no,
        -- A cause of a worse level is told as one; points that went or came with the data are told as that.
        case
            when moved.worse_by = 1 and moved.status_before = 'scored' and moved.status_now in ('no_data', 'needs_person', 'no_rule') then 'missing'
            when moved.worse_by = 1 then 'worse'
            when moved.status_now = 'scored' and moved.status_before in ('no_data', 'needs_person', 'no_rule') then 'supplied'
            else 'better'
        end as kind,
        indicator.title_zh,
        indicator.title_en,
        indicator.reason_zh,
        indicator.reason_en,
        row_number() over (partition by moved.change_no order by abs(moved.effect) desc, moved.indicator_id) as place
    from moved
    inner join part_moved
        on moved.change_no = part_moved.change_no
        and moved.part_no = part_moved.part_no
    inner join rules.part as part
        on moved.method = part.method
        and moved.edition = part.edition
        and moved.part_id = part.part_id
    inner join rules.indicator as indicator
        on moved.method = indicator.method
        and moved.edition = indicator.edition
        and moved.indicator_id = indicator.indicator_id
    where
        moved.effect * case when part.is_more_worse then 1 else -1 end * moved.worse_by > 0
        and part_moved.points_moved
        * case when part.is_more_worse then 1 else -1 end
        * case when part.aggregate = 'deduct' then -1 else 1 end
        * moved.worse_by > 0
        -- Of the worst or the least only the one that is it counts.
        and (
            part.aggregate not in ('worst', 'least')
            or moved.points_now = part_moved.points_now
            or moved.points_before = part_moved.points_before
        )
),

pointed as (
    select
        change_no,
        case kind
            when 'missing' then concat('缺少数据：', title_zh)
            when 'worse' then reason_zh
            when 'supplied' then concat('数据已补：', title_zh)
            else concat('好转：', title_zh)
        end as reason_zh,
        case kind
            when 'missing' then concat('Data missing: ', title_en)
            when 'worse' then reason_en
            when 'supplied' then concat('Data came: ', title_en)
            else concat('Better: ', title_en)
        end as reason_en
    from placed
    where place = 1
)

select
    evaluation.as_of,
    changed.subject_id as enterprise_id,
    changed.as_of as changed_on,
    changed.from_level,
    changed.level as to_level,
    case
        when changed.is_other_rule = 1
            then
                concat(
                    '改按“', rule.title_zh, '”', cast(changed.edition as varchar), ' 版评定',
                    case when changed.direct_reason_zh is not null then concat('：', changed.direct_reason_zh) else '' end
                )
        when came.change_no is not null then came.title_zh
        when went.change_no is not null then concat('不再适用：', went.title_zh)
        when changed.level = 'insufficient_data' then '缺少必需的指标，或缺失过多'
        when changed.from_level = 'insufficient_data' then '此前缺少的数据已补足'
        else coalesce(pointed.reason_zh, '多项得分变动，见评分卡')
    end as main_reason,
    case
        when changed.is_other_rule = 1
            then
                concat(
                    'Now judged by “', rule.title_en, '”, edition ', cast(changed.edition as varchar),
                    case when changed.direct_reason_en is not null then concat(': ', changed.direct_reason_en) else '' end
                )
        when came.change_no is not null then came.title_en
        when went.change_no is not null then concat('No longer: ', went.title_en)
        when changed.level = 'insufficient_data' then 'A required indicator is missing, or too many are'
        when changed.from_level = 'insufficient_data' then 'Data that were missing have come'
        else coalesce(pointed.reason_en, 'Points of several indicators moved: see the scorecard')
    end as main_reason_en
from changed
inner join staging.evaluation as evaluation
    on evaluation.is_current
inner join rules.edition as rule
    on changed.method = rule.method
    and changed.edition = rule.edition
left join determined as came
    on changed.change_no = came.change_no
    and came.came = 1
left join determined as went
    on changed.change_no = went.change_no
    and went.came = -1
left join pointed
    on changed.change_no = pointed.change_no

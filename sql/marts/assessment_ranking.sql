-- The ranking of regions and departments within their peer groups, with interval, ties, the veto that decides the grade beside the score, and what drove the change.
-- Key: subject_type, subject_id.  A subject without a score has no rank; `rank` is the best place that is not excluded, and lies in its interval. Tied subjects share the places of their intervals.
with total as (
    select
        assessed.as_of,
        assessed.period,
        assessed.subject_type,
        assessed.subject_id,
        assessed.case_id,
        assessed.peer_group,
        assessed.period_start,
        assessed.period_end,
        total.method,
        total.edition,
        total.score,
        total.score_grade,
        total.grade,
        total.veto_reason_zh,
        total.veto_reason_en,
        total.missing_fraction,
        row_number() over (
            partition by assessed.period, assessed.subject_type, assessed.peer_group
            order by total.score desc nulls last, assessed.subject_id
        ) as place
    from scores.assessment_grade as total
    inner join scores.assessment_case as assessed
        on total.as_of = assessed.as_of
        and total.case_id = assessed.case_id
),

changed as (
    select total.subject_type, total.subject_id, total.score - before.score as score_change
    from total
    inner join total as before
        on total.subject_type = before.subject_type
        and total.subject_id = before.subject_id
        and before.period = 'previous'
    where total.period = 'current'
),

moved as (
    -- A rise is explained by what rose, a fall by what fell.
    select
        item.subject_type,
        item.subject_id,
        item.indicator_id,
        item.points_change,
        item.change_kind,
        row_number() over (
            partition by item.subject_type, item.subject_id
            order by abs(item.points_change) desc, indicator.position, item.indicator_id
        ) as place
    from marts.assessment_score_item as item
    inner join changed
        on item.subject_type = changed.subject_type
        and item.subject_id = changed.subject_id
        and ((changed.score_change > 0 and item.points_change > 0) or (changed.score_change < 0 and item.points_change < 0))
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
)

select
    total.as_of,
    total.subject_type,
    total.subject_id,
    total.peer_group,
    total.period_start,
    total.period_end,
    total.score,
    total.grade,
    total.veto_reason_zh as veto_reason,
    sure.rank,
    sure.rank_low,
    sure.rank_high,
    sure.tied_with,
    sure_before.rank as previous_rank,
    subject.subject_name,
    total.method,
    total.edition,
    before.score as previous_score,
    cast(changed.score_change as decimal(18, 6)) as score_change,
    moved.indicator_id as driver_indicator_id,
    driver.title_zh as driver_title,
    driver.title_en as driver_title_en,
    moved.points_change as driver_points_change,
    total.veto_reason_en,
    total.missing_fraction,
    cast(total.place as integer) as place,
    sure.rank_median,
    sure_before.rank_low as previous_rank_low,
    sure_before.rank_high as previous_rank_high,
    total.score_grade,
    moved.change_kind as driver_change_kind
from total
inner join facts.assessment_subject as subject
    on total.subject_type = subject.subject_type
    and total.subject_id = subject.subject_id
left join total as before
    on total.subject_type = before.subject_type
    and total.subject_id = before.subject_id
    and before.period = 'previous'
left join changed
    on total.subject_type = changed.subject_type
    and total.subject_id = changed.subject_id
left join scores.assessment_robustness as sure
    on total.subject_type = sure.subject_type
    and total.subject_id = sure.subject_id
    and sure.period = 'current'
left join scores.assessment_robustness as sure_before
    on total.subject_type = sure_before.subject_type
    and total.subject_id = sure_before.subject_id
    and sure_before.period = 'previous'
left join moved
    on total.subject_type = moved.subject_type
    and total.subject_id = moved.subject_id
    and moved.place = 1
left join rules.indicator as driver
    on total.method = driver.method
    and total.edition = driver.edition
    and moved.indicator_id = driver.indicator_id
where total.period = 'current'

-- Who is to be named (通报) or urged to rectify (督促整改), and for what: one line a reason.
-- Key: subject_type, subject_id, list, reason_id.  `public_notice`: a veto, or an unqualified grade; `urge`: an indicator below the pack's share of its points.
with limit_value as (
    select method, edition, value_number
    from rules.parameter
    where parameter_id = 'urge_below_fraction'
),

vetoed as (
    select
        assessed.subject_type,
        assessed.subject_id,
        found.determination_id as reason_id,
        found.title_zh,
        found.title_en,
        found.clause
    from scores.assessment_determination as found
    inner join scores.assessment_case as assessed
        on found.as_of = assessed.as_of
        and found.subject_id = assessed.case_id
        and assessed.period = 'current'
    where found.kind = 'veto'
),

unqualified as (
    select
        ranking.subject_type,
        ranking.subject_id,
        level.level as reason_id,
        level.title_zh,
        level.title_en,
        level.clause
    from marts.assessment_ranking as ranking
    inner join rules.level as level
        on ranking.method = level.method
        and ranking.edition = level.edition
        and ranking.grade = level.level
        and level.position = 1
),

low as (
    select
        item.subject_type,
        item.subject_id,
        item.indicator_id as reason_id,
        indicator.title_zh,
        indicator.title_en,
        item.clause,
        item.value,
        item.points,
        item.max_points
    from marts.assessment_score_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    inner join rules.part as part
        on indicator.method = part.method
        and indicator.edition = part.edition
        and indicator.part_id = part.part_id
    inner join limit_value
        on item.method = limit_value.method
        and item.edition = limit_value.edition
    inner join marts.assessment_ranking as ranking
        on item.subject_type = ranking.subject_type
        and item.subject_id = ranking.subject_id
        and ranking.score is not null
    where
        item.status = 'scored'
        and indicator.min_points = 0
        and part.part_id <> 'adjustment'
        and item.points < limit_value.value_number * item.max_points
),

listed as (
    select 'public_notice' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, cast(null as decimal(18, 6)) as value, cast(null as decimal(18, 6)) as points, cast(null as decimal(18, 6)) as max_points from vetoed
    union all
    select 'public_notice' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, cast(null as decimal(18, 6)) as value, cast(null as decimal(18, 6)) as points, cast(null as decimal(18, 6)) as max_points from unqualified
    union all
    select 'urge' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, value, points, max_points from low
)

select
    evaluation.as_of,
    listed.subject_type,
    listed.subject_id,
    listed.list,
    listed.reason_id,
    subject.subject_name,
    listed.title_zh as reason,
    listed.title_en as reason_en,
    listed.value,
    listed.points,
    listed.max_points,
    listed.clause
from listed
inner join staging.evaluation as evaluation
    on evaluation.is_current
inner join facts.assessment_subject as subject
    on listed.subject_type = subject.subject_type
    and listed.subject_id = subject.subject_id

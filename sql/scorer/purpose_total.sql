-- What is decided of each subject: score, level, and what decided it.
-- Key: as_of, subject_id.  'insufficient_data' has neither score nor colour; a subject that a determination excludes is not here.
with level as (
    -- Two names of one level (five names, four colours) share its worse place.
    select method, edition, level, min(position) as position
    from rules.level
    group by method, edition, level
),

determined as (
    select
        found.as_of,
        found.subject_id,
        found.method,
        found.edition,
        max(case when found.kind = 'exclude' then 1 else 0 end) as is_excluded,
        max(case when found.kind = 'insufficient' then 1 else 0 end) as is_insufficient,
        min(case when found.kind = 'is' then level.position end) as direct_position,
        min(case when found.kind = 'at_least' then level.position end) as worst_position,
        max(case when found.kind = 'at_most' then level.position end) as best_position
    from scores.purpose_determination as found
    left join level
        on found.method = level.method
        and found.edition = level.edition
        and found.level = level.level
    group by found.as_of, found.subject_id, found.method, found.edition
),

required as (
    select item.as_of, item.subject_id, item.method, item.edition, count(*) as missing_count
    from scores.purpose_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    where indicator.is_required and item.status in ('no_data', 'no_rule', 'needs_person')
    group by item.as_of, item.subject_id, item.method, item.edition
),

weighed as (
    select
        score.as_of,
        score.subject_id,
        score.method,
        score.edition,
        score.score,
        score.score_level,
        score.missing_fraction,
        level.position as score_position,
        determined.direct_position,
        case
            when determined.direct_position is not null then determined.direct_position
            when determined.worst_position is not null and determined.worst_position < coalesce(level.position, 1000)
                then determined.worst_position
            when determined.best_position is not null and determined.best_position > level.position
                then determined.best_position
            else level.position
        end as position,
        coalesce(determined.is_excluded, 0) as is_excluded,
        case
            when determined.direct_position is not null then 0
            when coalesce(determined.is_insufficient, 0) = 1 then 1
            when coalesce(required.missing_count, 0) > 0 then 1
            when score.missing_fraction > scope.max_missing_fraction then 1
            when scope.total_kind <> 'none' and score.score is null then 1
            else 0
        end as is_insufficient
    from scores.purpose_score as score
    inner join scores.purpose_edition as scope
        on score.as_of = scope.as_of
        and score.method = scope.method
        and score.edition = scope.edition
    left join level
        on score.method = level.method
        and score.edition = level.edition
        and score.score_level = level.level
    left join determined
        on score.as_of = determined.as_of
        and score.subject_id = determined.subject_id
        and score.method = determined.method
        and score.edition = determined.edition
    left join required
        on score.as_of = required.as_of
        and score.subject_id = required.subject_id
        and score.method = required.method
        and score.edition = required.edition
),

reason as (
    -- The titles in the order of the pack; a city's own pack may have many, so they are joined, not picked.
    select
        found.as_of,
        found.subject_id,
        found.method,
        found.edition,
        string_agg(found.title_zh, '；' order by found.position, found.determination_id) as reason_zh,
        string_agg(found.title_en, '; ' order by found.position, found.determination_id) as reason_en
    from scores.purpose_determination as found
    left join level
        on found.method = level.method
        and found.edition = level.edition
        and found.level = level.level
    inner join weighed
        on found.as_of = weighed.as_of
        and found.subject_id = weighed.subject_id
        and found.method = weighed.method
        and found.edition = weighed.edition
        and (
            (weighed.is_insufficient = 1 and found.kind = 'insufficient')
            or (
                weighed.is_insufficient = 0
                and (weighed.score_position is null or weighed.position <> weighed.score_position or found.kind = 'is')
                and found.kind in ('is', 'at_least', 'at_most')
                and level.position = weighed.position
            )
        )
    group by found.as_of, found.subject_id, found.method, found.edition
)

select
    weighed.as_of,
    weighed.subject_id,
    weighed.method,
    weighed.edition,
    case when weighed.is_insufficient = 1 then null else weighed.score end as score,
    case when weighed.is_insufficient = 1 then 'insufficient_data' else level.level end as level,
    case
        when weighed.is_insufficient = 1 then 'insufficient_data'
        when weighed.direct_position is not null then 'direct'
        when weighed.position <> coalesce(weighed.score_position, 0) then 'direct'
        else 'score'
    end as determined_by,
    reason.reason_zh as direct_reason_zh,
    reason.reason_en as direct_reason_en,
    weighed.score_level,
    weighed.missing_fraction
from weighed
left join level
    on weighed.method = level.method
    and weighed.edition = level.edition
    and weighed.position = level.position
left join reason
    on weighed.as_of = reason.as_of
    and weighed.subject_id = reason.subject_id
    and weighed.method = reason.method
    and weighed.edition = reason.edition
where weighed.is_excluded = 0

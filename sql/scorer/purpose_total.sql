-- What is decided of each subject: score, level, and what decided it.
-- Key: as_of, subject_id.  'insufficient_data' has neither score nor colour; a subject that a determination excludes is not here.
with level as (
    -- Two names of one level (five names, four colours) share its worse place.
    select method, edition, level, min(position) as position
    from rules.level
    group by method, edition, level
),

found as (
    select
        determination.subject_no,
        determination.edition_no,
        determination.determination_id,
        determination.kind,
        determination.position,
        determination.title_zh,
        determination.title_en,
        level.position as level_position
    from scores.purpose_determination as determination
    left join level
        on determination.method = level.method
        and determination.edition = level.edition
        and determination.level = level.level
),

determined as (
    select
        subject_no,
        edition_no,
        max(case when kind = 'exclude' then 1 else 0 end) as is_excluded,
        max(case when kind = 'insufficient' then 1 else 0 end) as is_insufficient,
        min(case when kind = 'is' then level_position end) as direct_position,
        min(case when kind = 'at_least' then level_position end) as worst_position,
        max(case when kind = 'at_most' then level_position end) as best_position
    from found
    group by subject_no, edition_no
),

required as (
    select scope.edition_no, indicator.indicator_id
    from (select distinct edition_no, method, edition from scores.purpose_edition) as scope
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
    where indicator.is_required and indicator.rule_kind = 'none'
),

unanswered as (
    -- A required indicator that earns no points is no item: whether it is known is read from the facts.
    select applicable.subject_no, applicable.edition_no, count(*) as missing_count
    from scores.purpose_applicable as applicable
    inner join required
        on applicable.edition_no = required.edition_no
    left join scores.purpose_fact as fact
        on applicable.subject_no = fact.subject_no
        and required.indicator_id = fact.indicator_id
    where fact.indicator_value is null and fact.value_code is null
    group by applicable.subject_no, applicable.edition_no
),

scope as (
    select distinct edition_no, method, edition, total_kind
    from scores.purpose_edition
),

weighed as (
    select
        score.subject_no,
        score.edition_no,
        scope.method,
        scope.edition,
        score.score,
        score.score_level,
        score.missing_fraction,
        level.position as score_position,
        determined.direct_position,
        determined.worst_position,
        determined.best_position,
        coalesce(determined.is_excluded, 0) as is_excluded,
        case
            when determined.direct_position is not null then 0
            when determined.is_insufficient = 1 then 1
            when score.is_required_missing = 1 or unanswered.missing_count > 0 then 1
            when score.is_too_little = 1 then 1
            when scope.total_kind <> 'none' and score.score is null then 1
            else 0
        end as is_insufficient
    from scores.purpose_score as score
    inner join scope
        on score.edition_no = scope.edition_no
    left join level
        on scope.method = level.method
        and scope.edition = level.edition
        and score.score_level = level.level
    left join determined
        on score.subject_no = determined.subject_no
        and score.edition_no = determined.edition_no
    left join unanswered
        on score.subject_no = unanswered.subject_no
        and score.edition_no = unanswered.edition_no
),

raised as (
    -- Positions count from the worst: 'at_least' first, then 'at_most'.
    select
        subject_no,
        edition_no,
        method,
        edition,
        score,
        score_level,
        missing_fraction,
        score_position,
        direct_position,
        best_position,
        is_excluded,
        is_insufficient,
        case
            when worst_position < coalesce(score_position, 1000) then worst_position
            else score_position
        end as raised_position
    from weighed
),

placed as (
    select
        subject_no,
        edition_no,
        method,
        edition,
        score,
        score_level,
        missing_fraction,
        score_position,
        direct_position,
        is_excluded,
        is_insufficient,
        case
            when direct_position is not null then direct_position
            when best_position > coalesce(raised_position, 0) then best_position
            else raised_position
        end as position
    from raised
),

reason as (
    -- The titles in the order of the pack: of what set the level, or of what makes the data insufficient.
    select
        found.subject_no,
        found.edition_no,
        string_agg(found.title_zh, '；' order by found.position, found.determination_id) as reason_zh,
        string_agg(found.title_en, '; ' order by found.position, found.determination_id) as reason_en
    from found
    inner join placed
        on found.subject_no = placed.subject_no
        and found.edition_no = placed.edition_no
    where
        (placed.is_insufficient = 1 and found.kind = 'insufficient')
        or (
            placed.is_insufficient = 0
            and found.level_position = placed.position
            and (
                found.kind = 'is'
                or (
                    found.kind in ('at_least', 'at_most')
                    and (placed.score_position is null or placed.position <> placed.score_position)
                )
            )
        )
    group by found.subject_no, found.edition_no
)

select
    subject.as_of,
    subject.subject_id,
    placed.method,
    placed.edition,
    case when placed.is_insufficient = 1 then null else placed.score end as score,
    case when placed.is_insufficient = 1 then 'insufficient_data' else level.level end as level,
    case
        when placed.is_insufficient = 1 then 'insufficient_data'
        when placed.direct_position is not null then 'direct'
        when placed.position is not null and (placed.score_position is null or placed.position <> placed.score_position) then 'direct'
        else 'score'
    end as determined_by,
    reason.reason_zh as direct_reason_zh,
    reason.reason_en as direct_reason_en,
    placed.score_level,
    placed.missing_fraction,
    placed.subject_no
from placed
inner join scores.purpose_subject as subject
    on placed.subject_no = subject.subject_no
left join level
    on placed.method = level.method
    and placed.edition = level.edition
    and placed.position = level.position
left join reason
    on placed.subject_no = reason.subject_no
    and placed.edition_no = reason.edition_no
where placed.is_excluded = 0

-- Who is to be named (通报) or urged to rectify (督促整改), and for what: one line a reason.
-- Key: subject_type, subject_id, list, reason_id.  `public_notice`: a veto with the figures that it rests on, or a score that is unqualified; `urge`: an indicator below the pack's share of its points.
with limit_value as (
    select method, edition, value_number
    from rules.parameter
    where parameter_id = 'urge_below_fraction'
),

rested as (
    -- Figures in words: '死亡人数超出控制指标 2，…'.
    select
        fact.case_id,
        fact.determination_id,
        max(case when fact.place = 1 then fact.indicator_value end) as indicator_value,
        string_agg(concat(fact.title_zh, ' ', fact.figure), '，' order by fact.place) as detail_zh,
        string_agg(concat(fact.title_en, ' ', fact.figure), ', ' order by fact.place) as detail_en
    from (
        select
            fact.case_id,
            fact.determination_id,
            fact.indicator_value,
            coalesce(indicator.title_zh, fact.indicator_id) as title_zh,
            coalesce(indicator.title_en, fact.indicator_id) as title_en,
            case
                when fact.indicator_value is null then coalesce(fact.value_code, '—')
                when fact.indicator_value = cast(fact.indicator_value as bigint) then cast(cast(fact.indicator_value as bigint) as varchar)
                else trim(trailing '0' from cast(fact.indicator_value as varchar))
            end as figure,
            row_number() over (partition by fact.case_id, fact.determination_id order by fact.position, fact.indicator_id) as place
        from scores.assessment_determination_fact as fact
        left join rules.indicator as indicator
            on fact.method = indicator.method
            and fact.edition = indicator.edition
            and fact.indicator_id = indicator.indicator_id
    ) as fact
    group by fact.case_id, fact.determination_id
),

vetoed as (
    select
        assessed.subject_type,
        assessed.subject_id,
        found.determination_id as reason_id,
        found.title_zh,
        found.title_en,
        found.clause,
        rested.indicator_value as value,
        rested.detail_zh,
        rested.detail_en
    from scores.assessment_determination as found
    inner join scores.assessment_case as assessed
        on found.as_of = assessed.as_of
        and found.subject_id = assessed.case_id
        and assessed.period = 'current'
    left join rested
        on found.subject_id = rested.case_id
        and found.determination_id = rested.determination_id
    where found.kind = 'veto'
),

unqualified as (
    select
        ranking.subject_type,
        ranking.subject_id,
        level.level as reason_id,
        level.title_zh,
        level.title_en,
        level.clause,
        ranking.score as value
    from marts.assessment_ranking as ranking
    inner join rules.level as level
        on ranking.method = level.method
        and ranking.edition = level.edition
        and ranking.score_grade = level.level
        and level.position = 1
),

low as (
    select
        item.subject_type,
        item.subject_id,
        item.indicator_id as reason_id,
        indicator.reason_zh as title_zh,
        indicator.reason_en as title_en,
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
    select 'public_notice' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, value, cast(null as decimal(18, 6)) as points, cast(null as decimal(18, 6)) as max_points, detail_zh, detail_en from vetoed
    union all
    select 'public_notice' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, value, cast(null as decimal(18, 6)) as points, cast(null as decimal(18, 6)) as max_points, null as detail_zh, null as detail_en from unqualified
    union all
    select 'urge' as list, subject_type, subject_id, reason_id, title_zh, title_en, clause, value, points, max_points, null as detail_zh, null as detail_en from low
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
    listed.clause,
    listed.detail_zh as detail,
    listed.detail_en
from listed
inner join staging.evaluation as evaluation
    on evaluation.is_current
inner join facts.assessment_subject as subject
    on listed.subject_type = subject.subject_type
    and listed.subject_id = subject.subject_id

-- The grade of each case: what its score gives, and what stands once the vetoes are read, with their reasons.
-- Key: as_of, case_id.  A veto leaves the score alone and decides the grade (一票否决), also where there is too little for a score.
with place as (
    select method, edition, level, min(position) as position
    from rules.level
    group by method, edition, level
),

veto as (
    select
        found.as_of,
        found.subject_id as case_id,
        min(place.position) as position,
        string_agg(found.title_zh, '；' order by found.position, found.determination_id) as reason_zh,
        string_agg(found.title_en, '; ' order by found.position, found.determination_id) as reason_en
    from scores.assessment_determination as found
    left join place
        on found.method = place.method
        and found.edition = place.edition
        and found.level = place.level
    where found.kind = 'veto'
    group by found.as_of, found.subject_id
)

select
    total.as_of,
    total.subject_id as case_id,
    total.method,
    total.edition,
    total.score,
    total.level as score_grade,
    case when veto.position < coalesce(scored.position, 1000) then decided.level else total.level end as grade,
    case when veto.case_id is not null then 'direct' else total.determined_by end as determined_by,
    veto.reason_zh as veto_reason_zh,
    veto.reason_en as veto_reason_en,
    total.missing_fraction
from scores.assessment_total as total
left join place as scored
    on total.method = scored.method
    and total.edition = scored.edition
    and total.level = scored.level
left join veto
    on total.as_of = veto.as_of
    and total.subject_id = veto.case_id
left join place as decided
    on total.method = decided.method
    and total.edition = decided.edition
    and veto.position = decided.position

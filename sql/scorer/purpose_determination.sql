-- Determinations that hold for a subject on a day, beside its score: direct levels, gates, vetoes, insufficiency.
-- Key: as_of, subject_id, method, edition, determination_id.
with held as (
    select as_of, subject_id, method, edition, edition_no, condition_id from scores.purpose_fact_condition
    union all
    select as_of, subject_id, method, edition, edition_no, condition_id from scores.purpose_result_condition
)

select
    held.as_of,
    held.subject_id,
    held.method,
    held.edition,
    determination.determination_id,
    determination.position,
    determination.kind,
    determination.level,
    determination.title_zh,
    determination.title_en,
    determination.clause,
    held.edition_no
from held
inner join rules.determination as determination
    on held.method = determination.method
    and held.edition = determination.edition
    and held.condition_id = determination.condition_id
inner join scores.purpose_applicable as applicable
    on held.as_of = applicable.as_of
    and held.subject_id = applicable.subject_id
    and held.edition_no = applicable.edition_no

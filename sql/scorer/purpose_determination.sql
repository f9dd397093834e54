-- Determinations that hold for a subject on a day, beside its score: direct levels, gates, vetoes, insufficiency.
-- Key: as_of, subject_id, method, edition, determination_id.
with determination as (
    select
        scope.edition_no,
        determination.method,
        determination.edition,
        determination.determination_id,
        determination.position,
        determination.kind,
        determination.level,
        determination.title_zh,
        determination.title_en,
        determination.clause,
        determination.condition_id
    from (select distinct edition_no, method, edition from scores.purpose_edition) as scope
    inner join rules.determination as determination
        on scope.method = determination.method
        and scope.edition = determination.edition
),

held as (
    select subject_no, edition_no, condition_id from scores.purpose_fact_condition
    union all
    select subject_no, edition_no, condition_id from scores.purpose_result_condition
)

select
    subject.as_of,
    subject.subject_id,
    determination.method,
    determination.edition,
    determination.determination_id,
    determination.position,
    determination.kind,
    determination.level,
    determination.title_zh,
    determination.title_en,
    determination.clause,
    determination.edition_no,
    subject.subject_no
from held
inner join determination
    on held.edition_no = determination.edition_no
    and held.condition_id = determination.condition_id
inner join scores.purpose_applicable as applicable
    on held.subject_no = applicable.subject_no
    and held.edition_no = applicable.edition_no
inner join scores.purpose_subject as subject
    on held.subject_no = subject.subject_no

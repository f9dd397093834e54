-- Subjects that no edition judges on the day of the run, or that two do: each is named, none is given a silent default.
-- Key: subject_id.
with current_day as (
    select as_of
    from staging.evaluation
    where is_current
),

judged as (
    select
        subject_no,
        count(*) as edition_count,
        min(concat(method, ' ', cast(edition as varchar))) as first_edition,
        max(concat(method, ' ', cast(edition as varchar))) as last_edition
    from scores.purpose_applicable
    group by subject_no
)

select
    subject.as_of,
    subject.subject_id,
    coalesce(judged.edition_count, 0) as edition_count,
    judged.first_edition,
    judged.last_edition
from scores.purpose_subject as subject
inner join current_day
    on subject.as_of = current_day.as_of
left join judged
    on subject.subject_no = judged.subject_no
where judged.edition_count is null or judged.edition_count <> 1

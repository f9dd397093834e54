-- What a person entered of an enterprise by a day, for the indicators that some edition in force has entered.
-- Key: subject_no, indicator_id.  The latest period that had begun by the day, ended or not: an inventory for the year counts while the year runs.
with hand as (
    select distinct indicator.indicator_id, number.indicator_no
    from rules.indicator as indicator
    inner join scores.enterprise_level_edition as scope
        on indicator.method = scope.method
        and indicator.edition = scope.edition
    inner join scores.enterprise_level_indicator_number as number
        on indicator.indicator_id = number.indicator_id
    where indicator.is_entered
),

entered as (
    select
        subject.as_of,
        subject.subject_no,
        input.indicator_id,
        hand.indicator_no,
        input.value as indicator_value,
        row_number() over (
            partition by subject.subject_no, input.indicator_id
            order by input.period_start desc, input.period_end desc
        ) as place
    from staging.assessment_input as input
    inner join hand
        on input.indicator_id = hand.indicator_id
    inner join scores.enterprise_level_subject as subject
        on input.subject_id = subject.subject_id
        and input.period_start <= subject.as_of
    where input.subject_type = 'enterprise'
)

select as_of, subject_no, indicator_id, indicator_no, indicator_value
from entered
where place = 1

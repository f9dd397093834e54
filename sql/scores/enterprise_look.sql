-- When somebody last looked at an enterprise: an inspection, or a hazard found by anybody.
-- Key: subject_no.  Looks are first gathered by the evaluation day that sees them first: every row is read once.
with span as (
    select
        as_of,
        coalesce(
            date_diff('day', max(as_of) over (order by as_of rows between 1 preceding and 1 preceding), as_of),
            1000000
        ) as length_days
    from staging.evaluation
),

gathered as (
    select
        span.as_of as first_seen_on,
        number.enterprise_no,
        max(look.looked_on) as looked_on
    from scores.look as look
    inner join facts.enterprise_number as number
        on look.enterprise_id = number.enterprise_id
    inner join span
        on date_diff('day', look.looked_on, span.as_of) >= 0
        and date_diff('day', look.looked_on, span.as_of) < span.length_days
    group by span.as_of, number.enterprise_no
)

select
    gathered.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
    max(gathered.looked_on) as looked_on
from gathered
inner join facts.evaluation_day as evaluation
    on gathered.first_seen_on <= evaluation.as_of
group by gathered.enterprise_no * evaluation.day_count + evaluation.day_no

-- When somebody last looked at an enterprise: an inspection, or a hazard found by anybody.
-- Key: as_of, enterprise_id.  Looks are first gathered by the evaluation day that sees them first: every row is read once.
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
        look.enterprise_id,
        max(look.looked_on) as looked_on
    from scores.look as look
    inner join span
        on date_diff('day', look.looked_on, span.as_of) >= 0
        and date_diff('day', look.looked_on, span.as_of) < span.length_days
    group by span.as_of, look.enterprise_id
)

select
    evaluation.as_of,
    gathered.enterprise_id,
    max(gathered.looked_on) as looked_on
from gathered
inner join staging.evaluation as evaluation
    on gathered.first_seen_on <= evaluation.as_of
group by evaluation.as_of, gathered.enterprise_id

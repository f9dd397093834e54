-- Visits made to each enterprise by a day: the last of all, the last that counts towards the minimum, and those of the calendar year.
-- Key: as_of, enterprise_id.  Only enterprises visited by that day are here; the pack says which kinds count.
with counted as (
    select scope.as_of, parameter.parameter_id
    from scores.inspection_requirement_edition as scope
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    where parameter.value_number = 1
),

made as (
    select
        evaluation.as_of,
        inspection.enterprise_id,
        inspection.inspected_on,
        case when counted.parameter_id is null then 0 else 1 end as is_qualifying
    from staging.inspection as inspection
    inner join staging.evaluation as evaluation
        on inspection.inspected_on <= evaluation.as_of
    left join counted
        on evaluation.as_of = counted.as_of
        and concat('qualifies.', inspection.kind) = counted.parameter_id
)

select
    as_of,
    enterprise_id,
    count(*) as visit_count,
    max(inspected_on) as last_visited_on,
    max(case when is_qualifying = 1 then inspected_on end) as last_inspected_on
from made
group by as_of, enterprise_id

-- The visits planned from the day after as_of to the end of its calendar year, a row a visit.
-- Key: plan_id.  Months are set, not days; basis random is the draw, whose register is inspection_draw.
select
    planned.as_of,
    concat(cast(planned.month as varchar), '-', planned.department_code, '-', cast(planned.place as varchar)) as plan_id,
    planned.month,
    planned.department_code,
    planned.enterprise_id,
    planned.visit_kind,
    planned.person_days,
    planned.basis,
    planned.place as rank,
    enterprise.enterprise_name,
    planned.harm as harm_averted,
    planned.is_late
from scores.planned_visit as planned
inner join staging.enterprise as enterprise
    on planned.enterprise_id = enterprise.enterprise_id
where planned.is_current

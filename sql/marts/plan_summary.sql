-- Person-days and visits by department and month of the year: planned at its turn, done, planned now, and what is there for it.
-- Key: department_code, month.  Null: no such plan covers the month; at the turn means by the rules and data of the last day before the year.
with base as (
    select department_code, month, count(*) as visits, sum(person_days) as person_days
    from scores.planned_visit
    where not is_current
    group by department_code, month
),

planned as (
    select department_code, month, count(*) as visits
    from scores.planned_visit
    where is_current
    group by department_code, month
),

slot as (
    select department_code, month from scores.plan_capacity
    union
    select department_code, month from scores.plan_done
)

select
    evaluation.as_of,
    slot.department_code,
    slot.month,
    case when turn.month is not null then coalesce(base.visits, 0) end as turn_visits,
    case when turn.month is not null then coalesce(base.person_days, 0) end as turn_person_days,
    coalesce(done.visits, 0) as done_visits,
    coalesce(done.person_days, 0) as done_person_days,
    case when present.month is not null then coalesce(planned.visits, 0) end as planned_visits,
    present.planned + present.drawn as planned_person_days,
    coalesce(present.person_days, turn.person_days) as capacity_person_days,
    present.kept_for_draw,
    present.drawn as drawn_person_days,
    present.free as free_person_days,
    coalesce(present.is_assumed, turn.is_assumed) as is_capacity_assumed
from slot
cross join staging.evaluation as evaluation
left join scores.plan_capacity as present
    on slot.department_code = present.department_code and slot.month = present.month and present.is_current
left join scores.plan_capacity as turn
    on slot.department_code = turn.department_code and slot.month = turn.month and not turn.is_current
left join base on slot.department_code = base.department_code and slot.month = base.month
left join planned on slot.department_code = planned.department_code and slot.month = planned.month
left join scores.plan_done as done on slot.department_code = done.department_code and slot.month = done.month
where evaluation.is_current

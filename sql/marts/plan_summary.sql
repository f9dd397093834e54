-- Person-days and visits by department and month of the year: planned at its turn, done, planned now, and what is there for it.
-- Key: department_code, month.  Null: no such plan covers the month; at the turn means by the rules and data of the last day before the year.
-- Done are visits made in the month that settle a visit of the plan at the turn, others the rest; settled are visits that it asks for in the month.
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

done as (
    select
        department_code,
        month,
        sum(case when settled_month is not null then 1 else 0 end) as visits,
        sum(case when settled_month is not null then person_days else 0 end) as person_days,
        sum(case when settled_month is null then 1 else 0 end) as other_visits,
        sum(case when settled_month is null then person_days else 0 end) as other_person_days
    from scores.plan_done
    group by department_code, month
),

settled as (
    select settled_department_code as department_code, settled_month as month, count(*) as visits
    from scores.plan_done
    where settled_month is not null
    group by settled_department_code, settled_month
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
    case when turn.month is not null then coalesce(settled.visits, 0) end as settled_visits,
    case when turn.month is not null then cast(coalesce(done.visits, 0) as bigint) end as done_visits,
    case when turn.month is not null then coalesce(done.person_days, 0) end as done_person_days,
    cast(coalesce(done.other_visits, 0) as bigint) as other_visits,
    coalesce(done.other_person_days, 0) as other_person_days,
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
left join done on slot.department_code = done.department_code and slot.month = done.month
left join settled on slot.department_code = settled.department_code and slot.month = settled.month
where evaluation.is_current

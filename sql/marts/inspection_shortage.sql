-- Visits below the minimum that could not be planned, by department and the month by which they are due.
-- Key: department_code, month.  More person-days mend only what lacks capacity; cap and spacing are conflicts of rules.
with reason as (
    select
        department_code,
        month,
        sum(case when reason = 'capacity' then visits else 0 end) as capacity_visits,
        sum(case when reason = 'cap' then visits else 0 end) as cap_visits,
        sum(case when reason = 'spacing' then visits else 0 end) as spacing_visits
    from scores.plan_unserved
    where is_current
    group by department_code, month
)

select
    shortage.as_of,
    shortage.department_code,
    shortage.month,
    shortage.person_days_needed,
    shortage.person_days_available,
    shortage.enterprises_unserved,
    cast(coalesce(reason.capacity_visits, 0) as integer) as capacity_visits,
    cast(coalesce(reason.cap_visits, 0) as integer) as cap_visits,
    cast(coalesce(reason.spacing_visits, 0) as integer) as spacing_visits
from scores.plan_shortage as shortage
left join reason
    on shortage.department_code = reason.department_code
    and shortage.month = reason.month
where shortage.is_current

-- Person-days by department and month of the year of the last day: about what its enterprises call for, somewhat less in some. Key: department_code, month.
select
    department.sort_no * 100 + step.number as sort_no,
    department.department_code,
    make_date(year(as_of()), step.number, 1) as month,
    cast(
        greatest(2, coalesce(load.person_days, 0) * (70 + below('capacity', department.sort_no, 0, 60)) / 1200)
        * case when step.number in (1, 2, 10) then 0.75 else 1.05 end as decimal(9, 1)
    ) as person_days
from demo.department as department
cross join range(1, 13) as step (number)
left join (
    select department_code, sum(2 + latent_hazard // 300 + size_class) as person_days
    from demo.enterprise
    where operating_status = 'operating'
    group by department_code
) as load on department.department_code = load.department_code

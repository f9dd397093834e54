-- Visits of the last thirty months, more where hazard is higher; before an enterprise changed its code they stand under the old one. Key: sort_no.
select
    enterprise.enterprise_no * 100 + step.number as sort_no,
    'JC' || enterprise.tag || '-' || step.number as inspection_id,
    case
        when as_of() - cast(below('inspected', enterprise.enterprise_no, step.number, 900) as integer) < alias.since
            then alias.old_enterprise_id
        else enterprise.enterprise_id
    end as enterprise_id,
    as_of() - cast(below('inspected', enterprise.enterprise_no, step.number, 900) as integer) as inspected_on,
    enterprise.department_code,
    enterprise.department_code || numbered(1 + below('inspector', enterprise.enterprise_no, step.number, 8), 2) as inspector_id,
    one_of('visit', enterprise.enterprise_no, step.number, ['full', 'full', 'special', 'special', 'random', 'random', 'follow_up', 'complaint', 'desk']) as kind,
    cast(
        1 + enterprise.size_class + below('hours', enterprise.enterprise_no, step.number, 9) / cast(2 as decimal(9, 0)) as decimal(6, 1)
    ) as hours,
    chance('planned', enterprise.enterprise_no, step.number, 780) as is_planned,
    enterprise.enterprise_id as current_enterprise_id,
    enterprise.enterprise_no,
    enterprise.latent_conduct,
    enterprise.size_class
from demo.enterprise as enterprise
cross join range(1, 10) as step (number)
left join demo.enterprise_alias as alias on enterprise.enterprise_no = alias.enterprise_no
where step.number <= enterprise.inspection_count
    and enterprise.enterprise_no >= chunk_from() and enterprise.enterprise_no < chunk_to()

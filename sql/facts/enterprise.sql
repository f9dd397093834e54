-- view
-- Enterprises that are there to be judged on a day: founded by then, and not closed.
-- Key: as_of, enterprise_id.  What changes over time is taken at the day (a certificate's term); the rest as last known.
select
    evaluation.as_of,
    evaluation.is_current,
    enterprise.enterprise_id,
    enterprise.enterprise_name,
    enterprise.region_code,
    enterprise.grid_id,
    enterprise.department_code,
    enterprise.industry_code,
    enterprise.regulated_sector,
    enterprise.operating_status,
    enterprise.employee_count,
    enterprise.in_chemical_park,
    enterprise.is_pilot,
    case
        when enterprise.standardization_grade = 'none' then 'none'
        when enterprise.standardization_valid_until < evaluation.as_of then 'none'
        else enterprise.standardization_grade
    end as standardization_grade
from staging.enterprise as enterprise
cross join staging.evaluation as evaluation
where
    enterprise.operating_status <> 'closed'
    and (enterprise.established_on is null or enterprise.established_on <= evaluation.as_of)

-- the rule keeper acts: a published cap below the minimum of the same enterprise, or a minimum without interval or kind.
select enterprise_id, level, min_per_year, max_per_year, interval_days, visit_kind
from marts.inspection_requirement
where
    max_per_year is null or max_per_year < min_per_year
    or (min_per_year > 0 and interval_days is null)
    or visit_kind is null

-- the rule keeper acts: a published cap below the minimum of the same enterprise, or a minimum without interval or kind.
-- 规则维护者处理：公布的上限低于同一企业的最低次数，或有最低次数而没有间隔或检查类型
select enterprise_id, level, min_per_year, max_per_year, interval_days, visit_kind
from marts.inspection_requirement
where
    max_per_year is null or max_per_year < min_per_year
    or (min_per_year > 0 and interval_days is null)
    or visit_kind is null

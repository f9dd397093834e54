-- the rule keeper acts: two editions in force on one day define a measure of the same id differently; give one of them another id
-- 规则维护者处理：同日有效的两个版本对同名指标的口径定义不同；请给其中一个另取编号
with defined as (
    select
        scope.as_of,
        scope.method,
        scope.edition,
        measure.indicator_id,
        concat(
            measure.stream, ' window ', coalesce(cast(measure.window_days as varchar), 'none'),
            ' years ', coalesce(cast(measure.window_years as varchar), 'none'),
            ' exposure ', coalesce(measure.exposure_id, 'none'),
            ' per ', coalesce(cast(measure.exposure_per as varchar), 'none'),
            ' floor ', coalesce(cast(measure.exposure_floor as varchar), 'none'),
            ' least ', coalesce(cast(measure.exposure_least as varchar), 'none')
        ) as definition
    from scores.enterprise_level_edition as scope
    inner join rules.measure as measure
        on scope.method = measure.method
        and scope.edition = measure.edition
),

weight as (
    select method, edition, indicator_id, string_agg(concat(code, ' ', cast(weight as varchar)), ', ' order by code) as weights
    from rules.measure_weight
    group by method, edition, indicator_id
),

decay as (
    select
        method, edition, indicator_id,
        string_agg(concat(cast(age_from_days as varchar), ' ', cast(weight as varchar)), ', ' order by age_from_days) as decays
    from rules.measure_decay
    group by method, edition, indicator_id
),

whole as (
    select
        defined.as_of,
        defined.indicator_id,
        concat(defined.definition, ' weights ', coalesce(weight.weights, 'none'), ' decay ', coalesce(decay.decays, 'none')) as definition
    from defined
    left join weight
        on defined.method = weight.method and defined.edition = weight.edition and defined.indicator_id = weight.indicator_id
    left join decay
        on defined.method = decay.method and defined.edition = decay.edition and defined.indicator_id = decay.indicator_id
)

select as_of, indicator_id, min(definition) as one, max(definition) as other
from whole
group by as_of, indicator_id
having count(distinct definition) > 1

-- The product of a policy's factors, exact: at most six factors of at most four decimals.
-- Key: as_of, policy_id.  Named factors stand in columns of their own; a factor that the edition has not is null, one that it names otherwise goes to other_coefficient.
with placed as (
    select
        item.as_of,
        item.subject_id as policy_id,
        item.method,
        item.edition,
        item.indicator_id,
        cast(item.points as decimal(9, 4)) as points,
        row_number() over (
            partition by item.as_of, item.subject_id, item.method, item.edition
            order by indicator.position, item.indicator_id
        ) as place
    from scores.premium_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
),

gathered as (
    select
        as_of,
        policy_id,
        method,
        edition,
        max(case when indicator_id in ('conduct_points', 'enterprise_level') then points end) as risk_control_coefficient,
        max(case when indicator_id = 'standardization_grade' then points end) as standardization_coefficient,
        max(case when indicator_id = 'audited_on_time_closure_fraction' then points end) as hazard_governance_coefficient,
        max(case when indicator_id in ('experience_ratio', 'accident_free_years') then points end) as experience_coefficient,
        max(case when indicator_id in ('discredited_list', 'integrity_grade') then points end) as integrity_coefficient,
        max(case when indicator_id = 'insured_count' then points end) as size_coefficient,
        max(
            case
                when
                    indicator_id not in (
                        'conduct_points', 'enterprise_level', 'standardization_grade', 'audited_on_time_closure_fraction',
                        'experience_ratio', 'accident_free_years', 'discredited_list', 'integrity_grade', 'insured_count'
                    )
                    then points
            end
        ) as other_coefficient,
        cast(
            cast(coalesce(max(case when place = 1 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 2 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 3 then points end), 1) as decimal(9, 4))
            as decimal(18, 12)
        ) as first_half,
        cast(
            cast(coalesce(max(case when place = 4 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 5 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 6 then points end), 1) as decimal(9, 4))
            as decimal(18, 12)
        ) as second_half,
        count(points) as factor_count
    from placed
    group by as_of, policy_id, method, edition
)

select
    gathered.as_of,
    gathered.policy_id,
    gathered.method,
    gathered.edition,
    gathered.risk_control_coefficient,
    gathered.standardization_coefficient,
    gathered.hazard_governance_coefficient,
    gathered.experience_coefficient,
    gathered.integrity_coefficient,
    gathered.size_coefficient,
    gathered.other_coefficient,
    gathered.first_half * gathered.second_half as coefficient_raw
from gathered
inner join scores.premium_total as total
    on gathered.as_of = total.as_of
    and gathered.policy_id = total.subject_id
    and gathered.method = total.method
    and gathered.edition = total.edition
where total.score is not null

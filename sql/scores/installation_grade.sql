-- Whether an installation is a major hazard installation, and its grade: S = Σ q/Q, R = α · Σ β q/Q (GB 18218-2018, 4.2 and 4.3).
-- Key: installation_id.  With a chemical that no table names, S and R are unknown, not small.
with edition as (
    select edition.method, edition.edition
    from rules.edition as edition
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and edition.effective_from <= evaluation.as_of
        and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
    where edition.purpose = 'installation_grade'
),

mixed as (
    select
        installation_id,
        sum(cast(quantity_t / nullif(threshold_t, 0) as decimal(24, 9))) as s_ratio,
        sum(cast(beta * quantity_t / nullif(threshold_t, 0) as decimal(24, 9))) as weighted_ratio,
        max(case when status = 'no_rule' then 1 else 0 end) as has_unknown,
        count(*) as chemical_count
    from scores.installation_chemical
    group by installation_id
),

located as (
    select
        installation.installation_id,
        installation.enterprise_id,
        installation.installation_name,
        installation.claimed_grade,
        installation.exposed_population_500m,
        edition.method,
        edition.edition,
        mixed.chemical_count,
        case when mixed.has_unknown = 0 then cast(mixed.s_ratio as decimal(18, 6)) end as s_ratio,
        alpha.points as alpha,
        case
            when mixed.has_unknown = 0 then cast(mixed.weighted_ratio * alpha.points as decimal(18, 6))
        end as r_value,
        threshold.value_number as identification_threshold,
        case
            when mixed.installation_id is null then 'no_data'
            when mixed.has_unknown = 1 then 'no_rule'
            when alpha.points is null then 'no_data'
            else 'scored'
        end as status
    from staging.installation as installation
    left join edition on edition.method is not null
    left join mixed on installation.installation_id = mixed.installation_id
    left join rules.band as alpha
        on edition.method = alpha.method
        and edition.edition = alpha.edition
        and alpha.indicator_id = 'alpha'
        and (alpha.value_from is null or alpha.value_from <= installation.exposed_population_500m)
        and (alpha.value_to is null or installation.exposed_population_500m < alpha.value_to)
        and installation.exposed_population_500m is not null
    left join rules.parameter as threshold
        on edition.method = threshold.method
        and edition.edition = threshold.edition
        and threshold.parameter_id = 'identification_threshold'
)

select
    located.installation_id,
    located.enterprise_id,
    located.installation_name,
    located.exposed_population_500m,
    located.method,
    located.edition,
    located.chemical_count,
    located.s_ratio,
    located.r_value,
    located.alpha,
    located.s_ratio >= located.identification_threshold as is_major_hazard_installation,
    case when located.s_ratio >= located.identification_threshold then level.level end as grade,
    level.rule_row,
    level.clause,
    located.claimed_grade,
    located.status
from located
left join rules.level as level
    on located.method = level.method
    and located.edition = level.edition
    and (level.value_from is null or level.value_from <= located.r_value)
    and (level.value_to is null or located.r_value < level.value_to)
    and located.r_value is not null

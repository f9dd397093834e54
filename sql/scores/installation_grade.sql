-- Whether an installation is a major hazard installation, and its grade: S = Σ q/Q, R = α · Σ β q/Q (GB 18218-2018, 4.2 and 4.3).
-- Key: installation_id.  A figure left out leaves a span from proven_grade to possible_grade; only where both agree is the grade known.
with edition as (
    select edition.method, edition.edition
    from rules.edition as edition
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and edition.effective_from <= evaluation.as_of
        and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
    where edition.purpose = 'installation_grade'
),

factor as (
    select edition.method, edition.edition, min(band.points) as least_alpha, max(band.points) as most_alpha
    from edition
    inner join rules.band as band
        on edition.method = band.method
        and edition.edition = band.edition
        and band.indicator_id = 'alpha'
    group by edition.method, edition.edition
),

mixed as (
    -- Chemicals that no table names add nothing: the sums are what is proven.
    select
        installation_id,
        sum(cast(quantity_t / nullif(threshold_t, 0) as decimal(24, 12))) as ratio,
        sum(cast(beta * cast(quantity_t as decimal(24, 6)) / nullif(threshold_t, 0) as decimal(24, 12))) as weighted_ratio,
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
        coalesce(mixed.has_unknown, 1) = 0 as is_complete,
        alpha.points as alpha,
        -- Ten places tell apart whatever grams of chemicals can make; a third counts three times as one.
        cast(mixed.ratio as decimal(24, 10)) as ratio,
        cast(cast(mixed.weighted_ratio as decimal(26, 12)) * cast(coalesce(alpha.points, factor.least_alpha) as decimal(6, 3)) as decimal(24, 10)) as least_r,
        cast(cast(mixed.weighted_ratio as decimal(26, 12)) * cast(coalesce(alpha.points, factor.most_alpha) as decimal(6, 3)) as decimal(24, 10)) as most_r,
        coalesce(cast(mixed.ratio as decimal(24, 10)) >= threshold.value_number, false) as is_proven
    from staging.installation as installation
    left join edition on edition.method is not null
    left join factor on edition.method = factor.method and edition.edition = factor.edition
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
),

spanned as (
    select
        located.installation_id,
        proven.level as proven_grade,
        proven.rule_row,
        proven.clause,
        -- A chemical that no table names may be anything, so the worst grade is possible.
        case
            when not located.is_complete then worst.level
            when located.is_proven then possible.level
        end as possible_grade
    from located
    left join rules.level as proven
        on located.method = proven.method
        and located.edition = proven.edition
        and located.is_proven
        and (proven.value_from is null or proven.value_from <= located.least_r)
        and (proven.value_to is null or located.least_r < proven.value_to)
    left join rules.level as possible
        on located.method = possible.method
        and located.edition = possible.edition
        and (possible.value_from is null or possible.value_from <= located.most_r)
        and (possible.value_to is null or located.most_r < possible.value_to)
    left join rules.level as worst
        on located.method = worst.method
        and located.edition = worst.edition
        and worst.position = 1
)

select
    located.installation_id,
    located.enterprise_id,
    located.installation_name,
    located.exposed_population_500m,
    located.method,
    located.edition,
    located.chemical_count,
    case when located.is_complete then cast(located.ratio as decimal(18, 6)) end as s_ratio,
    case when located.is_complete and located.alpha is not null then cast(located.least_r as decimal(18, 6)) end as r_value,
    located.alpha,
    case when located.is_proven then true when located.is_complete then false end as is_major_hazard_installation,
    case when spanned.proven_grade = spanned.possible_grade then spanned.proven_grade end as grade,
    spanned.proven_grade,
    spanned.possible_grade,
    spanned.rule_row,
    spanned.clause,
    located.claimed_grade,
    case
        when located.method is null then 'no_rule'
        when coalesce(spanned.proven_grade, 'none') = coalesce(spanned.possible_grade, 'none') then 'scored'
        when located.chemical_count is null then 'no_data'
        when not located.is_complete then 'no_rule'
        else 'no_data'
    end as status
from located
inner join spanned
    on located.installation_id = spanned.installation_id

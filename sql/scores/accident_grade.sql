-- The grade of each accident by the worst of its criteria, under the edition in force on the day it happened.
-- Key: accident_id.  Without a criterion that the pack requires the grade is unknown, 'no_data', and proven_grade is what the others reach; without an edition in force 'no_rule'.
with criterion as (
    select accident_id, occurred_on, 'deaths' as indicator_id, cast(deaths as decimal(18, 6)) as criterion_value
    from staging.accident
    union all
    select accident_id, occurred_on, 'serious_injuries' as indicator_id, cast(serious_injuries as decimal(18, 6)) as criterion_value
    from staging.accident
    union all
    select accident_id, occurred_on, 'direct_loss_cny' as indicator_id, direct_loss_cny as criterion_value
    from staging.accident
),

pointed as (
    select
        criterion.accident_id,
        edition.method,
        edition.edition,
        max(coalesce(band.points, indicator.missing_points)) as points,
        max(case when indicator.is_required and band.points is null then 1 else 0 end) as lacks_required
    from criterion
    inner join rules.edition as edition
        on edition.purpose = 'accident_grade'
        and edition.effective_from <= criterion.occurred_on
        and (edition.effective_to is null or criterion.occurred_on < edition.effective_to)
    inner join rules.indicator as indicator
        on edition.method = indicator.method
        and edition.edition = indicator.edition
        and criterion.indicator_id = indicator.indicator_id
    left join rules.band as band
        on edition.method = band.method
        and edition.edition = band.edition
        and criterion.indicator_id = band.indicator_id
        and (band.value_from is null or band.value_from <= criterion.criterion_value)
        and (band.value_to is null or criterion.criterion_value < band.value_to)
        and criterion.criterion_value is not null
    group by criterion.accident_id, edition.method, edition.edition
)

select
    accident.accident_id,
    accident.enterprise_id,
    accident.region_code,
    accident.occurred_at,
    accident.occurred_on,
    accident.deaths,
    accident.serious_injuries,
    accident.direct_loss_cny,
    coalesce(accident.is_work_safety, true) as is_work_safety,
    coalesce(accident.is_concealed, false) as is_concealed,
    pointed.method,
    pointed.edition,
    -- What reaches the worst level is graded, whatever is left out.
    case when pointed.lacks_required = 0 or level.position = 1 then level.level end as grade,
    level.level as proven_grade,
    level.rule_row,
    level.clause,
    case
        when level.level is null then 'no_rule'
        when pointed.lacks_required = 0 or level.position = 1 then 'scored'
        else 'no_data'
    end as status,
    accident.source,
    accident.file,
    accident.row_number
from staging.accident as accident
left join pointed on accident.accident_id = pointed.accident_id
left join rules.level as level
    on pointed.method = level.method
    and pointed.edition = level.edition
    and (level.value_from is null or level.value_from <= pointed.points)
    and (level.value_to is null or pointed.points < level.value_to)

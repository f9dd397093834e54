-- Pilot enterprises against the others, by indicator of conduct, with the 90 % interval of the difference.
-- Key: indicator_id.  Pilots are chosen, not drawn: a difference is no proof of an effect. Fewer than ten on a side: no interval.
with title as (
    select
        indicator.indicator_id,
        max_by(indicator.title_zh, concat(indicator.method, ' ', cast(indicator.edition as varchar))) as title_zh,
        max_by(indicator.title_en, concat(indicator.method, ' ', cast(indicator.edition as varchar))) as title_en,
        max_by(indicator.unit, concat(indicator.method, ' ', cast(indicator.edition as varchar))) as unit
    from rules.indicator as indicator
    inner join rules.edition as edition
        on indicator.method = edition.method
        and indicator.edition = edition.edition
        and edition.purpose = 'enterprise_level'
    group by indicator.indicator_id
)

select
    evaluation.as_of,
    compared.indicator_id,
    title.title_zh as title,
    title.title_en,
    title.unit,
    compared.pilot_count,
    compared.other_count,
    compared.pilot_mean,
    compared.other_mean,
    compared.difference,
    compared.difference_low,
    compared.difference_high,
    compared.chance_fraction,
    case
        when compared.difference_low is null then 'too_few'
        when compared.difference_low > 0 or compared.difference_high < 0 then 'differs'
        else 'not_told_apart'
    end as verdict
from scores.pilot_comparison as compared
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join title
    on compared.indicator_id = title.indicator_id

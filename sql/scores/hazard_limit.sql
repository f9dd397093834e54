-- view
-- Each hazard with the days that it may stay open: its deadline, or where its source gives none the limit of the edition in force when it was found.
-- Key: hazard_id.
with limit_days as (
    select
        edition.effective_from,
        edition.effective_to,
        edition.method,
        edition.edition,
        case parameter.parameter_id when 'rectification_days_major' then 'major' else 'general' end as level,
        cast(parameter.value_number as integer) as days
    from rules.edition as edition
    inner join rules.parameter as parameter
        on edition.method = parameter.method
        and edition.edition = parameter.edition
    where
        edition.purpose = 'hazard_limit'
        and edition.is_selected
        and parameter.parameter_id in ('rectification_days_major', 'rectification_days_general')
)

select
    hazard.hazard_id,
    hazard.enterprise_id,
    hazard.level,
    hazard.hazard_source,
    hazard.is_from_outside,
    hazard.is_verified_by_other,
    hazard.found_at,
    hazard.found_on,
    hazard.deadline_on,
    hazard.rectified_on,
    hazard.verified_on,
    hazard.supervised_by_level,
    hazard.supervised_until,
    hazard.responsibility_missing,
    hazard.measure_missing,
    hazard.funds_missing,
    hazard.deadline_missing,
    hazard.plan_missing,
    hazard.source,
    hazard.file,
    hazard.row_number,
    case
        when hazard.deadline_on is not null then date_diff('day', hazard.found_on, hazard.deadline_on)
        else limit_days.days
    end as allowed_days,
    case when hazard.deadline_on is null then limit_days.edition end as edition
from facts.hazard as hazard
left join limit_days
    on hazard.level = limit_days.level
    and limit_days.effective_from <= hazard.found_on
    and (limit_days.effective_to is null or hazard.found_on < limit_days.effective_to)

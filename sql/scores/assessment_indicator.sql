-- What the assessment packs ask of a subject in a period, long; `subject_id` is the case, so that one scorer serves both periods.
-- Key: as_of, subject_id, indicator_id.  A share of nothing is 'not_applicable' where the ground for asking stands (enterprises, but none that must insure), else 'no_data', as where no source feeds the entity; never zero.
with share as (
    select indicator_id, numerator, denominator, ground, scale, entity
    from (values
        ('identification_coverage_fraction', 'identified', 'enterprise', 'none', 1, 'risk_point'),
        ('review_timeliness_fraction', 'reviewed_point', 'graded_point', 'none', 1, 'risk_point'),
        ('major_risk_control_fraction', 'controlled_point', 'major_point', 'graded_point', 1, 'control_measure'),
        ('grid_gap_fraction', 'ungridded', 'enterprise', 'none', 1, 'grid_cell'),
        -- Nothing fell due although somebody looked; where nobody did, nothing is known.
        ('audited_closure_fraction', 'audited', 'due_hazard', 'looked', 1, 'hazard'),
        ('overdue_major_per_100_enterprises', 'overdue_major', 'enterprise', 'none', 100, 'hazard'),
        ('check_task_fraction', 'done_task', 'due_task', 'none', 1, 'check_task'),
        -- Who reports nothing has shown nothing.
        ('doubtful_report_fraction', 'doubtful', 'self_report', 'none', 1, 'hazard'),
        -- Nothing is owed although levels are known; without a level nobody knows what is owed.
        ('plan_completion_fraction', 'made_visit', 'owed_visit', 'required', 1, 'inspection'),
        ('alarm_timely_fraction', 'timely_alarm', 'alarm', 'enterprise', 1, 'alarm'),
        ('insurance_coverage_fraction', 'insured', 'insurable', 'enterprise', 1, 'policy')
    ) as listed (indicator_id, numerator, denominator, ground, scale, entity)
),

shared as (
    select
        assessed.as_of,
        assessed.case_id,
        share.indicator_id,
        cast(coalesce(part.quantity, 0) * share.scale / nullif(whole.quantity, 0) as decimal(18, 6)) as indicator_value,
        cast(coalesce(whole.quantity, 0) as bigint) as evidence_count,
        case
            when whole.quantity > 0 then 'scored'
            when ground.quantity > 0 then 'not_applicable'
            else 'no_data'
        end as indicator_status
    from scores.assessment_case as assessed
    cross join share
    inner join staging.entity_supply as supply
        on share.entity = supply.entity
        and supply.is_supplied
    left join scores.assessment_count as whole
        on share.denominator = whole.counter
        and assessed.as_of = whole.as_of
        and assessed.case_id = whole.case_id
    left join scores.assessment_count as part
        on share.numerator = part.counter
        and assessed.as_of = part.as_of
        and assessed.case_id = part.case_id
    left join scores.assessment_count as ground
        on share.ground = ground.counter
        and assessed.as_of = ground.as_of
        and assessed.case_id = ground.case_id
),

entered as (
    -- Counts of the periods that lie within are added; points of several periods are averaged. Control numbers: scores.assessment_control_number.
    select
        assessed.as_of,
        assessed.case_id,
        input.indicator_id,
        case
            when input.indicator_id like '%_count' then sum(input.value)
            else cast(sum(input.value) / count(*) as decimal(18, 6))
        end as indicator_value,
        count(*) as evidence_count
    from scores.assessment_case as assessed
    inner join staging.assessment_input as input
        on assessed.subject_type = input.subject_type
        and assessed.subject_id = input.subject_id
        and input.period_start >= assessed.period_start
        and input.period_end <= assessed.period_end
    where input.indicator_id not like 'control_number_%'
    group by assessed.as_of, assessed.case_id, input.indicator_id
),

fatal as (
    select
        accident.as_of,
        accident.case_id,
        accident.accident_count,
        accident.death_count,
        accident.fatal_accident_count,
        accident.accident_count_before,
        accident.death_count_before,
        accident.major_accident_count,
        accident.concealed_accident_count,
        control.control_number,
        coalesce(control.entry_count, 0) as entry_count
    from scores.assessment_accident as accident
    inner join staging.entity_supply as supply
        on supply.entity = 'accident'
        and supply.is_supplied
    left join scores.assessment_control_number as control
        on accident.as_of = control.as_of
        and accident.case_id = control.case_id
        and control.indicator_id = 'control_number_deaths'
),

told as (
    select as_of, case_id, indicator_id, indicator_value, null as value_code, evidence_count, indicator_status from shared
    union all
    select as_of, case_id, indicator_id, cast(indicator_value as decimal(18, 6)) as indicator_value, null as value_code, evidence_count, 'scored' as indicator_status from entered
    union all
    select as_of, case_id, 'accident_count_change' as indicator_id, cast(accident_count - accident_count_before as decimal(18, 6)) as indicator_value, null as value_code, accident_count + accident_count_before as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, 'death_count_change' as indicator_id, cast(death_count - death_count_before as decimal(18, 6)) as indicator_value, null as value_code, accident_count + accident_count_before as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, indicator_id, control_number as indicator_value, null as value_code, entry_count as evidence_count, 'scored' as indicator_status from scores.assessment_control_number
    union all
    select as_of, case_id, 'death_count' as indicator_id, cast(death_count as decimal(18, 6)) as indicator_value, null as value_code, fatal_accident_count as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, 'deaths_over_control_number' as indicator_id, cast(death_count - control_number as decimal(18, 6)) as indicator_value, null as value_code, fatal_accident_count + entry_count as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, 'major_accident_count' as indicator_id, cast(major_accident_count as decimal(18, 6)) as indicator_value, null as value_code, major_accident_count as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, 'concealed_accident_count' as indicator_id, cast(concealed_accident_count as decimal(18, 6)) as indicator_value, null as value_code, concealed_accident_count as evidence_count, 'scored' as indicator_status from fatal
    union all
    select as_of, case_id, 'subject_type' as indicator_id, cast(null as decimal(18, 6)) as indicator_value, subject_type as value_code, 1 as evidence_count, 'scored' as indicator_status from scores.assessment_case
)

select
    as_of,
    case_id as subject_id,
    indicator_id,
    indicator_value,
    value_code,
    evidence_count,
    case when indicator_value is null and value_code is null and indicator_status = 'scored' then 'no_data' else indicator_status end as indicator_status
from told

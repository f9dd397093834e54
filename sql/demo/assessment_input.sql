-- Figures that a person enters: for regions and departments by the half-year, the control number of deaths and for about half of the chemical enterprises by the year. Key: sort_no.
with period as (
    select
        number,
        make_date(year(as_of()) - 1 + number // 2, case when number % 2 = 0 then 1 else 7 end, 1) as period_start,
        make_date(year(as_of()) - 1 + number // 2, case when number % 2 = 0 then 6 else 12 end, case when number % 2 = 0 then 30 else 31 end) as period_end
    from range(3) as step (number)
),

subject as (
    select 'region' as subject_type, region_code as subject_id, cast(region_code as bigint) * 10 as subject_no
    from demo.region
    where peer_group = '区县'
    union all
    select 'department' as subject_type, department_code as subject_id, sort_no as subject_no
    from demo.department
),

entered as (
    select *
    from (values
        (1, 'responsibility_system_points', 70, 31), (2, 'publicity_training_points', 65, 36), (3, 'emergency_drill_count', 1, 9),
        (4, 'commendation_count', 0, 2), (5, 'criticism_notice_count', 0, 3)
    ) as indicator (indicator_no, indicator_id, low, span)
)

select
    subject.subject_no * 1000 + period.number * 100 + entered.indicator_no as sort_no,
    subject.subject_type,
    subject.subject_id,
    entered.indicator_id,
    period.period_start,
    period.period_end,
    cast(entered.low + below('entered ' || entered.indicator_id, subject.subject_no, period.number, entered.span) as decimal(18, 2)) as value,
    '考核台账第' || (1 + below('evidence', subject.subject_no, entered.indicator_no, 400)) || '号' as evidence,
    person('entered by', subject.subject_no, 0) as entered_by
from subject
cross join period
cross join entered
where not chance('not entered', subject.subject_no, period.number * 10 + entered.indicator_no, 25)
union all
-- A control number is handed down for the year; one in eight has been told of the first half only.
select
    subject.subject_no * 1000 + step.number * 100 + 6 as sort_no,
    subject.subject_type,
    subject.subject_id,
    'control_number_deaths' as indicator_id,
    make_date(year(as_of()) - 1 + step.number, 1, 1) as period_start,
    case
        when below('first half only', subject.subject_no, step.number, 8) = 0 then make_date(year(as_of()) - 1 + step.number, 6, 30)
        else make_date(year(as_of()) - 1 + step.number, 12, 31)
    end as period_end,
    cast(2 + below('control number', subject.subject_no, step.number, 6) as decimal(18, 2)) as value,
    '安委会下达控制指标' || (year(as_of()) - 1 + step.number) || '年' as evidence,
    person('entered by', subject.subject_no, 0) as entered_by
from subject
cross join range(2) as step (number)
union all
select
    1000000000000 + enterprise.enterprise_no * 100 + indicator.indicator_no as sort_no,
    'enterprise' as subject_type,
    enterprise.enterprise_id as subject_id,
    indicator.indicator_id,
    make_date(year(as_of()), 1, 1) as period_start,
    make_date(year(as_of()), 12, 31) as period_end,
    cast(
        case when below('chem value', enterprise.enterprise_no, indicator.indicator_no, 1000)
            < case when indicator.is_conduct then indicator.permille * (100 + enterprise.latent_conduct) // 600 else indicator.permille end
            then 1 + below('chem count', enterprise.enterprise_no, indicator.indicator_no, indicator.most)
            else 0
        end as decimal(18, 2)
    ) as value,
    '诊断报告' || year(as_of()) || '-' || enterprise.tag as evidence,
    enterprise.officer_one as entered_by
from demo.enterprise as enterprise
cross join demo.chemical_indicator as indicator
where enterprise.regulated_sector = 'chemical' and chance('diagnosed', enterprise.enterprise_no, 0, 520)

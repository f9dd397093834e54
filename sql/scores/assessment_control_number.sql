-- The control numbers entered for a subject's year, as far as they cover every day that is assessed.
-- Key: as_of, case_id, indicator_id.  A half of which nothing was entered is not zero: then there is no number, and nothing exceeds it.
with handed as (
    -- One that begins or ends in another year says nothing of this one alone.
    select
        assessed.as_of,
        assessed.case_id,
        assessed.period_start,
        assessed.period_end,
        input.indicator_id,
        input.period_start as from_day,
        input.period_end as to_day,
        input.value,
        row_number() over (
            partition by assessed.as_of, assessed.case_id, input.indicator_id
            order by
                case when input.period_start = assessed.period_start and input.period_end >= assessed.period_end then 0 else 1 end,
                input.period_end,
                input.period_start
        ) as place
    from scores.assessment_case as assessed
    inner join staging.assessment_input as input
        on assessed.subject_type = input.subject_type
        and assessed.subject_id = input.subject_id
        and input.period_start >= assessed.period_start
        and input.period_start <= assessed.period_end
        and input.period_end < cast(assessed.period_start + interval '1' year as date)
    where input.indicator_id like 'control_number_%'
),

gathered as (
    select
        as_of,
        case_id,
        indicator_id,
        period_start,
        period_end,
        count(*) as entry_count,
        min(from_day) as from_day,
        max(to_day) as to_day,
        sum(date_diff('day', from_day, to_day) + 1) as entered_days,
        sum(value) as entered_value,
        max(case when place = 1 and from_day = period_start and to_day >= period_end then value end) as whole_value
    from handed
    group by as_of, case_id, indicator_id, period_start, period_end
)

select
    as_of,
    case_id,
    indicator_id,
    -- One number for the whole (the shortest that reaches), else parts that join without a gap and without saying a day twice.
    cast(
        case
            when whole_value is not null then whole_value
            when from_day = period_start and to_day >= period_end and entered_days = date_diff('day', from_day, to_day) + 1 then entered_value
        end
        as decimal(18, 6)
    ) as control_number,
    entry_count
from gathered

-- How many days a window of whole calendar years reaches back from a day: an event counts when its age in days is below window_days.
-- Key: as_of, window_years.  The day of the event is not counted, so its years end with the same day of a later year (Civil Code, art. 201 and 202), and for 29 February with the 28th.
with length as (
    select 1 as window_years
    union all select 2 as window_years
    union all select 3 as window_years
    union all select 4 as window_years
    union all select 5 as window_years
    union all select 6 as window_years
    union all select 7 as window_years
    union all select 8 as window_years
    union all select 9 as window_years
    union all select 10 as window_years
),

earliest as (
    select
        evaluation.as_of,
        length.window_years,
        cast(evaluation.as_of - length.window_years * interval '1' year as date) as same_day
    from staging.evaluation as evaluation
    cross join length
)

select
    as_of,
    window_years,
    -- On a 29 February the same day of a shorter year was the 28th, whose years ended the day before.
    date_diff('day', same_day, as_of)
    + case when cast(same_day + window_years * interval '1' year as date) < as_of then 0 else 1 end as window_days
from earliest

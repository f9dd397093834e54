-- Ages, counted back from the newest evaluation day, between which no measure on any day changes its mind about an event.
-- Key: stream, age_from.  Half-open: age_from <= age < age_to. The cell at -1000000 holds quantities without a date.
with newest as (
    select max(as_of) as as_of
    from staging.evaluation
),

shifted as (
    select
        slot.stream,
        slot.exposure_id,
        slot.method,
        slot.edition,
        slot.indicator_id,
        slot.window_days,
        date_diff('day', slot.as_of, newest.as_of) as days_back
    from scores.enterprise_level_measure_slot as slot
    cross join newest
),

limit_age as (
    select stream, days_back as age from shifted
    union
    select stream, days_back + window_days as age from shifted
    union
    select exposure_id as stream, days_back as age from shifted where exposure_id is not null
    union
    select exposure_id as stream, days_back + window_days as age from shifted where exposure_id is not null
    union
    select shifted.stream, shifted.days_back + decay.age_from_days as age
    from shifted
    inner join rules.measure_decay as decay
        on shifted.method = decay.method
        and shifted.edition = decay.edition
        and shifted.indicator_id = decay.indicator_id
    union
    select shifted.stream, shifted.days_back + decay.age_to_days as age
    from shifted
    inner join rules.measure_decay as decay
        on shifted.method = decay.method
        and shifted.edition = decay.edition
        and shifted.indicator_id = decay.indicator_id
    where decay.age_to_days is not null
),

cell as (
    select
        stream,
        cast(age as integer) as age_from,
        cast(
            coalesce(
                max(age) over (partition by stream order by age rows between 1 following and 1 following),
                2000000
            )
            as integer
        ) as age_to
    from limit_age
    union all
    select distinct stream, -1000000 as age_from, -999999 as age_to
    from limit_age
)

select stream, age_from, age_to, row_number() over (order by stream, age_from) as cell_no
from cell

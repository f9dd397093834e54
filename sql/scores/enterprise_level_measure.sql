-- Measures of the packs: events weighed by code and age within a window, over an exposure.
-- Key: subject_no, slot.  No event is zero where the exposure allows it; an exposure below its least makes the value null.
with newest as (
    select max(as_of) as as_of
    from staging.evaluation
),

dated as (
    -- The age of each cell on each day; a quantity without a date has none and always counts as of today.
    select
        slot.as_of,
        slot.slot,
        slot.method,
        slot.edition,
        slot.indicator_id,
        slot.stream,
        slot.exposure_id,
        slot.window_days,
        cell.stream as cell_stream,
        cell.cell_no,
        case
            when cell.age_from = -1000000 then 0
            else cell.age_from - date_diff('day', slot.as_of, newest.as_of)
        end as age_days
    from scores.enterprise_level_measure_slot as slot
    cross join newest
    inner join scores.event_cell as cell
        on cell.stream = slot.stream or cell.stream = slot.exposure_id
),

code as (
    select distinct cell.stream, event.code
    from (select distinct cell_no, code from scores.enterprise_event) as event
    inner join scores.event_cell as cell
        on event.cell_no = cell.cell_no
),

factor as (
    -- What an event of a code in a cell adds to a measure on a day; no weight rows at all, or no decay rows, stand for 1.
    select
        dated.as_of,
        dated.slot,
        dated.cell_no,
        code.code,
        cast(
            -- Two decimals of a quantity and four of a weight make the six of a value: no sum needs to be scaled down.
            cast(coalesce(exact.weight, other.weight, case when weighed.indicator_id is null then 1 else 0 end) as decimal(9, 4))
            * cast(coalesce(decay.weight, case when decayed.indicator_id is null then 1 else 0 end) as decimal(9, 4))
            as decimal(9, 4)
        ) as weight,
        0 as exposure
    from dated
    inner join code on dated.stream = code.stream
    left join (select distinct method, edition, indicator_id from rules.measure_weight) as weighed
        on dated.method = weighed.method and dated.edition = weighed.edition and dated.indicator_id = weighed.indicator_id
    left join rules.measure_weight as exact
        on dated.method = exact.method and dated.edition = exact.edition and dated.indicator_id = exact.indicator_id
        and code.code = exact.code
    left join rules.measure_weight as other
        on dated.method = other.method and dated.edition = other.edition and dated.indicator_id = other.indicator_id
        and other.code = '*'
    left join (select distinct method, edition, indicator_id from rules.measure_decay) as decayed
        on dated.method = decayed.method and dated.edition = decayed.edition and dated.indicator_id = decayed.indicator_id
    left join rules.measure_decay as decay
        on dated.method = decay.method and dated.edition = decay.edition and dated.indicator_id = decay.indicator_id
        and decay.age_from_days <= dated.age_days
        and (decay.age_to_days is null or dated.age_days < decay.age_to_days)
    where dated.cell_stream = dated.stream and dated.age_days >= 0 and dated.age_days < dated.window_days
    union all
    select
        dated.as_of,
        dated.slot,
        dated.cell_no,
        code.code,
        cast(0 as decimal(9, 4)) as weight,
        1 as exposure
    from dated
    inner join code on dated.exposure_id = code.stream
    where dated.cell_stream = dated.exposure_id and dated.age_days >= 0 and dated.age_days < dated.window_days
),

gathered as (
    select
        event.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
        factor.slot,
        cast(sum(event.quantity * factor.weight) as decimal(18, 6)) as event_weight,
        cast(sum(case when factor.weight <> 0 then event.event_count else 0 end) as bigint) as event_count,
        cast(sum(case when factor.exposure = 1 then event.quantity else 0 end) as decimal(14, 2)) as exposure
    from scores.enterprise_event as event
    inner join factor
        on event.cell_no = factor.cell_no
        and event.code = factor.code
    inner join facts.evaluation_day as evaluation
        on factor.as_of = evaluation.as_of
    where factor.weight <> 0 or factor.exposure <> 0
    group by event.enterprise_no * evaluation.day_count + evaluation.day_no, factor.slot
),

measured as (
    select
        gathered.subject_no,
        gathered.slot,
        gathered.event_count,
        cast(
            case
                when not slot.is_supplied then null
                when slot.exposure_id is null then gathered.event_weight
                when gathered.exposure < slot.exposure_least then null
                else
                    cast(
                        gathered.event_weight * slot.exposure_per
                        / nullif(
                            case when gathered.exposure < slot.exposure_floor then slot.exposure_floor else gathered.exposure end,
                            0
                        )
                        as decimal(18, 6)
                    )
            end
            as decimal(18, 6)
        ) as measured_value
    from gathered
    inner join facts.evaluation_day as evaluation
        on gathered.subject_no % evaluation.day_count = evaluation.day_no
    inner join scores.enterprise_level_measure_slot as slot
        on evaluation.as_of = slot.as_of
        and gathered.slot = slot.slot
)

select
    subject.subject_no,
    subject.as_of,
    place.slot,
    coalesce(measured.measured_value, slot.value_when_none) as measured_value,
    coalesce(measured.event_count, 0) as event_count
from scores.enterprise_level_subject as subject
cross join (select distinct slot from scores.enterprise_level_measure_slot) as place
left join scores.enterprise_level_measure_slot as slot
    on subject.as_of = slot.as_of
    and place.slot = slot.slot
left join measured
    on subject.subject_no = measured.subject_no
    and place.slot = measured.slot

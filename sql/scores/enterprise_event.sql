-- Events gathered by enterprise, code and cell of ages: what is left of them once no measure can tell them apart.
-- Key: enterprise_no, cell_no, code.  Events after the newest evaluation day fall in no cell.
with aged as (
    select
        event.stream,
        number.enterprise_no,
        event.code,
        event.quantity,
        coalesce(date_diff('day', event.happened_on, newest.as_of), -1000000) as age
    from scores.event as event
    inner join facts.enterprise_number as number
        on event.enterprise_id = number.enterprise_id
    cross join (select max(as_of) as as_of from staging.evaluation) as newest
)

select
    aged.enterprise_no,
    cell.cell_no,
    aged.code,
    cast(sum(aged.quantity) as decimal(14, 2)) as quantity,
    count(*) as event_count
from aged
inner join scores.event_cell as cell
    on aged.stream = cell.stream
    and aged.age >= cell.age_from
    and aged.age < cell.age_to
group by aged.enterprise_no, cell.cell_no, aged.code

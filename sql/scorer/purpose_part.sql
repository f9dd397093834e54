-- Sub-scores: the points of a part's items joined as the edition says, and the band that they fall into.
-- Key: as_of, subject_id, method, edition, part_id.  A product has at most six factors of at most four decimals, so it is exact.
with factor as (
    select
        item.as_of,
        item.subject_id,
        item.method,
        item.edition,
        item.part_id,
        item.points,
        indicator.weight,
        row_number() over (
            partition by item.as_of, item.subject_id, item.method, item.edition, item.part_id
            order by indicator.position, item.indicator_id
        ) as place
    from scores.purpose_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    inner join rules.part as part
        on item.method = part.method
        and item.edition = part.edition
        and item.part_id = part.part_id
        and part.aggregate = 'product'
),

multiplied as (
    select
        as_of,
        subject_id,
        method,
        edition,
        part_id,
        cast(
            cast(coalesce(max(case when place = 1 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 2 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 3 then points end), 1) as decimal(9, 4))
            as decimal(18, 12)
        ) as first_half,
        cast(
            cast(coalesce(max(case when place = 4 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 5 then points end), 1) as decimal(9, 4))
            * cast(coalesce(max(case when place = 6 then points end), 1) as decimal(9, 4))
            as decimal(18, 12)
        ) as second_half
    from factor
    group by as_of, subject_id, method, edition, part_id
),

gathered as (
    select
        item.as_of,
        item.subject_id,
        item.method,
        item.edition,
        item.part_id,
        sum(item.points) as points_sum,
        sum(item.points * coalesce(indicator.weight, 1)) as weighted_sum,
        sum(case when item.points is not null then coalesce(indicator.weight, 1) end) as weight_sum,
        max(item.points) as worst_points,
        min(item.points) as least_points
    from scores.purpose_item as item
    inner join rules.indicator as indicator
        on item.method = indicator.method
        and item.edition = indicator.edition
        and item.indicator_id = indicator.indicator_id
    group by item.as_of, item.subject_id, item.method, item.edition, item.part_id
),

joined as (
    select
        gathered.as_of,
        gathered.subject_id,
        gathered.method,
        gathered.edition,
        gathered.part_id,
        part.floor_points,
        part.cap_points,
        cast(
            case part.aggregate
                when 'sum' then coalesce(part.base_points, 0) + gathered.points_sum
                when 'deduct' then coalesce(part.base_points, 0) - gathered.points_sum
                when 'weighted' then gathered.weighted_sum / nullif(gathered.weight_sum, 0)
                when 'product' then multiplied.first_half * multiplied.second_half
                when 'worst' then gathered.worst_points
                when 'least' then gathered.least_points
            end
            as decimal(18, 6)
        ) as points
    from gathered
    inner join rules.part as part
        on gathered.method = part.method
        and gathered.edition = part.edition
        and gathered.part_id = part.part_id
    left join multiplied
        on gathered.as_of = multiplied.as_of
        and gathered.subject_id = multiplied.subject_id
        and gathered.method = multiplied.method
        and gathered.edition = multiplied.edition
        and gathered.part_id = multiplied.part_id
),

held as (
    select
        as_of,
        subject_id,
        method,
        edition,
        part_id,
        case
            when points < floor_points then floor_points
            when points > cap_points then cap_points
            else points
        end as points
    from joined
),

band as (
    -- Open ends as numbers beyond any value: comparisons alone let the engine join by key.
    select
        method,
        edition,
        part_id,
        coalesce(value_from, cast(-999999999999 as decimal(18, 6))) as value_from,
        coalesce(value_to, cast(999999999999 as decimal(18, 6))) as value_to,
        band
    from rules.part_band
)

select
    held.as_of,
    held.subject_id,
    held.method,
    held.edition,
    held.part_id,
    held.points,
    band.band
from held
left join band
    on held.method = band.method
    and held.edition = band.edition
    and held.part_id = band.part_id
    and held.points >= band.value_from
    and held.points < band.value_to

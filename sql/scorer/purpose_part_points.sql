-- Sub-scores: the points of a part's items joined as the edition says, and the band that they fall into. Parts of parts: purpose_joined_part.
-- Key: subject_no, part_no.  A product has at most six factors of at most four decimals, so it is exact.
with part as (
    select
        indicator.part_no,
        indicator.edition_no,
        rule.method,
        rule.edition,
        rule.part_id,
        rule.position,
        rule.aggregate,
        coalesce(rule.base_points, 0) as base_points,
        rule.floor_points,
        rule.cap_points
    from scores.purpose_indicator_rule as indicator
    inner join rules.part as rule
        on indicator.method = rule.method
        and indicator.edition = rule.edition
        and indicator.part_id = rule.part_id
    group by
        indicator.part_no,
        indicator.edition_no,
        rule.method,
        rule.edition,
        rule.part_id,
        rule.position,
        rule.aggregate,
        rule.base_points,
        rule.floor_points,
        rule.cap_points
),

gathered as (
    -- In one pass over the points: what only some aggregates ask for is null elsewhere (weight, factor_place).
    select
        subject_no,
        part_no,
        sum(points) as points_sum,
        max(points) as worst_points,
        min(points) as least_points,
        count(*) as item_count,
        sum(case when status in ('no_data', 'needs_person', 'no_rule') then points_range end) as missing_range,
        max(case when is_required and status <> 'scored' then 1 end) as is_required_missing,
        max(case when status = 'no_rule' then 1 end) as has_no_rule,
        sum(points * weight) as weighted_sum,
        sum(case when points is not null then weight end) as weight_sum,
        -- A logarithm is a double: fixed to twelve places before it is added, so that the order of adding is nothing.
        sum(case when points > 0 and weight is not null then cast(ln(points) as decimal(18, 12)) * weight end) as log_sum,
        max(case when factor_place = 1 then points end) as factor_1,
        max(case when factor_place = 2 then points end) as factor_2,
        max(case when factor_place = 3 then points end) as factor_3,
        max(case when factor_place = 4 then points end) as factor_4,
        max(case when factor_place = 5 then points end) as factor_5,
        max(case when factor_place = 6 then points end) as factor_6
    from scores.purpose_scored
    group by subject_no, part_no
),

joined as (
    select
        gathered.subject_no,
        part.part_no,
        part.edition_no,
        part.method,
        part.edition,
        part.part_id,
        part.floor_points,
        part.cap_points,
        gathered.item_count,
        coalesce(gathered.missing_range, 0) as missing_range,
        coalesce(gathered.is_required_missing, 0) as is_required_missing,
        coalesce(gathered.has_no_rule, 0) as has_no_rule,
        cast(gathered.points_sum as decimal(18, 6)) as points_sum,
        cast(
            case part.aggregate
                when 'sum' then part.base_points + gathered.points_sum
                when 'deduct' then part.base_points - gathered.points_sum
                -- A quotient is a double until it is cast, and would make doubles of its neighbours; an exact half survives by twelve places.
                when 'weighted' then cast(cast(gathered.weighted_sum / nullif(gathered.weight_sum, 0) as decimal(30, 12)) as decimal(18, 6))
                when 'geometric' then
                    cast(case when gathered.least_points <= 0 then 0 else exp(gathered.log_sum / nullif(gathered.weight_sum, 0)) end as decimal(18, 6))
                when 'product' then
                    cast(
                        cast(
                            cast(coalesce(gathered.factor_1, 1) as decimal(9, 4))
                            * cast(coalesce(gathered.factor_2, 1) as decimal(9, 4))
                            * cast(coalesce(gathered.factor_3, 1) as decimal(9, 4))
                            as decimal(18, 12)
                        )
                        * cast(
                            cast(coalesce(gathered.factor_4, 1) as decimal(9, 4))
                            * cast(coalesce(gathered.factor_5, 1) as decimal(9, 4))
                            * cast(coalesce(gathered.factor_6, 1) as decimal(9, 4))
                            as decimal(18, 12)
                        )
                        as decimal(18, 6)
                    )
                when 'worst' then gathered.worst_points
                when 'least' then gathered.least_points
            end
            as decimal(18, 6)
        ) as points
    from gathered
    inner join part
        on gathered.part_no = part.part_no
),

held as (
    select
        subject_no,
        part_no,
        edition_no,
        method,
        edition,
        part_id,
        case
            when points < floor_points then floor_points
            when points > cap_points then cap_points
            else points
        end as points,
        item_count,
        missing_range,
        is_required_missing,
        has_no_rule,
        points_sum
    from joined
),

band as (
    select
        method,
        edition,
        part_id,
        band,
        cast(coalesce(value_from, -999999999999) as decimal(18, 6)) as value_from,
        cast(coalesce(value_to, 999999999999) as decimal(18, 6)) as value_to
    from rules.part_band
)

select
    held.subject_no,
    held.part_no,
    held.edition_no,
    held.points,
    band.band,
    held.item_count,
    held.missing_range,
    held.is_required_missing,
    held.has_no_rule,
    held.points_sum
from held
left join band
    on held.method = band.method
    and held.edition = band.edition
    and held.part_id = band.part_id
    and held.points >= band.value_from
    and held.points < band.value_to

-- The scored indicators of the editions of this purpose, with short numbers for edition and part.
-- Key: item_no.  factor_place: the place of a factor in a product; weight: in a weighted or geometric mean. Null where the part's aggregate asks for neither.
with edition as (
    select distinct method, edition, edition_no
    from scores.purpose_edition
),

part as (
    select
        edition.edition_no,
        part.method,
        part.edition,
        part.part_id,
        part.aggregate,
        cast(dense_rank() over (order by part.method, part.edition, part.part_id) as integer) as part_no
    from rules.part as part
    inner join edition
        on part.method = edition.method
        and part.edition = edition.edition
)

select
    part.edition_no,
    part.method,
    part.edition,
    part.part_id,
    part.part_no,
    part.aggregate,
    indicator.indicator_id,
    part.edition_no * number.indicator_count + number.indicator_no as item_no,
    indicator.rule_kind,
    indicator.clause,
    case when part.aggregate in ('weighted', 'geometric') then coalesce(indicator.weight, 1) end as weight,
    indicator.points_per_unit,
    indicator.unit_size,
    indicator.base_points,
    indicator.min_points,
    indicator.max_points,
    indicator.linear_value_from,
    indicator.linear_points_from,
    indicator.linear_value_to,
    indicator.linear_points_to,
    coalesce(indicator.missing_status, 'no_data') as missing_status,
    indicator.missing_points,
    indicator.full_points,
    indicator.is_required,
    coalesce(indicator.max_points - indicator.min_points, 0) as points_range,
    case
        when part.aggregate = 'product'
            then
                row_number() over (
                    partition by part.method, part.edition, part.part_id
                    order by indicator.position, indicator.indicator_id
                )
    end as factor_place
from rules.indicator as indicator
inner join part
    on indicator.method = part.method
    and indicator.edition = part.edition
    and indicator.part_id = part.part_id
inner join scores.purpose_indicator_number as number
    on indicator.indicator_id = number.indicator_id
where indicator.rule_kind <> 'none'

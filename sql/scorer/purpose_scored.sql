-- view
-- Points of each subject by indicator, under the edition that judges it on that day.
-- Key: subject_no, edition_no, indicator_id.  No value is what the pack says of a missing one, no row of the rules is 'no_rule'; never a silent zero.
with fact as (
    select
        fact.as_of,
        fact.subject_no,
        applicable.edition_no,
        applicable.item_base + fact.indicator_no as item_no,
        fact.indicator_id,
        fact.indicator_value,
        fact.value_code,
        fact.evidence_count,
        fact.indicator_status
    from scores.purpose_fact as fact
    inner join scores.purpose_applicable as applicable
        on fact.subject_no = applicable.subject_no
    union all
    select
        gap.as_of,
        gap.subject_no,
        gap.edition_no,
        gap.item_base + gap.indicator_no as item_no,
        gap.indicator_id,
        cast(null as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code,
        cast(0 as bigint) as evidence_count,
        'no_data' as indicator_status
    from scores.purpose_gap as gap
),

placed as (
    select
        fact.as_of,
        fact.subject_no,
        fact.edition_no,
        fact.item_no,
        fact.indicator_id,
        fact.indicator_value,
        fact.value_code,
        fact.evidence_count,
        indicator.method,
        indicator.edition,
        indicator.part_id,
        indicator.part_no,
        indicator.factor_place,
        indicator.rule_kind,
        indicator.clause,
        indicator.weight,
        indicator.points_per_unit,
        indicator.unit_size,
        indicator.base_points,
        indicator.min_points,
        indicator.max_points,
        indicator.linear_value_from,
        indicator.linear_points_from,
        indicator.linear_value_to,
        indicator.linear_points_to,
        indicator.missing_points,
        indicator.full_points,
        indicator.is_required,
        indicator.points_range,
        case
            when fact.indicator_value is not null or fact.value_code is not null then 'scored'
            when fact.indicator_status in ('not_applicable', 'too_early', 'needs_person') then fact.indicator_status
            else indicator.missing_status
        end as status,
        coalesce(fact.indicator_value, 0) as looked_up_value,
        case
            when fact.value_code is not null then fact.value_code
            -- A code that came as a number: 10 is '10', 0.5 is '0.5'.
            when indicator.rule_kind = 'lookup' and fact.indicator_value = cast(fact.indicator_value as bigint)
                then cast(cast(fact.indicator_value as bigint) as varchar)
            when indicator.rule_kind = 'lookup' then trim(trailing '0' from cast(fact.indicator_value as varchar))
            when fact.indicator_value is not null then ''
        end as looked_up_code
    from fact
    inner join scores.purpose_indicator_rule as indicator
        on fact.item_no = indicator.item_no
),

ruled as (
    select
        placed.as_of,
        placed.subject_no,
        placed.edition_no,
        placed.indicator_id,
        placed.indicator_value,
        placed.value_code,
        placed.evidence_count,
        placed.method,
        placed.edition,
        placed.part_id,
        placed.part_no,
        placed.factor_place,
        placed.weight,
        placed.max_points,
        placed.is_required,
        placed.points_range,
        placed.status,
        coalesce(rule.clause, placed.clause) as clause,
        coalesce(rule.rule_row, concat('indicators.', placed.indicator_id)) as rule_row,
        case
            when placed.status = 'not_applicable' then placed.full_points
            when placed.status <> 'scored' then placed.missing_points
            when placed.rule_kind in ('bands', 'lookup') then rule.points
            when placed.rule_kind = 'value' then placed.indicator_value
            when placed.rule_kind = 'per_unit' then
                cast(
                    placed.base_points + placed.indicator_value / nullif(placed.unit_size, 0) * placed.points_per_unit
                    as decimal(18, 6)
                )
            when placed.rule_kind = 'linear' then
                cast(
                    placed.linear_points_from
                    + cast(placed.indicator_value - placed.linear_value_from as decimal(24, 6))
                    * (placed.linear_points_to - placed.linear_points_from)
                    / nullif(placed.linear_value_to - placed.linear_value_from, 0)
                    as decimal(18, 6)
                )
        end as points,
        case when placed.status = 'scored' and placed.rule_kind in ('value', 'per_unit', 'linear') then placed.min_points end as least_points,
        case when placed.status = 'scored' and placed.rule_kind in ('value', 'per_unit', 'linear') then placed.max_points end as most_points
    from placed
    left join scores.purpose_rule as rule
        on placed.item_no = rule.item_no
        and placed.looked_up_code = rule.code
        and placed.looked_up_value >= rule.value_from
        and placed.looked_up_value < rule.value_to
)

select
    as_of,
    subject_no,
    method,
    edition,
    part_id,
    indicator_id,
    indicator_value,
    value_code,
    cast(
        case
            when points < least_points then least_points
            when points > most_points then most_points
            else points
        end
        as decimal(18, 6)
    ) as points,
    max_points,
    case when status = 'scored' and points is null then 'no_rule' else status end as status,
    clause,
    rule_row,
    evidence_count,
    edition_no,
    part_no,
    factor_place,
    weight,
    is_required,
    points_range
from ruled

-- Points of each subject by indicator, under the edition that judges it on that day.
-- Key: as_of, subject_id, method, edition, indicator_id.  No value is what the pack says of a missing one, no band is 'no_rule'; never a silent zero.
with indicator as (
    select
        indicator.method,
        indicator.edition,
        indicator.indicator_id,
        indicator.part_id,
        indicator.rule_kind,
        indicator.clause,
        indicator.points_per_unit,
        indicator.unit_size,
        indicator.base_points,
        indicator.min_points,
        indicator.max_points,
        indicator.linear_value_from,
        indicator.linear_points_from,
        indicator.linear_value_to,
        indicator.linear_points_to,
        indicator.missing_status,
        indicator.missing_points,
        indicator.full_points
    from rules.indicator as indicator
    where indicator.rule_kind <> 'none'
),

band as (
    -- Open ends as numbers beyond any value: comparisons alone let the engine join by key.
    select
        method,
        edition,
        indicator_id,
        coalesce(value_from, cast(-999999999999 as decimal(18, 6))) as value_from,
        coalesce(value_to, cast(999999999999 as decimal(18, 6))) as value_to,
        points,
        rule_row,
        clause
    from rules.band
),

code as (
    select method, edition, indicator_id, code as code_key, points, rule_row, clause
    from rules.lookup
    union all
    -- A code that is a number ('0.5') is also found by a fact that is a number (0.500000).
    select method, edition, indicator_id, concat('#', cast(points as varchar)) as code_key, points, rule_row, clause
    from rules.lookup
    where
        cast(points as varchar) in (
            concat(code, '.000000'), concat(code, '00000'), concat(code, '0000'),
            concat(code, '000'), concat(code, '00'), concat(code, '0'), code
        )
),

fact as (
    select
        as_of,
        subject_id,
        indicator_id,
        indicator_value,
        value_code,
        coalesce(value_code, concat('#', cast(indicator_value as varchar))) as code_key,
        evidence_count,
        indicator_status
    from scores.purpose_indicator
),

placed as (
    select
        applicable.as_of,
        applicable.subject_id,
        fact.indicator_value,
        fact.value_code,
        coalesce(fact.evidence_count, 0) as evidence_count,
        coalesce(fact.indicator_status, 'no_data') as indicator_status,
        indicator.method,
        indicator.edition,
        indicator.indicator_id,
        indicator.part_id,
        indicator.rule_kind,
        indicator.clause as indicator_clause,
        indicator.min_points,
        indicator.max_points,
        indicator.missing_status,
        indicator.missing_points,
        indicator.full_points,
        band.points as band_points,
        coalesce(band.rule_row, code.rule_row) as found_rule_row,
        coalesce(band.clause, code.clause) as found_clause,
        code.points as code_points,
        cast(
            indicator.base_points + fact.indicator_value / nullif(indicator.unit_size, 0) * indicator.points_per_unit
            as decimal(18, 6)
        ) as unit_points,
        cast(
            indicator.linear_points_from
            + (fact.indicator_value - indicator.linear_value_from)
            * (indicator.linear_points_to - indicator.linear_points_from)
            / nullif(indicator.linear_value_to - indicator.linear_value_from, 0)
            as decimal(18, 6)
        ) as line_points
    from scores.purpose_applicable as applicable
    inner join indicator
        on applicable.method = indicator.method
        and applicable.edition = indicator.edition
    left join fact
        on applicable.as_of = fact.as_of
        and applicable.subject_id = fact.subject_id
        and indicator.indicator_id = fact.indicator_id
    left join band
        on indicator.method = band.method
        and indicator.edition = band.edition
        and indicator.indicator_id = band.indicator_id
        and fact.indicator_value >= band.value_from
        and fact.indicator_value < band.value_to
    left join code
        on indicator.method = code.method
        and indicator.edition = code.edition
        and indicator.indicator_id = code.indicator_id
        and fact.code_key = code.code_key
),

earned as (
    select
        as_of,
        subject_id,
        method,
        edition,
        part_id,
        indicator_id,
        indicator_value,
        value_code,
        evidence_count,
        max_points,
        missing_points,
        full_points,
        coalesce(found_clause, indicator_clause) as clause,
        coalesce(found_rule_row, concat('indicators.', indicator_id)) as rule_row,
        case rule_kind
            when 'bands' then band_points
            when 'lookup' then code_points
            when 'value' then
                case
                    when indicator_value < min_points then min_points
                    when indicator_value > max_points then max_points
                    else indicator_value
                end
            when 'per_unit' then
                case
                    when unit_points < min_points then min_points
                    when unit_points > max_points then max_points
                    else unit_points
                end
            when 'linear' then
                case
                    when line_points < min_points then min_points
                    when line_points > max_points then max_points
                    else line_points
                end
        end as rule_points,
        case
            when indicator_value is null and value_code is null then
                case
                    when indicator_status in ('not_applicable', 'too_early', 'needs_person') then indicator_status
                    else coalesce(missing_status, 'no_data')
                end
            else 'scored'
        end as status
    from placed
)

select
    as_of,
    subject_id,
    method,
    edition,
    part_id,
    indicator_id,
    indicator_value,
    value_code,
    cast(
        case
            when status = 'scored' then rule_points
            when status = 'not_applicable' then full_points
            else missing_points
        end
        as decimal(18, 6)
    ) as points,
    max_points,
    case when status = 'scored' and rule_points is null then 'no_rule' else status end as status,
    clause,
    rule_row,
    evidence_count
from earned

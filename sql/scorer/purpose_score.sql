-- The total of each subject before any determination, and the level that it alone gives.
-- Key: subject_no, edition_no.  A matrix takes its level from the bands of two parts; its score only orders.
with scope as (
    select distinct
        edition_no,
        method,
        edition,
        total_kind,
        base_points,
        floor_points,
        cap_points,
        round_digits,
        max_missing_fraction
    from scores.purpose_edition
),

crossed as (
    select distinct method, edition, row_part_id, column_part_id
    from rules.matrix
),

part as (
    select
        indicator.part_no,
        sum(indicator.points_range) as points_range,
        coalesce(rule.weight, 1) as weight,
        rule.position,
        max(case when rule.part_id = crossed.row_part_id then 1 else 0 end) as is_row,
        max(case when rule.part_id = crossed.column_part_id then 1 else 0 end) as is_column
    from scores.purpose_indicator_rule as indicator
    inner join rules.part as rule
        on indicator.method = rule.method
        and indicator.edition = rule.edition
        and indicator.part_id = rule.part_id
    left join crossed
        on rule.method = crossed.method
        and rule.edition = crossed.edition
    where rule.parent_part_id is null
    group by indicator.part_no, coalesce(rule.weight, 1), rule.position
),

gained as (
    select
        score.subject_no,
        score.edition_no,
        score.points,
        part.weight,
        part.position,
        case when part.is_row = 1 then score.band end as row_band,
        case when part.is_column = 1 then score.band end as column_band,
        part.points_range,
        score.missing_range,
        score.is_required_missing
    from scores.purpose_part_points as score
    inner join part
        on score.part_no = part.part_no
    union all
    select
        score.subject_no,
        score.edition_no,
        score.points,
        coalesce(rule.weight, 1) as weight,
        rule.position,
        case when rule.part_id = crossed.row_part_id then score.band end as row_band,
        case when rule.part_id = crossed.column_part_id then score.band end as column_band,
        score.points_range,
        score.missing_range,
        score.is_required_missing
    from scores.purpose_joined_part as score
    inner join rules.part as rule
        on score.method = rule.method
        and score.edition = rule.edition
        and score.part_id = rule.part_id
    left join crossed
        on rule.method = crossed.method
        and rule.edition = crossed.edition
),

gathered as (
    select
        subject_no,
        edition_no,
        sum(points) as points_sum,
        sum(cast(points as decimal(24, 6)) * cast(weight as decimal(9, 6))) as weighted_sum,
        sum(case when points is not null then weight end) as weight_sum,
        max(points) as worst_points,
        min(points) as least_points,
        cast(coalesce(max(case when position = 1 then points end), 1) as decimal(20, 6)) as first_points,
        cast(coalesce(max(case when position = 2 then points end), 1) as decimal(12, 6)) as second_points,
        max(row_band) as row_band,
        max(column_band) as column_band,
        max(is_required_missing) as is_required_missing,
        sum(missing_range) as missing_range,
        sum(points_range) as points_range
    from gained
    group by subject_no, edition_no
),

totalled as (
    -- A subject without a single item (a pack of determinations alone) has a total too.
    select
        applicable.subject_no,
        applicable.edition_no,
        scope.method,
        scope.edition,
        scope.total_kind,
        scope.floor_points,
        scope.cap_points,
        coalesce(scope.round_digits, 6) as round_digits,
        gathered.row_band,
        gathered.column_band,
        coalesce(gathered.is_required_missing, 0) as is_required_missing,
        cast(coalesce(gathered.missing_range / nullif(gathered.points_range, 0), 0) as decimal(9, 6)) as missing_fraction,
        -- Compared as a product: a quotient would be rounded.
        case
            when cast(gathered.missing_range as decimal(18, 6))
                > cast(gathered.points_range as decimal(18, 6)) * cast(scope.max_missing_fraction as decimal(9, 6))
                then 1
            else 0
        end as is_too_little,
        cast(
            case scope.total_kind
                when 'sum' then coalesce(scope.base_points, 0) + gathered.points_sum
                when 'matrix' then coalesce(scope.base_points, 0) + gathered.points_sum
                when 'deduct' then coalesce(scope.base_points, 0) - gathered.points_sum
                -- A quotient is a double until it is cast, and would make doubles of its neighbours; an exact half survives by twelve places.
                when 'weighted' then cast(cast(gathered.weighted_sum / nullif(gathered.weight_sum, 0) as decimal(30, 12)) as decimal(18, 6))
                when 'product' then cast(gathered.first_points * gathered.second_points as decimal(18, 6))
                when 'worst' then gathered.worst_points
                when 'least' then gathered.least_points
                when 'none' then coalesce(scope.base_points, 0)
            end
            as decimal(18, 6)
        ) as points
    from scores.purpose_applicable as applicable
    inner join scope
        on applicable.edition_no = scope.edition_no
    left join gathered
        on applicable.subject_no = gathered.subject_no
        and applicable.edition_no = gathered.edition_no
),

held as (
    select
        subject_no,
        edition_no,
        method,
        edition,
        total_kind,
        round_digits,
        row_band,
        column_band,
        is_required_missing,
        missing_fraction,
        is_too_little,
        case
            when points < floor_points then floor_points
            when points > cap_points then cap_points
            else points
        end as points
    from totalled
),

rounded as (
    -- The one place where a score is rounded; a cast to decimal rounds half away from zero.
    select
        subject_no,
        edition_no,
        method,
        edition,
        total_kind,
        row_band,
        column_band,
        is_required_missing,
        missing_fraction,
        is_too_little,
        cast(
            case round_digits
                when 0 then cast(points as decimal(18, 0))
                when 1 then cast(points as decimal(18, 1))
                when 2 then cast(points as decimal(18, 2))
                when 3 then cast(points as decimal(18, 3))
                when 4 then cast(points as decimal(18, 4))
                when 5 then cast(points as decimal(18, 5))
                else points
            end
            as decimal(18, 6)
        ) as score
    from held
),

limits as (
    select
        method,
        edition,
        level,
        rule_row,
        cast(coalesce(value_from, -999999999999) as decimal(18, 6)) as value_from,
        cast(coalesce(value_to, 999999999999) as decimal(18, 6)) as value_to
    from rules.level
)

select
    rounded.subject_no,
    rounded.edition_no,
    rounded.score,
    case when rounded.total_kind = 'matrix' then matrix.level else limits.level end as score_level,
    case when rounded.total_kind = 'matrix' then matrix.rule_row else limits.rule_row end as rule_row,
    rounded.missing_fraction,
    rounded.is_required_missing,
    rounded.is_too_little
from rounded
left join rules.matrix as matrix
    on rounded.method = matrix.method
    and rounded.edition = matrix.edition
    and rounded.row_band = matrix.row_band
    and rounded.column_band = matrix.column_band
left join limits
    on rounded.method = limits.method
    and rounded.edition = limits.edition
    and case when rounded.total_kind = 'matrix' then null else rounded.score end >= limits.value_from
    and rounded.score < limits.value_to

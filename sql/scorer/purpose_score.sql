-- The total of each subject before any determination, and the level that it alone gives.
-- Key: as_of, subject_id, method, edition.  A matrix takes its level from the bands of two parts; its score only orders.
with part as (
    select
        part.as_of,
        part.subject_id,
        part.method,
        part.edition,
        part.part_id,
        part.points,
        part.band,
        rule.position,
        coalesce(rule.weight, 1) as weight
    from scores.purpose_part as part
    inner join rules.part as rule
        on part.method = rule.method
        and part.edition = rule.edition
        and part.part_id = rule.part_id
),

gathered as (
    select
        as_of,
        subject_id,
        method,
        edition,
        sum(points) as points_sum,
        sum(points * weight) as weighted_sum,
        sum(case when points is not null then weight end) as weight_sum,
        max(points) as worst_points,
        min(points) as least_points,
        cast(coalesce(max(case when position = 1 then points end), 1) as decimal(18, 6)) as first_points,
        cast(coalesce(max(case when position = 2 then points end), 1) as decimal(12, 6)) as second_points
    from part
    group by as_of, subject_id, method, edition
),

missing as (
    select
        as_of,
        subject_id,
        method,
        edition,
        cast(
            sum(case when status in ('no_data', 'needs_person', 'no_rule') then max_points else 0 end)
            / nullif(sum(max_points), 0)
            as decimal(9, 6)
        ) as missing_fraction
    from scores.purpose_item
    group by as_of, subject_id, method, edition
),

totalled as (
    select
        applicable.as_of,
        applicable.subject_id,
        applicable.method,
        applicable.edition,
        scope.total_kind,
        scope.floor_points,
        scope.cap_points,
        coalesce(missing.missing_fraction, 0) as missing_fraction,
        cast(
            case scope.total_kind
                when 'sum' then coalesce(scope.base_points, 0) + gathered.points_sum
                when 'matrix' then coalesce(scope.base_points, 0) + gathered.points_sum
                when 'deduct' then coalesce(scope.base_points, 0) - gathered.points_sum
                when 'weighted' then gathered.weighted_sum / nullif(gathered.weight_sum, 0)
                when 'product' then gathered.first_points * gathered.second_points
                when 'worst' then gathered.worst_points
                when 'least' then gathered.least_points
                when 'none' then coalesce(scope.base_points, 0)
            end
            as decimal(18, 6)
        ) as points,
        coalesce(scope.round_digits, 6) as round_digits
    from scores.purpose_applicable as applicable
    inner join scores.purpose_edition as scope
        on applicable.as_of = scope.as_of
        and applicable.method = scope.method
        and applicable.edition = scope.edition
    left join gathered
        on applicable.as_of = gathered.as_of
        and applicable.subject_id = gathered.subject_id
        and applicable.method = gathered.method
        and applicable.edition = gathered.edition
    left join missing
        on applicable.as_of = missing.as_of
        and applicable.subject_id = missing.subject_id
        and applicable.method = missing.method
        and applicable.edition = missing.edition
),

held as (
    select
        as_of,
        subject_id,
        method,
        edition,
        total_kind,
        missing_fraction,
        cast(
            round(
                case
                    when points < floor_points then floor_points
                    when points > cap_points then cap_points
                    else points
                end,
                6
            )
            as decimal(18, 6)
        ) as exact_points,
        round_digits
    from totalled
),

rounded as (
    select
        as_of,
        subject_id,
        method,
        edition,
        total_kind,
        missing_fraction,
        cast(
            case round_digits
                when 0 then cast(exact_points as decimal(18, 0))
                when 1 then cast(exact_points as decimal(18, 1))
                when 2 then cast(exact_points as decimal(18, 2))
                when 3 then cast(exact_points as decimal(18, 3))
                when 4 then cast(exact_points as decimal(18, 4))
                when 5 then cast(exact_points as decimal(18, 5))
                else exact_points
            end
            as decimal(18, 6)
        ) as score
    from held
),

cell as (
    select
        matrix.method,
        matrix.edition,
        matrix.row_part_id,
        matrix.column_part_id,
        matrix.row_band,
        matrix.column_band,
        matrix.level,
        matrix.rule_row
    from rules.matrix as matrix
),

placed as (
    select
        row_part.as_of,
        row_part.subject_id,
        row_part.method,
        row_part.edition,
        cell.level,
        cell.rule_row
    from cell
    inner join scores.purpose_part as row_part
        on cell.method = row_part.method
        and cell.edition = row_part.edition
        and cell.row_part_id = row_part.part_id
        and cell.row_band = row_part.band
    inner join scores.purpose_part as column_part
        on cell.method = column_part.method
        and cell.edition = column_part.edition
        and cell.column_part_id = column_part.part_id
        and cell.column_band = column_part.band
        and row_part.as_of = column_part.as_of
        and row_part.subject_id = column_part.subject_id
),

level as (
    -- A matrix has no bounds to look into, so it has no line here.
    select
        level.method,
        level.edition,
        edition.total_kind,
        level.level,
        level.rule_row,
        coalesce(level.value_from, cast(-999999999999 as decimal(18, 6))) as value_from,
        coalesce(level.value_to, cast(999999999999 as decimal(18, 6))) as value_to
    from rules.level as level
    inner join rules.edition as edition
        on level.method = edition.method
        and level.edition = edition.edition
    where edition.total_kind <> 'matrix'
)

select
    rounded.as_of,
    rounded.subject_id,
    rounded.method,
    rounded.edition,
    rounded.score,
    case when rounded.total_kind = 'matrix' then placed.level else level.level end as score_level,
    case when rounded.total_kind = 'matrix' then placed.rule_row else level.rule_row end as rule_row,
    rounded.missing_fraction
from rounded
left join placed
    on rounded.as_of = placed.as_of
    and rounded.subject_id = placed.subject_id
    and rounded.method = placed.method
    and rounded.edition = placed.edition
left join level
    on rounded.method = level.method
    and rounded.edition = level.edition
    and rounded.total_kind = level.total_kind
    and rounded.score >= level.value_from
    and rounded.score < level.value_to

-- Parts that join other parts (parts that name a parent): their points by the edition's aggregate over the points of their members.
-- Key: subject_no, edition_no, part_id.  One step: a parent has neither indicators nor a parent. A member without points is left out.
with member as (
    select
        indicator.part_no,
        indicator.edition_no,
        rule.method,
        rule.edition,
        rule.parent_part_id,
        cast(rule.weight as decimal(9, 6)) as weight,
        sum(indicator.points_range) as points_range
    from scores.purpose_indicator_rule as indicator
    inner join rules.part as rule
        on indicator.method = rule.method
        and indicator.edition = rule.edition
        and indicator.part_id = rule.part_id
    where rule.parent_part_id is not null
    group by indicator.part_no, indicator.edition_no, rule.method, rule.edition, rule.parent_part_id, rule.weight
),

gathered as (
    select
        score.subject_no,
        member.edition_no,
        member.method,
        member.edition,
        member.parent_part_id as part_id,
        sum(score.points) as points_sum,
        sum(score.points * member.weight) as weighted_sum,
        sum(case when score.points is not null then member.weight end) as weight_sum,
        -- A logarithm is a double: fixed to twelve places before it is added, so that the order of adding is nothing.
        sum(case when score.points > 0 then cast(ln(score.points) as decimal(18, 12)) * member.weight end) as log_sum,
        max(score.points) as worst_points,
        min(score.points) as least_points,
        sum(score.item_count) as item_count,
        sum(member.points_range) as points_range,
        sum(score.missing_range) as missing_range,
        max(score.is_required_missing) as is_required_missing,
        max(score.has_no_rule) as has_no_rule
    from scores.purpose_part_points as score
    inner join member
        on score.part_no = member.part_no
    group by score.subject_no, member.edition_no, member.method, member.edition, member.parent_part_id
),

joined as (
    select
        gathered.subject_no,
        gathered.edition_no,
        gathered.method,
        gathered.edition,
        gathered.part_id,
        rule.floor_points,
        rule.cap_points,
        gathered.item_count,
        gathered.points_range,
        gathered.missing_range,
        gathered.is_required_missing,
        gathered.has_no_rule,
        cast(gathered.points_sum as decimal(18, 6)) as points_sum,
        cast(
            case rule.aggregate
                when 'sum' then coalesce(rule.base_points, 0) + gathered.points_sum
                when 'weighted' then cast(cast(gathered.weighted_sum / nullif(gathered.weight_sum, 0) as decimal(30, 12)) as decimal(18, 6))
                when 'geometric' then
                    cast(case when gathered.least_points <= 0 then 0 else exp(gathered.log_sum / nullif(gathered.weight_sum, 0)) end as decimal(18, 6))
                when 'worst' then gathered.worst_points
                when 'least' then gathered.least_points
            end
            as decimal(18, 6)
        ) as points
    from gathered
    inner join rules.part as rule
        on gathered.method = rule.method
        and gathered.edition = rule.edition
        and gathered.part_id = rule.part_id
),

held as (
    select
        subject_no,
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
        points_range,
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
        coalesce(value_from, -999999999999) as value_from,
        coalesce(value_to, 999999999999) as value_to
    from rules.part_band
)

select
    held.subject_no,
    held.edition_no,
    held.method,
    held.edition,
    held.part_id,
    held.points,
    band.band,
    held.item_count,
    held.points_range,
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

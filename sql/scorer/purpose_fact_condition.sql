-- Conditions that hold on what is known of a subject, before anything is scored.
-- Key: subject_no, edition_no, condition_id.  An unknown value makes every comparison fail, also 'ne'; a condition that reads points is in purpose_result_condition.
with later_condition as (
    select distinct method, edition, condition_id
    from rules.condition_literal
    where operand <> 'indicator'
),

needed as (
    select
        scope.as_of,
        scope.edition_no,
        literal.method,
        literal.edition,
        literal.condition_id,
        literal.disjunct,
        count(distinct literal.literal) as literal_count,
        cast(
            row_number() over (
                order by scope.as_of, literal.method, literal.edition, literal.condition_id, literal.disjunct
            )
            as integer
        ) as disjunct_no,
        cast(dense_rank() over (order by scope.edition_no, literal.condition_id) as integer) as condition_no
    from rules.condition_literal as literal
    inner join scores.purpose_edition as scope
        on literal.method = scope.method
        and literal.edition = scope.edition
    left join later_condition as later
        on literal.method = later.method
        and literal.edition = later.edition
        and literal.condition_id = later.condition_id
    where later.condition_id is null
    group by scope.as_of, scope.edition_no, literal.method, literal.edition, literal.condition_id, literal.disjunct
),

literal as (
    select distinct
        needed.as_of,
        needed.disjunct_no,
        literal.literal,
        literal.operand_id,
        number.indicator_no,
        literal.operator,
        literal.value_number,
        literal.value_code
    from needed
    inner join rules.condition_literal as literal
        on needed.method = literal.method
        and needed.edition = literal.edition
        and needed.condition_id = literal.condition_id
        and needed.disjunct = literal.disjunct
    inner join scores.purpose_indicator_number as number
        on literal.operand_id = number.indicator_id
),

held as (
    select fact.subject_no, literal.disjunct_no
    from scores.purpose_fact as fact
    inner join literal
        on fact.as_of = literal.as_of
        and fact.indicator_no = literal.indicator_no
    where
        case literal.operator
            when 'is_known' then fact.indicator_value is not null or fact.value_code is not null
            when 'is_missing' then fact.indicator_value is null and fact.value_code is null
            when 'eq' then fact.indicator_value = literal.value_number or fact.value_code = literal.value_code
            when 'ne' then fact.indicator_value <> literal.value_number or fact.value_code <> literal.value_code
            when 'lt' then fact.indicator_value < literal.value_number
            when 'le' then fact.indicator_value <= literal.value_number
            when 'gt' then fact.indicator_value > literal.value_number
            when 'ge' then fact.indicator_value >= literal.value_number
        end
    union all
    select absent.subject_no, literal.disjunct_no
    from scores.purpose_absent as absent
    inner join literal
        on absent.as_of = literal.as_of
        and absent.indicator_id = literal.operand_id
        and literal.operator = 'is_missing'
),

disjunct_held as (
    -- A value equals one member of a set at most, so each line is another literal.
    select subject_no, disjunct_no, count(*) as literal_count
    from held
    group by subject_no, disjunct_no
),

condition_held as (
    select distinct needed.as_of, disjunct_held.subject_no, needed.condition_no
    from disjunct_held
    inner join needed
        on disjunct_held.disjunct_no = needed.disjunct_no
        and disjunct_held.literal_count = needed.literal_count
)

select
    condition_held.as_of,
    condition_held.subject_no,
    condition.edition_no,
    condition.condition_id
from condition_held
inner join (select distinct condition_no, edition_no, condition_id from needed) as condition
    on condition_held.condition_no = condition.condition_no

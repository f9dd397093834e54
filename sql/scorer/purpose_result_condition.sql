-- Conditions that hold once a subject is scored: those that read a part's points or the total beside its facts.
-- Key: as_of, subject_id, method, edition, condition_id.
with result_condition as (
    select distinct method, edition, condition_id
    from rules.condition_literal
    where operand <> 'indicator'
),

literal as (
    select
        literal.method,
        literal.edition,
        literal.condition_id,
        literal.disjunct,
        literal.literal,
        literal.operand,
        literal.operand_id,
        literal.operator,
        literal.value_number,
        literal.value_code
    from rules.condition_literal as literal
    inner join result_condition
        on literal.method = result_condition.method
        and literal.edition = result_condition.edition
        and literal.condition_id = result_condition.condition_id
),

needed as (
    select method, edition, condition_id, disjunct, count(distinct literal) as literal_count
    from literal
    group by method, edition, condition_id, disjunct
),

known as (
    select as_of, subject_id, method, edition, edition_no, 'part' as operand, part_id as operand_id, points as number, cast(null as varchar) as code
    from scores.purpose_part
    union all
    select as_of, subject_id, method, edition, edition_no, 'total' as operand, 'total' as operand_id, score as number, cast(null as varchar) as code
    from scores.purpose_score
    union all
    select
        applicable.as_of,
        applicable.subject_id,
        applicable.method,
        applicable.edition,
        applicable.edition_no,
        'indicator' as operand,
        fact.indicator_id as operand_id,
        fact.indicator_value as number,
        fact.value_code as code
    from scores.purpose_applicable as applicable
    inner join scores.purpose_indicator as fact
        on applicable.as_of = fact.as_of
        and applicable.subject_id = fact.subject_id
    inner join (
        select distinct method, edition, operand_id
        from literal
        where operand = 'indicator'
    ) as read_indicator
        on applicable.method = read_indicator.method
        and applicable.edition = read_indicator.edition
        and fact.indicator_id = read_indicator.operand_id
    union all
    select
        applicable.as_of,
        applicable.subject_id,
        applicable.method,
        applicable.edition,
        applicable.edition_no,
        'indicator' as operand,
        absent.indicator_id as operand_id,
        cast(null as decimal(18, 6)) as number,
        cast(null as varchar) as code
    from scores.purpose_applicable as applicable
    inner join scores.purpose_absent as absent
        on applicable.as_of = absent.as_of
        and applicable.subject_id = absent.subject_id
    where exists (
        select 1 from result_condition
        where applicable.method = result_condition.method and applicable.edition = result_condition.edition
    )
),

held as (
    select distinct
        known.as_of,
        known.subject_id,
        known.method,
        known.edition,
        known.edition_no,
        literal.condition_id,
        literal.disjunct,
        literal.literal
    from known
    inner join literal
        on known.method = literal.method
        and known.edition = literal.edition
        and known.operand = literal.operand
        and (literal.operand = 'total' or known.operand_id = literal.operand_id)
    where
        case literal.operator
            when 'is_known' then known.number is not null or known.code is not null
            when 'is_missing' then known.number is null and known.code is null
            when 'eq' then known.number = literal.value_number or known.code = literal.value_code
            when 'ne' then known.number <> literal.value_number or known.code <> literal.value_code
            when 'lt' then known.number < literal.value_number
            when 'le' then known.number <= literal.value_number
            when 'gt' then known.number > literal.value_number
            when 'ge' then known.number >= literal.value_number
        end
),

disjunct_held as (
    select as_of, subject_id, method, edition, edition_no, condition_id, disjunct, count(*) as literal_count
    from held
    group by as_of, subject_id, method, edition, edition_no, condition_id, disjunct
)

select distinct
    disjunct_held.as_of,
    disjunct_held.subject_id,
    disjunct_held.method,
    disjunct_held.edition,
    disjunct_held.edition_no,
    disjunct_held.condition_id
from disjunct_held
inner join needed
    on disjunct_held.method = needed.method
    and disjunct_held.edition = needed.edition
    and disjunct_held.condition_id = needed.condition_id
    and disjunct_held.disjunct = needed.disjunct
    and disjunct_held.literal_count = needed.literal_count

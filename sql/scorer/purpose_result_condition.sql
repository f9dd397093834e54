-- Conditions that hold once a subject is scored: those that read a part's points or the total beside its facts.
-- Key: subject_no, edition_no, condition_id.
with scope as (
    select distinct method, edition, edition_no
    from scores.purpose_edition
),

result_condition as (
    select distinct scope.edition_no, literal.method, literal.edition, literal.condition_id
    from rules.condition_literal as literal
    inner join scope
        on literal.method = scope.method
        and literal.edition = scope.edition
    where literal.operand <> 'indicator'
),

literal as (
    select
        result_condition.edition_no,
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
    select edition_no, condition_id, disjunct, count(distinct literal) as literal_count
    from literal
    group by edition_no, condition_id, disjunct
),

part as (
    select distinct edition_no, part_id, part_no
    from scores.purpose_indicator_rule
),

known as (
    select
        score.subject_no, score.edition_no, literal.condition_id, literal.disjunct, literal.literal,
        literal.operator, literal.value_number, literal.value_code,
        score.points as number, cast(null as varchar) as code
    from scores.purpose_part_points as score
    inner join part
        on score.part_no = part.part_no
    inner join literal
        on part.edition_no = literal.edition_no
        and part.part_id = literal.operand_id
        and literal.operand = 'part'
    union all
    select
        score.subject_no, score.edition_no, literal.condition_id, literal.disjunct, literal.literal,
        literal.operator, literal.value_number, literal.value_code,
        score.points as number, cast(null as varchar) as code
    from scores.purpose_joined_part as score
    inner join literal
        on score.edition_no = literal.edition_no
        and score.part_id = literal.operand_id
        and literal.operand = 'part'
    union all
    select
        score.subject_no, score.edition_no, literal.condition_id, literal.disjunct, literal.literal,
        literal.operator, literal.value_number, literal.value_code,
        score.score as number, cast(null as varchar) as code
    from scores.purpose_score as score
    inner join literal
        on score.edition_no = literal.edition_no
        and literal.operand = 'total'
    union all
    select
        fact.subject_no, literal.edition_no, literal.condition_id, literal.disjunct, literal.literal,
        literal.operator, literal.value_number, literal.value_code,
        fact.indicator_value as number, fact.value_code as code
    from scores.purpose_fact as fact
    inner join literal
        on fact.indicator_id = literal.operand_id
        and literal.operand = 'indicator'
    inner join scores.purpose_applicable as applicable
        on fact.subject_no = applicable.subject_no
        and literal.edition_no = applicable.edition_no
    union all
    select
        absent.subject_no, literal.edition_no, literal.condition_id, literal.disjunct, literal.literal,
        literal.operator, literal.value_number, literal.value_code,
        cast(null as decimal(18, 6)) as number, cast(null as varchar) as code
    from scores.purpose_absent as absent
    inner join literal
        on absent.indicator_id = literal.operand_id
        and literal.operand = 'indicator'
    inner join scores.purpose_applicable as applicable
        on absent.subject_no = applicable.subject_no
        and literal.edition_no = applicable.edition_no
),

held as (
    select distinct subject_no, edition_no, condition_id, disjunct, literal
    from known
    where
        case operator
            when 'is_known' then number is not null or code is not null
            when 'is_missing' then number is null and code is null
            when 'eq' then number = value_number or code = value_code
            when 'ne' then number <> value_number or code <> value_code
            when 'lt' then number < value_number
            when 'le' then number <= value_number
            when 'gt' then number > value_number
            when 'ge' then number >= value_number
        end
),

disjunct_held as (
    select subject_no, edition_no, condition_id, disjunct, count(*) as literal_count
    from held
    group by subject_no, edition_no, condition_id, disjunct
)

select distinct
    disjunct_held.subject_no,
    disjunct_held.edition_no,
    disjunct_held.condition_id
from disjunct_held
inner join needed
    on disjunct_held.edition_no = needed.edition_no
    and disjunct_held.condition_id = needed.condition_id
    and disjunct_held.disjunct = needed.disjunct
    and disjunct_held.literal_count = needed.literal_count

-- Conditions that hold on what is known of a subject, before anything is scored.
-- Key: as_of, subject_id, method, edition, condition_id.  An unknown value makes every comparison fail, also 'ne'.
with literal as (
    select
        scope.as_of,
        literal.method,
        literal.edition,
        literal.condition_id,
        literal.disjunct,
        literal.literal,
        literal.operand_id,
        literal.operator,
        literal.value_number,
        literal.value_code
    from rules.condition_literal as literal
    inner join scores.purpose_edition as scope
        on literal.method = scope.method
        and literal.edition = scope.edition
    where literal.operand = 'indicator'
),

needed as (
    select method, edition, condition_id, disjunct, count(distinct literal) as literal_count
    from rules.condition_literal
    group by method, edition, condition_id, disjunct
),

subject as (
    select distinct as_of, subject_id
    from scores.purpose_indicator
),

known as (
    select as_of, subject_id, indicator_id, indicator_value, value_code
    from scores.purpose_indicator
    where indicator_value is not null or value_code is not null
),

found as (
    select distinct
        fact.as_of,
        fact.subject_id,
        literal.method,
        literal.edition,
        literal.condition_id,
        literal.disjunct,
        literal.literal
    from known as fact
    inner join literal
        on fact.as_of = literal.as_of
        and fact.indicator_id = literal.operand_id
    where
        case literal.operator
            when 'is_known' then true
            when 'eq' then fact.indicator_value = literal.value_number or fact.value_code = literal.value_code
            when 'ne' then fact.indicator_value <> literal.value_number or fact.value_code <> literal.value_code
            when 'lt' then fact.indicator_value < literal.value_number
            when 'le' then fact.indicator_value <= literal.value_number
            when 'gt' then fact.indicator_value > literal.value_number
            when 'ge' then fact.indicator_value >= literal.value_number
        end
),

held as (
    select as_of, subject_id, method, edition, condition_id, disjunct, literal
    from found
    union
    -- What nobody told has no line, so it is missing by not being found.
    select
        subject.as_of,
        subject.subject_id,
        literal.method,
        literal.edition,
        literal.condition_id,
        literal.disjunct,
        literal.literal
    from subject
    inner join literal
        on subject.as_of = literal.as_of
        and literal.operator = 'is_missing'
    left join known
        on subject.as_of = known.as_of
        and subject.subject_id = known.subject_id
        and literal.operand_id = known.indicator_id
    where known.subject_id is null
),

disjunct_held as (
    select as_of, subject_id, method, edition, condition_id, disjunct, count(*) as literal_count
    from held
    group by as_of, subject_id, method, edition, condition_id, disjunct
)

select distinct
    disjunct_held.as_of,
    disjunct_held.subject_id,
    disjunct_held.method,
    disjunct_held.edition,
    disjunct_held.condition_id
from disjunct_held
inner join needed
    on disjunct_held.method = needed.method
    and disjunct_held.edition = needed.edition
    and disjunct_held.condition_id = needed.condition_id
    and disjunct_held.disjunct = needed.disjunct
    and disjunct_held.literal_count = needed.literal_count

-- What each determination that holds of a case rests on: the indicators that its condition reads, and the figures that those are made of.
-- Key: as_of, case_id, determination_id, indicator_id.
with read_indicator as (
    select method, edition, condition_id, operand_id as indicator_id, min(disjunct * 100 + literal) as position
    from rules.condition_literal
    where operand = 'indicator'
    group by method, edition, condition_id, operand_id
),

made_of as (
    select indicator_id, member_id, position
    from (values
        ('deaths_over_control_number', 'deaths_over_control_number', 1),
        ('deaths_over_control_number', 'death_count', 2),
        ('deaths_over_control_number', 'control_number_deaths', 3)
    ) as listed (indicator_id, member_id, position)
),

named as (
    select
        found.as_of,
        found.subject_id as case_id,
        found.method,
        found.edition,
        found.determination_id,
        coalesce(made_of.member_id, read_indicator.indicator_id) as indicator_id,
        min(read_indicator.position * 10 + coalesce(made_of.position, 0)) as position
    from scores.assessment_determination as found
    inner join read_indicator
        on found.method = read_indicator.method
        and found.edition = read_indicator.edition
        and found.determination_id = read_indicator.condition_id
    left join made_of
        on read_indicator.indicator_id = made_of.indicator_id
    group by found.as_of, found.subject_id, found.method, found.edition, found.determination_id, coalesce(made_of.member_id, read_indicator.indicator_id)
)

select
    named.as_of,
    named.case_id,
    named.method,
    named.edition,
    named.determination_id,
    named.position,
    named.indicator_id,
    fact.indicator_value,
    fact.value_code,
    fact.evidence_count
from named
left join scores.assessment_indicator as fact
    on named.as_of = fact.as_of
    and named.case_id = fact.subject_id
    and named.indicator_id = fact.indicator_id

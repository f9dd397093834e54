-- The bands and look-ups of the editions of this purpose in one form: a row is met by a value within its limits and by its code.
-- Key: item_no, rule_row, value_from.  Open ends are written out.
select
    indicator.item_no,
    indicator.edition_no,
    indicator.indicator_id,
    cast(coalesce(band.value_from, -999999999999) as decimal(18, 6)) as value_from,
    cast(coalesce(band.value_to, 999999999999) as decimal(18, 6)) as value_to,
    '' as code,
    band.points,
    band.clause,
    band.rule_row
from scores.purpose_indicator_rule as indicator
inner join rules.band as band
    on indicator.method = band.method
    and indicator.edition = band.edition
    and indicator.indicator_id = band.indicator_id
where indicator.rule_kind = 'bands'
union all
select
    indicator.item_no,
    indicator.edition_no,
    indicator.indicator_id,
    cast(-999999999999 as decimal(18, 6)) as value_from,
    cast(999999999999 as decimal(18, 6)) as value_to,
    lookup.code,
    lookup.points,
    lookup.clause,
    lookup.rule_row
from scores.purpose_indicator_rule as indicator
inner join rules.lookup as lookup
    on indicator.method = lookup.method
    and indicator.edition = lookup.edition
    and indicator.indicator_id = lookup.indicator_id
where indicator.rule_kind = 'lookup'

-- Each chemical of an installation with its threshold Q and factor β, and where they were found (GB 18218-2018, tables 1 to 4).
-- Key: installation_id, cas_no.  Table 1 goes before Table 2, Table 3 before Table 4; what no table names is 'no_rule'.
with edition as (
    select edition.method, edition.edition
    from rules.edition as edition
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and edition.effective_from <= evaluation.as_of
        and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
    where edition.purpose = 'installation_grade'
),

value as (
    select lookup.indicator_id, lookup.code, lookup.points, lookup.rule_row, lookup.clause
    from rules.lookup as lookup
    inner join edition
        on lookup.method = edition.method
        and lookup.edition = edition.edition
)

select
    chemical.installation_id,
    chemical.cas_no,
    chemical.chemical_name,
    chemical.hazard_class,
    chemical.quantity_t,
    coalesce(named_q.points, cas_q.points, class_q.points) as threshold_t,
    coalesce(named_q.rule_row, cas_q.rule_row, class_q.rule_row) as threshold_rule_row,
    coalesce(named_q.clause, cas_q.clause, class_q.clause) as threshold_clause,
    coalesce(cas_beta.points, class_beta.points, named_beta.points, inferred_beta.points) as beta,
    coalesce(cas_beta.rule_row, class_beta.rule_row, named_beta.rule_row, inferred_beta.rule_row) as beta_rule_row,
    case
        when coalesce(named_q.points, cas_q.points, class_q.points) is null then 'no_rule'
        when coalesce(cas_beta.points, class_beta.points, named_beta.points, inferred_beta.points) is null then 'no_rule'
        else 'scored'
    end as status,
    chemical.source,
    chemical.file,
    chemical.row_number
from staging.installation_chemical as chemical
left join value as named_q on named_q.indicator_id = 'threshold_t' and chemical.hazard_class = named_q.code
left join value as cas_q on cas_q.indicator_id = 'threshold_t' and chemical.cas_no = cas_q.code
left join value as class_q on class_q.indicator_id = 'class_threshold_t' and chemical.hazard_class = class_q.code
left join value as cas_beta on cas_beta.indicator_id = 'beta' and chemical.cas_no = cas_beta.code
left join value as class_beta on class_beta.indicator_id = 'class_beta' and chemical.hazard_class = class_beta.code
left join value as named_beta on named_beta.indicator_id = 'named_beta' and chemical.hazard_class = named_beta.code
left join value as inferred_beta on inferred_beta.indicator_id = 'named_beta' and chemical.cas_no = inferred_beta.code

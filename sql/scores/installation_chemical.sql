-- Each chemical of an installation with its threshold Q and factor β, and where they were found (GB 18218-2018, tables 1 to 4).
-- Key: installation_id, cas_no.  Table 1 goes before Table 2, Table 3 before Table 4; of several classes the lowest Q counts (4.1.2 b); what no table names is 'no_rule'.
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
    select lookup.indicator_id, lookup.code, lookup.under_code, lookup.points, lookup.rule_row, lookup.clause
    from rules.lookup as lookup
    inner join edition
        on lookup.method = edition.method
        and lookup.edition = edition.edition
),

parted as (
    -- A cell may name several classes; whatever parts them becomes one mark.
    select
        hazard_class,
        replace(
            replace(
                replace(replace(replace(replace(replace(upper(hazard_class), '；', ';'), '、', ';'), '，', ';'), ',', ';'), '/', ';'),
                '／', ';'
            ),
            ' ', ';'
        ) as symbols
    from (select distinct hazard_class from staging.installation_chemical where hazard_class is not null) as written
),

spelled as (
    -- ;W5.1;;W5.3; : every symbol between two marks of its own.
    select
        hazard_class,
        concat(';', replace(trim(both ';' from replace(replace(replace(replace(symbols, '　', ';'), ';;', ';'), ';;', ';'), ';;', ';')), ';', ';;'), ';') as symbols
    from parted
),

class as (
    select
        spelled.hazard_class,
        spelled.symbols,
        concat(';', upper(class_q.code), ';') as symbol,
        class_q.points,
        class_q.rule_row,
        class_q.clause,
        class_beta.points as beta,
        class_beta.rule_row as beta_rule_row,
        row_number() over (
            partition by spelled.hazard_class order by class_q.points, class_beta.points desc, class_q.code
        ) as strictest,
        row_number() over (
            partition by spelled.hazard_class order by class_beta.points desc, class_q.points, class_q.code
        ) as heaviest
    from spelled
    inner join value as class_q
        on class_q.indicator_id = 'class_threshold_t'
        and spelled.symbols like concat('%;', upper(class_q.code), ';%')
    left join value as class_beta
        on class_beta.indicator_id = 'class_beta'
        and class_q.code = class_beta.code
),

matched as (
    -- A symbol that no row has is another hazard, perhaps of a lower Q: then nothing is said. Of more than six likewise.
    select
        hazard_class,
        symbols,
        coalesce(max(case when strictest = 1 then symbol end), ';;;') as one,
        coalesce(max(case when strictest = 2 then symbol end), ';;;') as two,
        coalesce(max(case when strictest = 3 then symbol end), ';;;') as three,
        coalesce(max(case when strictest = 4 then symbol end), ';;;') as four,
        coalesce(max(case when strictest = 5 then symbol end), ';;;') as five,
        coalesce(max(case when strictest = 6 then symbol end), ';;;') as six
    from class
    group by hazard_class, symbols
),

whole as (
    select hazard_class
    from matched
    where replace(replace(replace(replace(replace(replace(symbols, one, ''), two, ''), three, ''), four, ''), five, ''), six, '') = ''
),

named as (
    -- A name code chooses among the rows of its own CAS number, or stands for a row that has none; it overrules no other number.
    select
        spelled.hazard_class,
        named_q.under_code,
        named_q.points,
        named_q.rule_row,
        named_q.clause,
        named_beta.points as beta,
        named_beta.rule_row as beta_rule_row,
        row_number() over (
            partition by spelled.hazard_class, named_q.under_code order by named_q.points, named_beta.points desc, named_q.code
        ) as strictest
    from spelled
    inner join value as named_q
        on named_q.indicator_id = 'threshold_t'
        and named_q.under_code is not null
        and spelled.symbols like concat('%;', upper(named_q.code), ';%')
    left join value as named_beta
        on named_beta.indicator_id = 'named_beta'
        and named_q.code = named_beta.code
),

found as (
    select
        chemical.installation_id,
        chemical.cas_no,
        chemical.chemical_name,
        chemical.hazard_class,
        chemical.quantity_t,
        chemical.source,
        chemical.file,
        chemical.row_number,
        coalesce(named.points, cas_q.points) as listed_q,
        coalesce(named.rule_row, cas_q.rule_row) as listed_rule_row,
        coalesce(named.clause, cas_q.clause) as listed_clause,
        case when whole.hazard_class is not null then class_q.points end as class_q,
        class_q.rule_row as class_rule_row,
        class_q.clause as class_clause,
        cas_beta.points as cas_beta,
        cas_beta.rule_row as cas_beta_rule_row,
        class_q.beta as class_beta,
        class_q.beta_rule_row as class_beta_rule_row,
        heaviest.beta as heaviest_beta,
        heaviest.beta_rule_row as heaviest_beta_rule_row,
        coalesce(named.beta, inferred_beta.points) as named_beta,
        coalesce(named.beta_rule_row, inferred_beta.rule_row) as named_beta_rule_row
    from staging.installation_chemical as chemical
    left join value as cas_q
        on cas_q.indicator_id = 'threshold_t' and cas_q.under_code is null and chemical.cas_no = cas_q.code
    left join named
        on chemical.hazard_class = named.hazard_class
        and named.strictest = 1
        and named.under_code = case when cas_q.code is null then 'unlisted' else chemical.cas_no end
    left join class as class_q on chemical.hazard_class = class_q.hazard_class and class_q.strictest = 1
    left join whole on chemical.hazard_class = whole.hazard_class
    left join class as heaviest on chemical.hazard_class = heaviest.hazard_class and heaviest.heaviest = 1
    left join value as cas_beta on cas_beta.indicator_id = 'beta' and chemical.cas_no = cas_beta.code
    left join value as inferred_beta
        on inferred_beta.indicator_id = 'named_beta' and inferred_beta.under_code is null and chemical.cas_no = inferred_beta.code
),

weighed as (
    -- β where Table 1 gives Q: Table 3, else the largest of the classes given; where a class gives Q: that class's.
    select
        installation_id,
        cas_no,
        chemical_name,
        hazard_class,
        quantity_t,
        coalesce(listed_q, class_q) as threshold_t,
        case when listed_q is not null then listed_rule_row when class_q is not null then class_rule_row end as threshold_rule_row,
        case when listed_q is not null then listed_clause when class_q is not null then class_clause end as threshold_clause,
        case
            when cas_beta is not null then cas_beta
            when listed_q is not null then coalesce(heaviest_beta, named_beta)
            when class_q is not null then class_beta
        end as beta,
        case
            when cas_beta is not null then cas_beta_rule_row
            when listed_q is not null then coalesce(heaviest_beta_rule_row, named_beta_rule_row)
            when class_q is not null then class_beta_rule_row
        end as beta_rule_row,
        source,
        file,
        row_number
    from found
)

select
    installation_id,
    cas_no,
    chemical_name,
    hazard_class,
    quantity_t,
    threshold_t,
    threshold_rule_row,
    threshold_clause,
    beta,
    beta_rule_row,
    case when threshold_t is null or beta is null then 'no_rule' else 'scored' end as status,
    source,
    file,
    row_number
from weighed

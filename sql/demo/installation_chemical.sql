-- One to three chemicals an installation, from a tenth of the critical quantity to dozens of times. Key: sort_no.
select
    installation.sort_no * 10 + step.number as sort_no,
    installation.sort_no as installation_no,
    installation.installation_id,
    chemical.cas_no,
    chemical.chemical_name,
    chemical.hazard_class,
    cast(
        greatest(
            chemical.critical_t * one_of('quantity', installation.sort_no, step.number, [10, 20, 40, 60, 80, 120, 150, 200, 300, 500, 900, 2400])
            * (80 + below('quantity step', installation.sort_no, step.number, 41)) / 10000, 0.01
        ) as decimal(18, 2)
    ) as quantity_t,
    chemical.critical_t,
    chemical.beta
from (
    select
        enterprise.enterprise_no * 10 + step.number as sort_no,
        'WXY' || enterprise.tag || '-' || step.number as installation_id
    from demo.enterprise as enterprise
    cross join range(1, 6) as step (number)
    where step.number <= enterprise.installation_count
) as installation
cross join range(1, 4) as step (number)
inner join demo.chemical as chemical
    on (below('first chemical', installation.sort_no, 0, 2400) + 7 * step.number) % chemical.places = chemical.place
where step.number <= 1 + below('chemicals', installation.sort_no, 0, 3)

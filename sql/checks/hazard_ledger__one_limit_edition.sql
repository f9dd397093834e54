-- the rule keeper acts: two packs limit hazards on one day, so each hazard would stand twice; keep one method with purpose hazard_limit
select evaluation.as_of, count(*) as edition_count, min(edition.method) as one, max(edition.method) as other
from rules.edition as edition
inner join staging.evaluation as evaluation
    on edition.effective_from <= evaluation.as_of
    and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
where edition.purpose = 'hazard_limit' and edition.is_selected
group by evaluation.as_of
having count(*) > 1

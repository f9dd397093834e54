-- the rule keeper acts: two packs limit hazards on one day, so each hazard would stand twice; keep one method with purpose hazard_limit
-- 规则维护者处理：同日有两个规则包规定隐患时限，每项隐患会重复出现；用途为 hazard_limit 的方法只留一个
select evaluation.as_of, count(*) as edition_count, min(edition.method) as one, max(edition.method) as other
from rules.edition as edition
inner join staging.evaluation as evaluation
    on edition.effective_from <= evaluation.as_of
    and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
where edition.purpose = 'hazard_limit' and edition.is_selected
group by evaluation.as_of
having count(*) > 1

-- the rule keeper acts: each region and department must be judged by exactly one edition; add or narrow an edition's applies
-- 规则维护者处理：每个地区和部门必须恰由一个版本考核；请增加版本，或收窄某个版本的适用范围
-- A day before the first edition of the purpose judges nobody, and its marts are empty; that is no fault.
select subject_id, edition_count, first_edition, last_edition
from scores.assessment_unmatched
where exists (select 1 from scores.assessment_edition)

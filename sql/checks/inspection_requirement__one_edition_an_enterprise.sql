-- the rule keeper acts: two editions say how often one enterprise is to be visited; narrow an edition's applies, or keep one method
-- 规则维护者处理：两个版本规定同一家企业的检查频次；请收窄某个版本的适用范围，或只留一个方法
select subject_id, edition_count, first_edition, last_edition
from scores.inspection_requirement_unmatched
where edition_count > 1

-- the rule keeper acts: two editions price one policy; narrow an edition's applies, or choose one method of a family
-- 规则维护者处理：两个版本为同一份保单定费；请收窄某个版本的适用范围，或把两者归入同一类并选用其一
select subject_id, edition_count, first_edition, last_edition
from scores.premium_unmatched
where edition_count > 1

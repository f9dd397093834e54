-- the rule keeper acts: each enterprise that is not closed must be judged by exactly one edition; add or narrow an edition's applies
-- 规则维护者处理：每家未关闭的企业必须恰由一个版本定级；请增加版本，或收窄某个版本的适用范围
select subject_id, edition_count, first_edition, last_edition
from scores.enterprise_level_unmatched

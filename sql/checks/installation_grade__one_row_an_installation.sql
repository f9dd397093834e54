-- the rule keeper acts: two packs grade one installation; keep one method with purpose installation_grade
-- 规则维护者处理：两个规则包给同一装置分级；用途为 installation_grade 的方法只留一个
select installation_id, count(*) as row_count, min(method) as one, max(method) as other
from scores.installation_grade
group by installation_id
having count(*) > 1

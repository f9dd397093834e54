-- the rule keeper acts: two packs grade one accident; keep one method with purpose accident_grade
-- 规则维护者处理：两个规则包给同一起事故定级；用途为 accident_grade 的方法只留一个
select accident_id, count(*) as row_count, min(method) as one, max(method) as other
from scores.accident_grade
group by accident_id
having count(*) > 1

-- the rule keeper acts: two packs grade one accident; keep one method with purpose accident_grade
select accident_id, count(*) as row_count, min(method) as one, max(method) as other
from scores.accident_grade
group by accident_id
having count(*) > 1

-- the rule keeper acts: two packs grade one installation; keep one method with purpose installation_grade
select installation_id, count(*) as row_count, min(method) as one, max(method) as other
from scores.installation_grade
group by installation_id
having count(*) > 1

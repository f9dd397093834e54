-- Direct determinations that disagree about a subject: an error that names both.
-- Key: as_of, subject_id.
select
    as_of,
    subject_id,
    method,
    edition,
    min(concat(determination_id, ' says ', level)) as one,
    max(concat(determination_id, ' says ', level)) as other
from scores.purpose_determination
where kind = 'is'
group by as_of, subject_id, method, edition
having count(distinct level) > 1

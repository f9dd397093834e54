-- The enterprises that a subject of assessment answers for, as they stand on the day of the run.
-- Key: subject_type, subject_id, enterprise_id.  A department answers for the enterprises that name it, and for no others.
select
    subject.subject_type,
    subject.subject_id,
    enterprise.enterprise_id
from facts.assessment_subject as subject
inner join facts.region_enterprise as placed
    on subject.subject_id = placed.region_code
inner join facts.enterprise as enterprise
    on placed.enterprise_id = enterprise.enterprise_id
    and enterprise.is_current
where subject.subject_type = 'region'
union all
select
    subject.subject_type,
    subject.subject_id,
    enterprise.enterprise_id
from facts.assessment_subject as subject
inner join facts.enterprise as enterprise
    on subject.subject_id = enterprise.department_code
    and enterprise.is_current
where subject.subject_type = 'department'

-- view
-- Points of each subject by indicator, with the subject's own id: what explains a score.
-- Key: as_of, subject_id, method, edition, indicator_id.
select
    scored.as_of,
    subject.subject_id,
    scored.method,
    scored.edition,
    scored.part_id,
    scored.indicator_id,
    scored.indicator_value,
    scored.value_code,
    scored.points,
    scored.max_points,
    scored.status,
    scored.clause,
    scored.rule_row,
    scored.evidence_count,
    scored.edition_no,
    scored.part_no,
    scored.factor_place,
    scored.weight,
    scored.is_required,
    scored.points_range,
    scored.subject_no
from scores.purpose_scored as scored
inner join scores.purpose_subject as subject
    on scored.subject_no = subject.subject_no

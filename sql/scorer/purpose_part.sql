-- view
-- Sub-scores with the subject's own id and the names of the part: what explains a score.
-- Key: as_of, subject_id, method, edition, part_id.
with part as (
    select edition_no, method, edition, part_id, part_no, sum(points_range) as points_range
    from scores.purpose_indicator_rule
    group by edition_no, method, edition, part_id, part_no
)

select
    subject.as_of,
    subject.subject_id,
    part.method,
    part.edition,
    part.part_id,
    gained.points,
    gained.band,
    gained.edition_no,
    gained.item_count,
    part.points_range,
    gained.missing_range,
    gained.is_required_missing,
    gained.has_no_rule,
    gained.points_sum,
    gained.subject_no
from scores.purpose_part_points as gained
inner join part
    on gained.part_no = part.part_no
inner join scores.purpose_subject as subject
    on gained.subject_no = subject.subject_no

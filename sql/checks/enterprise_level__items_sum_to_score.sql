-- the developer acts: where an edition adds its items, their points must sum to the score, to the rounding that the edition names
-- 开发者处理：版本按各项相加计分时，各项得分之和必须等于总分，精确到版本规定的位数
with plain_edition as (
    -- Editions that only add: no base, floor or cap comes between the items and the score.
    select edition.method, edition.edition
    from rules.edition as edition
    inner join rules.part as part
        on edition.method = part.method
        and edition.edition = part.edition
    where edition.purpose = 'enterprise_level' and edition.total_kind in ('sum', 'matrix') and coalesce(edition.base_points, 0) = 0
    group by edition.method, edition.edition
    having max(case when part.aggregate <> 'sum' or coalesce(part.base_points, 0) <> 0 then 1 else 0 end) = 0
),

added as (
    select part.as_of, part.subject_id, part.method, part.edition, sum(part.points_sum) as points_sum, sum(part.points) as part_sum
    from scores.enterprise_level_part as part
    inner join plain_edition
        on part.method = plain_edition.method
        and part.edition = plain_edition.edition
    inner join staging.evaluation as evaluation
        on part.as_of = evaluation.as_of
        and evaluation.is_current
    group by part.as_of, part.subject_id, part.method, part.edition
)

select level.enterprise_id, level.score, added.points_sum
from marts.enterprise_level as level
inner join added
    on level.enterprise_id = added.subject_id
    and level.method = added.method
    and level.edition = added.edition
inner join rules.edition as edition
    on level.method = edition.method
    and level.edition = edition.edition
where
    level.score is not null
    and added.points_sum >= coalesce(edition.floor_points, added.points_sum)
    and added.points_sum <= coalesce(edition.cap_points, added.points_sum)
    and added.points_sum = added.part_sum
    and abs(level.score - added.points_sum) > 0.005

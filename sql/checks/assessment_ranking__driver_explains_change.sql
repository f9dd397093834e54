-- the developer acts: what drove a change of score must itself have changed in that direction
-- 开发者处理：分数变化的主因须与分数同向变化
select subject_type, subject_id, score_change, driver_indicator_id, driver_points_change
from marts.assessment_ranking
where
    (driver_points_change > 0 and score_change <= 0)
    or (driver_points_change < 0 and score_change >= 0)
    or (driver_indicator_id is null and score_change <> 0)

-- the developer acts: a rank must lie within its own 90 % interval
-- 开发者处理：名次须在其 90% 区间之内
select subject_type, subject_id, rank, rank_low, rank_high
from marts.assessment_ranking
where rank < rank_low or rank > rank_high

-- the developer acts: a rank must lie within its own 90 % interval
select subject_type, subject_id, rank, rank_low, rank_high
from marts.assessment_ranking
where rank < rank_low or rank > rank_high

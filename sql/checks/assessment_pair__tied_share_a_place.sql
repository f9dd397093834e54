-- the developer acts: who cannot be told apart at 0.9 must share at least one place of the 90 % intervals, and only they are named as tied
-- 开发者处理：以 0.9 的把握分不出先后的两个对象，90% 区间须至少有一个共同名次，且只有它们记为并列
-- A pack that asks for more certainty may tie subjects whose intervals do not meet.
select pair.subject_type, pair.subject_id, pair.other_id, pair.above_fraction, one.rank_low, one.rank_high, other.rank_low as other_low, other.rank_high as other_high
from marts.assessment_pair as pair
inner join marts.assessment_ranking as one
    on pair.subject_type = one.subject_type
    and pair.subject_id = one.subject_id
inner join marts.assessment_ranking as other
    on pair.subject_type = other.subject_type
    and pair.other_id = other.subject_id
where
    (
        pair.above_fraction > 0.1
        and pair.above_fraction < 0.9
        and (one.rank_low > other.rank_high or other.rank_low > one.rank_high)
    )
    or (pair.relation = 'tied') <> (concat(',', one.tied_with, ',') like concat('%,', pair.other_id, ',%'))

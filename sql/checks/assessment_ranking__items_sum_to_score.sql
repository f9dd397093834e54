-- the developer acts: the points of the items, held between the edition's floor and cap, must be the score
-- 开发者处理：各项得分之和在版本的下限与上限之间取值后，必须等于得分
with summed as (
    select subject_type, subject_id, method, edition, sum(points) as item_points
    from marts.assessment_score_item
    group by subject_type, subject_id, method, edition
)

select ranking.subject_type, ranking.subject_id, ranking.score, summed.item_points
from marts.assessment_ranking as ranking
inner join summed
    on ranking.subject_type = summed.subject_type
    and ranking.subject_id = summed.subject_id
inner join rules.edition as edition
    on ranking.method = edition.method
    and ranking.edition = edition.edition
where
    ranking.score is not null
    and edition.total_kind = 'sum'
    and abs(
        ranking.score - case
            when summed.item_points < edition.floor_points then edition.floor_points
            when summed.item_points > edition.cap_points then edition.cap_points
            else summed.item_points
        end
    ) > 0.01
    and 0 = (
        select count(*)
        from rules.part as part
        where part.method = ranking.method and part.edition = ranking.edition
            and (part.aggregate <> 'sum' or part.base_points <> 0 or part.floor_points is not null or part.cap_points is not null)
    )

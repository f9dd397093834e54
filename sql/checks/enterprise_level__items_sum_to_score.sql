-- the developer acts: where an edition adds its items, their points must sum to the score (to the rounding that the edition names)
select level.enterprise_id, max(level.score) as score, sum(item.points) as item_sum
from marts.enterprise_level as level
inner join marts.enterprise_level_item as item
    on level.enterprise_id = item.enterprise_id
inner join rules.edition as edition
    on level.method = edition.method
    and level.edition = edition.edition
where
    level.score is not null
    and edition.total_kind in ('sum', 'matrix')
    and item.part_id in (
        select part.part_id
        from rules.part as part
        where part.method = level.method and part.edition = level.edition
            and part.aggregate = 'sum' and part.base_points is null and part.floor_points is null and part.cap_points is null
    )
    and 0 = (
        select count(*)
        from rules.part as part
        where part.method = level.method and part.edition = level.edition
            and (part.aggregate <> 'sum' or part.base_points is not null)
    )
group by level.enterprise_id
having abs(max(level.score) - sum(item.points)) > 0.01

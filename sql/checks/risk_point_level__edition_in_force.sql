-- the rule keeper acts: no edition of the method that grades these risk points is in force on the day; add the one that was, or choose another under methods in sise.yaml
-- 规则维护者处理：当日没有有效的版本给这些风险点分级；请补上当时有效的版本，或在 sise.yaml 的 methods 中另选
select graded.family, evaluation.as_of, count(*) as risk_point_count
from scores.risk_point_level as graded
inner join staging.evaluation as evaluation
    on evaluation.is_current
where graded.family <> 'direct' and graded.edition is null
group by graded.family, evaluation.as_of

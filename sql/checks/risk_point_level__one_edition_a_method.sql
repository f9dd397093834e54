-- the rule keeper acts: two selected editions grade one family of risk points on one day; choose one variant in sise.yaml
-- 规则维护者处理：同日有两个已选版本给同一族方法的风险点分级；请在 sise.yaml 中选定一个变体
select family, l, e, c, s, m, count(*) as edition_count
from scores.risk_point_combination
group by family, l, e, c, s, m
having count(*) > 1

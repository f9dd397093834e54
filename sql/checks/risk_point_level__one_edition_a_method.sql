-- the rule keeper acts: two selected editions grade one family of risk points on one day; choose one variant in sise.yaml
select family, l, e, c, s, m, count(*) as edition_count
from scores.risk_point_combination
group by family, l, e, c, s, m
having count(*) > 1

-- the insurer acts: floor, cap and swing limits together leave no room for the target of this book
-- 保险机构处理：下限、上限与年度浮动限度合起来，使本账册无法达到目标
-- severity: warning
select insurer_id, mean_coefficient
from marts.premium_book
where not is_target_feasible

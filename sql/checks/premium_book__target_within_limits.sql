-- the insurer acts: floor, cap and swing limits together leave no room for the target of this book
-- severity: warning
select insurer_id, mean_coefficient
from marts.premium_book
where not is_target_feasible

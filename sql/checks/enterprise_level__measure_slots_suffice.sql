-- the developer acts: the wide table of measures has sixteen places; add columns to scores.enterprise_level_measure, enterprise_state and enterprise_level_indicator
select as_of, indicator_id, slot
from scores.enterprise_level_measure_slot
where slot > 16

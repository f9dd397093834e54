-- What the plan reaches and the most that any plan could, by department; '*' is the whole city.
-- Key: department_code.  Statutory is the first tier; is_draw_kept false: less is drawn, as statutory visits need the person-days.
select
    as_of,
    department_code,
    statutory_value,
    statutory_bound,
    statutory_gap,
    harm_value,
    harm_bound,
    harm_gap,
    is_draw_kept,
    seed,
    share,
    draw_asked,
    draw_made
from scores.plan_bound
where is_current

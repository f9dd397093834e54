-- The register of the random draw: everyone who could be drawn, by month and department in the order of the draw.
-- Key: month, department_code, draw_number.  draw_number is SHA-256 of seed|enterprise_id|YYYY-MM, so anyone with the seed can repeat it.
select
    as_of,
    month,
    department_code,
    draw_number,
    enterprise_id,
    is_drawn,
    stratum,
    place
from scores.plan_draw
where is_current

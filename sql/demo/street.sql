-- Streets and towns, 9 digits: those of Karamay as published, six invented ones for each invented county. Key: region_code.
with karamay as (
    select *
    from (values
        ('650202', 1, '金山路街道'), ('650202', 2, '西宁路街道'), ('650202', 3, '新北区街道'),
        ('650203', 1, '天山路街道'), ('650203', 2, '胜利路街道'), ('650203', 3, '昆仑路街道'),
        ('650203', 4, '银河路街道'), ('650203', 6, '五五新镇街道'), ('650203', 7, '迎宾街道'),
        ('650203', 8, '古海街道'), ('650203', 200, '小拐乡'),
        ('650204', 1, '中兴路街道'), ('650204', 2, '三平路街道'), ('650204', 3, '金龙镇街道'),
        ('650205', 1, '柳树街街道'), ('650205', 100, '乌尔禾镇')
    ) as street (county_code, number, region_name)
),

every as (
    select county_code, number, region_name from karamay
    union all
    select
        county.region_code,
        cast(step.number as integer),
        county.region_name || '第' || step.number || '街道'
    from demo.county as county
    cross join range(1, 7) as step (number)
    where county.county_no > 4
)

select
    every.county_code || numbered(every.number, 3) as region_code,
    every.region_name,
    every.county_code as parent_region_code,
    county.county_no,
    row_number() over (partition by every.county_code order by every.number) - 1 as street_place,
    count(*) over (partition by every.county_code) as street_count,
    county.population // count(*) over (partition by every.county_code) as population
from every
inner join demo.county as county on every.county_code = county.region_code

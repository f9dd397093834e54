-- Districts of Karamay (GB/T 2260) and, for a synthetic province, invented prefectures 6560… with eight counties each.
-- Key: region_code. Population and product are invented, in the order of size of such places.
with karamay as (
    select *
    from (values
        (1, '650203', '克拉玛依区', 84.87, 45.60, 55, 310000, 61000000000),
        (2, '650204', '白碱滩区', 85.13, 45.69, 20, 70000, 19000000000),
        (3, '650202', '独山子区', 84.89, 44.33, 18, 85000, 32000000000),
        (4, '650205', '乌尔禾区', 85.69, 46.09, 7, 14000, 2100000000)
    ) as district (county_no, region_code, region_name, longitude, latitude, weight, population, gdp_cny)
),

invented as (
    select
        5 + prefecture * 8 + county as county_no,
        '65' || numbered(60 + prefecture, 2) || numbered(1 + county, 2) as region_code,
        '模拟县' || numbered(1 + prefecture, 2) || numbered(1 + county, 2) as region_name,
        cast(76 + (prefecture % 7) * 2.4 + (county % 4) * 0.6 as decimal(9, 4)) as longitude,
        cast(36.5 + (prefecture // 7) * 1.8 + (county // 4) * 0.6 as decimal(9, 4)) as latitude,
        8 + below('county weight', prefecture, county, 22) as weight,
        20000 + 1000 * below('county people', prefecture, county, 400) as population,
        cast(1000000000 as bigint) + cast(10000000 as bigint) * below('county product', prefecture, county, 2500) as gdp_cny
    from range(prefectures()) as a (prefecture), range(8) as b (county)
)

select
    county_no,
    region_code,
    region_name,
    left(region_code, 4) || '00' as parent_region_code,
    longitude,
    latitude,
    weight,
    population,
    gdp_cny
from karamay
union all
select
    county_no,
    region_code,
    region_name,
    left(region_code, 4) || '00' as parent_region_code,
    longitude,
    latitude,
    weight,
    population,
    gdp_cny
from invented

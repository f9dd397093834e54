-- Every enterprise with its contract columns, and behind them what no file shows: latent_hazard and latent_conduct (0 to 999, high is bad),
-- from which hazards, delay, accidents and claims follow monotonically. Key: enterprise_no.
with county_slot as (
    select
        row_number() over (order by county.county_no, step.number) - 1 as slot,
        county.county_no,
        county.region_code,
        county.region_name,
        county.longitude,
        county.latitude
    from demo.county as county
    cross join range(100) as step (number)
    where step.number < county.weight
),

sector_slot as (
    select
        sector.*,
        sector.share_from + step.number as slot
    from demo.sector as sector
    cross join range(1000) as step (number)
    where step.number < sector.share
),

drawn as (
    select
        range as enterprise_no,
        below('county', range, 0, (select sum(weight) from demo.county)) as county_slot,
        below('sector', range, 0, 1000) as sector_slot,
        below('size', range, 0, 100) as size_draw,
        below('trade', range, 0, (select count(*) from demo.trade_name)) as trade_place
    from range(enterprises())
),

placed as (
    select
        drawn.enterprise_no,
        county.county_no,
        county.region_code,
        case county.region_code
            when '650203' then one_of('place', enterprise_no, 0, ['克拉玛依市', '克拉玛依', '新疆克拉玛依'])
            else one_of('place', enterprise_no, 0, [county.region_name, replace(county.region_name, '区', '')])
        end as place,
        county.longitude,
        county.latitude,
        trade.trade_name,
        sector.regulated_sector,
        sector.hazard,
        sector.office,
        sector.is_insured,
        sector.installation_permille,
        one_of('industry', enterprise_no, 0, sector.industry_codes) as industry_code,
        one_of('business', enterprise_no, 0, sector.businesses) as business,
        case
            when size_draw < 42 then 0 when size_draw < 76 then 1 when size_draw < 92 then 2 when size_draw < 98 then 3 else 4
        end as size_class,
        chance('pilot', enterprise_no, 0, 180) as is_pilot
    from drawn
    inner join county_slot as county on drawn.county_slot = county.slot
    inner join sector_slot as sector on drawn.sector_slot = sector.slot
    inner join demo.trade_name as trade on drawn.trade_place = trade.place
),

trait as (
    select
        *,
        case size_class
            when 0 then 3 + below('staff', enterprise_no, 0, 17)
            when 1 then 20 + below('staff', enterprise_no, 0, 80)
            when 2 then 100 + below('staff', enterprise_no, 0, 200)
            when 3 then 300 + below('staff', enterprise_no, 0, 700)
            else 1000 + below('staff', enterprise_no, 0, 3000)
        end as employee_count,
        held(hazard * 65 // 100 + size_class * 45 + below('latent hazard', enterprise_no, 0, 400) - 80, 0, 999) as latent_hazard,
        held(
            below('conduct one', enterprise_no, 0, 480) + below('conduct two', enterprise_no, 0, 480) + 20
            + case when chance('offender', enterprise_no, 0, 80) then 320 else 0 end
            - case when is_pilot then 90 else 0 end + below('county conduct', county_no, 0, 120) - 60,
            0, 999
        ) as latent_conduct,
        chance('silent', enterprise_no, 0, 40) as is_silent
    from placed
)

select
    enterprise_no as sort_no,
    enterprise_no,
    numbered(enterprise_no + 1, 7) as tag,
    credit_code(code_body || organisation_check(10 + enterprise_no // 1000000, right(code_body, 6))) as enterprise_id,
    place || trade_name || business || case
        when business in ('煤矿', '加油站') then ''
        when size_class = 0 and regulated_sector in ('industry_trade', 'mine', 'metal_smelting', 'chemical')
            then one_of('form', enterprise_no, 0, ['有限公司', '厂', '有限责任公司'])
        when size_class = 0 then one_of('form', enterprise_no, 0, ['有限公司', '经营部', '有限责任公司'])
        when size_class < 3 then one_of('form', enterprise_no, 0, ['有限公司', '有限责任公司'])
        else one_of('form', enterprise_no, 0, ['有限责任公司', '股份有限公司', '集团有限公司'])
    end as enterprise_name,
    trait.region_code,
    case
        when not chance('no grid', enterprise_no, 0, 30)
            then (
                street.region_code || 'G' || numbered(1 + below('grid', enterprise_no, 0, 6), 2)
            )
    end as grid_id,
    trait.region_code || office as department_code,
    industry_code,
    regulated_sector,
    employee_count,
    cast(longitude + (below('longitude', enterprise_no, 0, 2000) - 1000) / cast(10000 as decimal(9, 0)) as decimal(9, 5)) as longitude,
    cast(latitude + (below('latitude', enterprise_no, 0, 1600) - 800) / cast(10000 as decimal(9, 0)) as decimal(9, 5)) as latitude,
    case
        when below('operating', enterprise_no, 0, 1000) < 920 then 'operating'
        when below('operating', enterprise_no, 0, 1000) < 955 then 'suspended'
        when below('operating', enterprise_no, 0, 1000) < 980 then 'closed'
        else 'under_construction'
    end as operating_status,
    standardization_grade,
    case
        when standardization_grade in ('1', '2', '3')
            then as_of() + cast(below('standard until', enterprise_no, 0, 1080) - 120 as integer)
    end as standardization_valid_until,
    regulated_sector = 'chemical' and chance('park', enterprise_no, 0, 600) as in_chemical_park,
    is_pilot,
    as_of() - cast(1000 + below('established', enterprise_no, 0, 9000) as integer) as established_on,
    latent_hazard,
    latent_conduct,
    is_silent,
    size_class,
    trait.county_no,
    is_insured,
    person('officer one', enterprise_no, 0) as officer_one,
    person('officer two', enterprise_no, 0) as officer_two,
    person('officer three', enterprise_no, 0) as officer_three,
    case
        when is_silent then 0
        else 6 + size_class * 5 + latent_hazard // 65 + below('risk points', enterprise_no, 0, 10)
    end as risk_point_count,
    case
        when is_silent then below('hazards', enterprise_no, 0, 2)
        else 5 + size_class * 4 + (latent_hazard + latent_conduct) // 48 + below('hazards', enterprise_no, 0, 12)
    end as hazard_count,
    case
        when chance('never inspected', enterprise_no, 0, 60) then 0
        else 1 + latent_hazard // 350 + below('inspections', enterprise_no, 0, 4)
    end as inspection_count,
    case
        when chance('installation', enterprise_no, 0, installation_permille)
            then 1 + size_class // 2 + below('installations', enterprise_no, 0, 2)
        else 0
    end as installation_count
from (
    select
        trait.*,
        registration_body(region_code, enterprise_no) as code_body,
        case
            when below('standard', enterprise_no, 0, 1000) + latent_conduct // 4 - size_class * 40 < 120 then '1'
            when below('standard', enterprise_no, 0, 1000) + latent_conduct // 4 - size_class * 60 < 300 then '2'
            when below('standard', enterprise_no, 0, 1000) + latent_conduct // 4 - size_class * 60 < 720 then '3'
            when not chance('standard unknown', enterprise_no, 0, 60) then 'none'
        end as standardization_grade
    from trait
) as trait
inner join demo.street as street
    on trait.county_no = street.county_no
    and below('street', enterprise_no, 0, 1000000) % street.street_count = street.street_place

-- Installations with the grade their owner claims: R = α Σ β q/Q (GB 18218-2018, 4.3); one in sixteen claims one grade too low. Key: sort_no.
with ratio as (
    select
        installation_no,
        installation_id,
        sum(cast(quantity_t / critical_t as decimal(18, 4))) as s_ratio,
        sum(cast(beta * quantity_t / critical_t as decimal(18, 4))) as beta_ratio
    from demo.installation_chemical
    group by installation_no, installation_id
),

exposed as (
    select
        *,
        case when chance('near', installation_no, 0, 250) then 0 else below('neighbours', installation_no, 0, 160) end as exposed_population_500m
    from ratio
),

graded as (
    select
        *,
        beta_ratio * case
            when exposed_population_500m >= 100 then 2 when exposed_population_500m >= 50 then 1.5
            when exposed_population_500m >= 30 then 1.2 when exposed_population_500m >= 1 then 1 else 0.5
        end as r_value
    from exposed
)

select
    graded.installation_no as sort_no,
    graded.installation_id,
    enterprise.enterprise_id,
    enterprise.enterprise_no,
    one_of('installation', graded.installation_no, 0, ['原料罐区', '成品罐区', '生产装置', '液化气站', '装卸区', '中间罐组', '危险品库'])
    || (graded.installation_no % 10) || '单元' as installation_name,
    graded.exposed_population_500m,
    case
        when graded.s_ratio < 1 then null
        when r_value >= 100 then case when graded.installation_no % 16 = 3 then '2' else '1' end
        when r_value >= 50 then case when graded.installation_no % 16 = 3 then '3' else '2' end
        when r_value >= 10 then case when graded.installation_no % 16 = 3 then '4' else '3' end
        else '4'
    end as claimed_grade
from graded
inner join demo.enterprise as enterprise on graded.installation_no // 10 = enterprise.enterprise_no

-- What a visit should look at first, from the own data of an enterprise, worst first: hazards, top risks, layers without control, stale reviews.
-- Key: enterprise_id, focus_place.  At most three lines a kind, each with the key of what it is about.
with today as (
    select as_of from staging.evaluation where is_current
),

point as (
    select
        graded.enterprise_id,
        graded.risk_point_id,
        graded.level,
        coalesce(point.risk_point_name, graded.risk_point_id) as name,
        point.control_layer,
        point.responsible_person,
        point.reviewed_on,
        date_diff('day', point.reviewed_on, today.as_of) as age_days,
        measure.measure_count
    from scores.risk_point_level as graded
    inner join staging.risk_point as point on graded.risk_point_id = point.risk_point_id
    cross join today
    left join (
        select risk_point_id, count(*) as measure_count from staging.control_measure group by risk_point_id
    ) as measure on graded.risk_point_id = measure.risk_point_id
    where graded.level in ('red', 'orange')
),

supply as (
    select max(case when entity = 'control_measure' and is_supplied then 1 else 0 end) as has_measures
    from staging.entity_supply
),

line as (
    select
        ledger.enterprise_id,
        1 as kind_place,
        'open_hazard' as focus_kind,
        'hazard' as entity,
        ledger.hazard_id as evidence_key,
        case when ledger.level = 'major' then 0 else 1 end as severity,
        coalesce(ledger.overdue_days, 0) as weight,
        concat(
            case when ledger.is_rectified then '重大隐患待验收销号：' when ledger.level = 'major' then '重大隐患未整改：' else '逾期一般隐患：' end, told.description,
            case when ledger.is_overdue then concat('（逾期', cast(ledger.overdue_days as varchar), '天）') else '' end
        ) as focus_zh,
        concat(
            case when ledger.is_rectified then 'major hazard to be accepted: ' when ledger.level = 'major' then 'open major hazard: ' else 'overdue general hazard: ' end, told.description,
            case when ledger.is_overdue then concat(' (', cast(ledger.overdue_days as varchar), ' days overdue)') else '' end
        ) as focus_en
    from scores.hazard_state_now as ledger
    inner join staging.hazard as told on ledger.hazard_id = told.hazard_id
    union all
    select
        enterprise_id, 2, 'top_risk', 'risk_point', risk_point_id,
        case when level = 'red' then 0 else 1 end,
        0,
        concat(case when level = 'red' then '重大风险点：' else '较大风险点：' end, name),
        concat(case when level = 'red' then 'red risk point: ' else 'orange risk point: ' end, name)
    from point
    union all
    select
        enterprise_id, 3, 'uncontrolled', 'risk_point', risk_point_id,
        case when level = 'red' then 0 else 1 end,
        0,
        concat(
            '管控未落实：', name, '（',
            case when control_layer is null then '未定管控层级' when responsible_person is null then '未定责任人' else '无管控措施' end, '）'
        ),
        concat(
            'no control: ', name, ' (',
            case
                when control_layer is null then 'no layer named'
                when responsible_person is null then 'nobody responsible'
                else 'no measure'
            end, ')'
        )
    from point
    cross join supply
    where
        control_layer is null or responsible_person is null
        or (supply.has_measures = 1 and measure_count is null)
    union all
    select
        enterprise_id, 4, 'stale_review', 'risk_point', risk_point_id,
        case when level = 'red' then 0 else 1 end,
        coalesce(age_days, 99999),
        concat('评估已过期：', name, case when reviewed_on is null then '（从未评估）' else concat('（', cast(age_days as varchar), '天前）') end),
        concat('stale review: ', name, case when reviewed_on is null then ' (never)' else concat(' (', cast(age_days as varchar), ' days ago)') end)
    from point
    where reviewed_on is null or age_days > 365
),

ranked as (
    select
        enterprise_id, kind_place, focus_kind, entity, evidence_key, focus_zh, focus_en,
        row_number() over (
            partition by enterprise_id, kind_place order by severity, weight desc, evidence_key
        ) as kind_rank
    from line
)

select
    enterprise_id,
    kind_place * 10 + kind_rank as focus_place,
    focus_kind,
    entity,
    evidence_key,
    focus_zh,
    focus_en
from ranked
where kind_rank <= 3

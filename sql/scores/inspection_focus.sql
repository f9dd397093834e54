-- What a visit should look at first, from the own data of an enterprise, worst first: hazards, top risks, layers without control, stale reviews.
-- Key: enterprise_id, focus_place.  At most three lines a kind, of points of any level, each with the key of what it is about; no line: nothing on record.
with today as (
    select evaluation.as_of, cast(max(parameter.value_number) as integer) as stale_days
    from staging.evaluation as evaluation
    left join scores.inspection_requirement_edition as scope on evaluation.as_of = scope.as_of
    left join rules.parameter as parameter
        on scope.method = parameter.method and scope.edition = parameter.edition
        and parameter.parameter_id = 'review_interval_days'
    where evaluation.is_current
    group by evaluation.as_of
),

supply as (
    select max(case when entity = 'control_measure' and is_supplied then 1 else 0 end) as has_measures
    from staging.entity_supply
),

measured as (
    select distinct risk_point_id from staging.control_measure
),

point as (
    select
        graded.enterprise_id,
        graded.risk_point_id,
        graded.level,
        -- A point without a level may be any: after the red and orange that are known.
        case graded.level when 'red' then 0 when 'orange' then 1 when 'yellow' then 3 when 'blue' then 4 else 2 end as severity,
        -- 1900-01-01 is how some systems write that nobody did.
        case when coalesce(point.reviewed_on, cast('1900-01-01' as date)) <= cast('1900-01-01' as date) then 1 else 0 end as is_never_reviewed,
        date_diff('day', point.reviewed_on, today.as_of) as age_days,
        case
            when point.control_layer is null then 1
            when point.responsible_person is null then 2
            when supply.has_measures = 1 and measured.risk_point_id is null then 3
            else 0
        end as gap,
        case when point.reviewed_on is null or date_diff('day', point.reviewed_on, today.as_of) > today.stale_days then 1 else 0 end as is_stale
    from scores.risk_point_level as graded
    inner join staging.risk_point as point on graded.risk_point_id = point.risk_point_id
    cross join today
    cross join supply
    left join measured on graded.risk_point_id = measured.risk_point_id
),

line as (
    select
        enterprise_id,
        1 as kind_place,
        hazard_id as evidence_key,
        case when level = 'major' then 0 when is_overdue then 1 else 2 end as severity,
        coalesce(overdue_days, 0) as weight
    from scores.hazard_state_now
    union all
    select enterprise_id, 2 as kind_place, risk_point_id as evidence_key, severity, 0 as weight
    from point
    union all
    select enterprise_id, 3 as kind_place, risk_point_id as evidence_key, severity, 0 as weight
    from point
    where gap > 0
    union all
    select enterprise_id, 4 as kind_place, risk_point_id as evidence_key, severity, coalesce(age_days, 99999) as weight
    from point
    where is_stale = 1
),

ranked as (
    select
        enterprise_id,
        kind_place,
        evidence_key,
        row_number() over (
            partition by enterprise_id, kind_place order by severity, weight desc, evidence_key
        ) as kind_rank
    from line
),

chosen as (
    select enterprise_id, kind_place, kind_rank, evidence_key
    from ranked
    where kind_rank <= 3
)

select
    chosen.enterprise_id,
    10 + chosen.kind_rank as focus_place,
    'open_hazard' as focus_kind,
    'hazard' as entity,
    chosen.evidence_key,
    concat(
        case
            when ledger.is_rectified then '重大隐患待验收销号：'
            when ledger.level = 'major' then '重大隐患未整改：'
            when ledger.is_overdue then '逾期一般隐患：'
            else '一般隐患未整改：'
        end,
        told.description,
        case when ledger.is_overdue then concat('（逾期', cast(ledger.overdue_days as varchar), '天）') else '' end
    ) as focus_zh,
    concat(
        case
            when ledger.is_rectified then 'major hazard to be accepted: '
            when ledger.level = 'major' then 'open major hazard: '
            when ledger.is_overdue then 'overdue general hazard: '
            else 'open general hazard: '
        end,
        told.description,
        case when ledger.is_overdue then concat(' (', cast(ledger.overdue_days as varchar), case when ledger.overdue_days = 1 then ' day overdue)' else ' days overdue)' end) else '' end
    ) as focus_en
from chosen
inner join scores.hazard_state_now as ledger on chosen.evidence_key = ledger.hazard_id
inner join staging.hazard as told on chosen.evidence_key = told.hazard_id
where chosen.kind_place = 1
union all
select
    chosen.enterprise_id,
    chosen.kind_place * 10 + chosen.kind_rank as focus_place,
    case chosen.kind_place when 2 then 'top_risk' when 3 then 'uncontrolled' else 'stale_review' end as focus_kind,
    'risk_point' as entity,
    chosen.evidence_key,
    concat(
        case
            when chosen.kind_place = 3 then '管控未落实：'
            when chosen.kind_place = 4 then '评估已过期：'
            when point.level = 'red' then '重大风险点：'
            when point.level = 'orange' then '较大风险点：'
            when point.level = 'yellow' then '一般风险点：'
            when point.level = 'blue' then '低风险点：'
            else '未定级风险点：'
        end,
        coalesce(named.risk_point_name, chosen.evidence_key),
        case
            when chosen.kind_place = 3 then case point.gap when 1 then '（未定管控层级）' when 2 then '（未定责任人）' else '（无管控措施）' end
            when chosen.kind_place = 4 then case when point.is_never_reviewed = 1 then '（从未评估）' else concat('（', cast(point.age_days as varchar), '天前）') end
            else ''
        end
    ) as focus_zh,
    concat(
        case
            when chosen.kind_place = 3 then 'no control: '
            when chosen.kind_place = 4 then 'stale review: '
            when point.level in ('red', 'orange', 'yellow', 'blue') then concat(point.level, ' risk point: ')
            else 'risk point without a level: '
        end,
        coalesce(named.risk_point_name, chosen.evidence_key),
        case
            when chosen.kind_place = 3 then case point.gap when 1 then ' (no layer named)' when 2 then ' (nobody responsible)' else ' (no measure)' end
            when chosen.kind_place = 4 then case when point.is_never_reviewed = 1 then ' (never)' else concat(' (', cast(point.age_days as varchar), case when point.age_days = 1 then ' day ago)' else ' days ago)' end) end
            else ''
        end
    ) as focus_en
from chosen
inner join point on chosen.evidence_key = point.risk_point_id
inner join staging.risk_point as named on chosen.evidence_key = named.risk_point_id
where chosen.kind_place > 1

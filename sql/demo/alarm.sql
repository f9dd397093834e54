-- A year of alarms of the monitored installations; worse conduct, more alarms and later clearing. Key: sort_no.
select
    drawn.sort_no,
    'BJ' || cast(drawn.sort_no as varchar) as alarm_id,
    drawn.enterprise_id,
    drawn.installation_id,
    drawn.raised_at,
    case
        when drawn.raised_at + to_minutes(cast(3 + drawn.delay as integer)) < cast(as_of() as timestamp) and drawn.delay % 71 <> 5
            then drawn.raised_at + to_minutes(cast(3 + drawn.delay as integer))
    end as cleared_at,
    one_of('alarm kind', drawn.sort_no, 0, ['可燃气体浓度', '有毒气体浓度', '液位超限', '压力超限', '温度超限', '视频离线']) as kind,
    case
        when drawn.severity_draw < 10 then 'red' when drawn.severity_draw < 70 then 'orange'
        when drawn.severity_draw < 350 then 'yellow' else 'blue'
    end as severity
from (
    select
        installation.sort_no * 100 + step.number as sort_no,
        installation.enterprise_id,
        installation.installation_id,
        cast(as_of() as timestamp) - to_days(cast(below('alarm day', installation.sort_no, step.number, 365) as integer))
        + to_seconds(cast(below('alarm second', installation.sort_no, step.number, 86400) as integer)) as raised_at,
        below('alarm delay', installation.sort_no, step.number, 30 + enterprise.latent_conduct * 2) as delay,
        below('severity', installation.sort_no, step.number, 1000) as severity_draw
    from demo.installation as installation
    inner join demo.enterprise as enterprise on installation.enterprise_no = enterprise.enterprise_no
    cross join range(1, 26) as step (number)
    where step.number <= 4 + enterprise.latent_conduct // 100 + below('alarms', installation.sort_no, 0, 10)
) as drawn

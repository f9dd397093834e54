-- Two measures for a red, one or two for an orange risk point, few for the others. Key: sort_no.
select
    point.sort_no * 10 + step.number as sort_no,
    'CS' || substr(point.risk_point_id, 3) || '-' || step.number as measure_id,
    point.risk_point_id,
    kind.kind,
    point.unit_name || kind.description as description,
    one_of('cycle', point.sort_no, step.number, [1, 7, 15, 30, 30, 90]) as check_cycle_days,
    point.enterprise_no,
    point.enterprise_id,
    point.latent_conduct
from demo.risk_point as point
cross join range(1, 4) as step (number)
inner join (values
    (0, 'engineering', '设置联锁与报警装置并定期校验'), (1, 'management', '严格执行操作规程和交接班制度'),
    (2, 'training', '每季度开展专项培训和考核'), (3, 'ppe', '按规定配备并佩戴个体防护用品'),
    (4, 'emergency', '配置应急物资,每半年演练一次'), (5, 'engineering', '安装可燃有毒气体检测探头')
) as kind (place, kind, description)
    on below('measure kind', point.sort_no, step.number, 6) = kind.place
where step.number <= case
    when chance('uncontrolled', point.sort_no, 0, 10 + point.latent_conduct // 20) then 0
    when point.level = 'red' then 2 + below('measures', point.sort_no, 0, 2)
    when point.level = 'orange' then 1 + below('measures', point.sort_no, 0, 2)
    when chance('measured', point.sort_no, 0, 180) then 1
    else 0
end

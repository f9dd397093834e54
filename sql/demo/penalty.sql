-- One visit in nine or so ends in a fine, more often where conduct is bad. Key: sort_no.
select
    sort_no,
    'CF' || substr(inspection_id, 3) as penalty_id,
    current_enterprise_id as enterprise_id,
    case when inspected_on + 25 < as_of() then inspected_on + 25 - cast(below('decided', sort_no, 0, 20) as integer) else as_of() end as decided_on,
    cast(
        (1 + below('fine', sort_no, 0, 20)) * 1000 * (1 + size_class)
        * case when below('fine major', sort_no, 0, 1000) < latent_conduct // 6 then 8 else 1 end as decimal(18, 2)
    ) as amount_cny,
    one_of('fine reason', sort_no, 0, ['未按规定对从业人员进行安全生产教育和培训', '未将事故隐患排查治理情况如实记录', '特种作业人员未持证上岗', '安全设备未定期检测', '未建立安全风险分级管控制度', '未采取措施消除事故隐患', '未与承包单位签订安全生产管理协议']) as reason,
    below('fine major', sort_no, 0, 1000) < latent_conduct // 6 as concerns_major_hazard
from demo.inspection
where chance('fined', sort_no, 0, 20 + latent_conduct * latent_conduct // 3000)

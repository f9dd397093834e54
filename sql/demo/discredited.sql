-- The lists of the dishonest, most of them with bad conduct. Key: sort_no.
select
    enterprise_no as sort_no,
    enterprise_id,
    as_of() - cast(30 + below('listed', enterprise_no, 0, 1300) as integer) as listed_on,
    case
        when below('listed', enterprise_no, 0, 1300) > 1065 then as_of() - cast(below('listed', enterprise_no, 0, 1300) - 1065 as integer)
        when chance('removed early', enterprise_no, 0, 120) and below('listed', enterprise_no, 0, 1300) > 400 then as_of() - 20
    end as removed_on,
    one_of('basis', enterprise_no, 0, ['瞒报、谎报生产安全事故', '未经许可擅自从事生产经营活动', '12个月内累计发生2起较大事故', '拒不执行安全监管指令']) as basis,
    case when chance('joint', enterprise_no, 0, 300) then 'joint_discipline' else 'serious_dishonesty' end as list
from demo.enterprise
where below('dishonest', enterprise_no, 0, 1000000) < latent_conduct * latent_conduct // 60

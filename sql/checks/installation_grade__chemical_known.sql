-- the enterprise acts, through the regulator: a chemical that GB 18218 does not name needs its hazard class
-- 企业经监管部门处理：GB 18218 未列名的化学品需要填报危险性类别
-- severity: warning
select installation_id, cas_no, chemical_name, hazard_class
from scores.installation_chemical
where status = 'no_rule'

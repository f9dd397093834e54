-- the rule keeper acts: policies run on the day and the chosen premium method has no edition in force, so none is priced; add the edition that was, or choose another under methods in sise.yaml
-- 规则维护者处理：当日有保单在保，而所选费率方法没有有效的版本，均未定费；请补上当时有效的版本，或在 sise.yaml 的 methods 中另选
-- severity: warning
-- A city may do without premiums, so this does not stop the levels.
select evaluation.as_of, count(*) as policy_count
from staging.policy as policy
inner join staging.evaluation as evaluation
    on evaluation.is_current
    and policy.starts_on <= evaluation.as_of
    and evaluation.as_of < policy.ends_on
where not exists (
    select 1
    from scores.premium_edition as scope
    where scope.as_of = evaluation.as_of
)
group by evaluation.as_of

-- the rule keeper acts: without review_interval_days the edition in force calls no review of a risk point stale; add the parameter
-- 规则维护者处理：现行版本没有 review_interval_days，检查重点不会列出过期的评估；请补上该参数
select scope.method, scope.edition
from scores.inspection_requirement_edition as scope
inner join staging.evaluation as evaluation
    on scope.as_of = evaluation.as_of
    and evaluation.is_current
left join rules.parameter as parameter
    on scope.method = parameter.method
    and scope.edition = parameter.edition
    and parameter.parameter_id = 'review_interval_days'
where parameter.value_number is null

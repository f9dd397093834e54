-- the developer acts: where the limits leave room, the mean coefficient of a book must be within the tolerance of its target
-- 开发者处理：限度允许时，承保账册的平均系数与目标之差必须在容许范围之内
select book.insurer_id, book.mean_coefficient
from marts.premium_book as book
inner join staging.evaluation as evaluation
    on book.as_of = evaluation.as_of
inner join (
    select
        scope.as_of,
        max(case when parameter.parameter_id = 'off_balance_target' then parameter.value_number end) as target,
        coalesce(max(case when parameter.parameter_id = 'off_balance_tolerance' then parameter.value_number end), 0.001) as tolerance
    from scores.premium_edition as scope
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
) as wanted
    on book.as_of = wanted.as_of
where book.is_target_feasible and abs(book.mean_coefficient - wanted.target) > wanted.tolerance

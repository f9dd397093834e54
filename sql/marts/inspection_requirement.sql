-- How often each enterprise is to be visited this year, how, by when, looking at what, and why.
-- Key: enterprise_id.  focus is a list joined by '；', worst first; null due_on: no minimum, the draw alone reaches it.
with focus as (
    select
        enterprise_id,
        string_agg(focus_zh, '；' order by focus_place) as focus_zh,
        string_agg(focus_en, '; ' order by focus_place) as focus_en
    from scores.inspection_focus
    group by enterprise_id
)

select
    requirement.as_of,
    requirement.enterprise_id,
    requirement.level,
    requirement.min_per_year,
    requirement.max_per_year,
    requirement.interval_days,
    requirement.visit_kind,
    requirement.last_inspected_on,
    requirement.due_on,
    focus.focus_zh as focus,
    requirement.is_priority,
    requirement.reason,
    focus.focus_en,
    requirement.reason_en,
    requirement.inspection_class,
    requirement.method,
    requirement.edition
from scores.inspection_requirement as requirement
inner join staging.evaluation as evaluation
    on requirement.as_of = evaluation.as_of
    and evaluation.is_current
left join focus on requirement.enterprise_id = focus.enterprise_id

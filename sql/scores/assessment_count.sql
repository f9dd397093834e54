-- Everything that is counted of a subject in a period over the enterprises that it answers for, one line a counter.
-- Key: as_of, case_id, counter.
with registered as (
    select
        assessed.as_of, assessed.case_id,
        count(*) as enterprise, sum(told.ungridded) as ungridded, sum(told.identified) as identified,
        sum(told.graded_point) as graded_point, sum(told.reviewed_point) as reviewed_point,
        sum(told.major_point) as major_point, sum(told.controlled_point) as controlled_point
    from scores.assessment_register_count as told
    inner join facts.assessment_member as member
        on told.subject_type = member.subject_type and told.enterprise_id = member.enterprise_id
    inner join scores.assessment_case as assessed
        on member.subject_type = assessed.subject_type and member.subject_id = assessed.subject_id
    group by assessed.as_of, assessed.case_id
),

found as (
    select
        assessed.as_of, assessed.case_id,
        sum(told.due_hazard) as due_hazard, sum(told.audited) as audited, sum(told.overdue_major) as overdue_major
    from scores.assessment_hazard_count as told
    inner join facts.assessment_member as member
        on told.enterprise_id = member.enterprise_id
    inner join scores.assessment_case as assessed
        on member.subject_type = assessed.subject_type and member.subject_id = assessed.subject_id and told.period = assessed.period
    group by assessed.as_of, assessed.case_id
),

reported as (
    select assessed.as_of, assessed.case_id, sum(told.self_report) as self_report, sum(told.doubtful) as doubtful
    from scores.assessment_report_count as told
    inner join facts.assessment_member as member
        on told.subject_type = member.subject_type and told.enterprise_id = member.enterprise_id
    inner join scores.assessment_case as assessed
        on member.subject_type = assessed.subject_type and member.subject_id = assessed.subject_id and told.period = assessed.period
    group by assessed.as_of, assessed.case_id
),

happened as (
    select
        assessed.as_of, assessed.case_id,
        sum(told.due_task) as due_task, sum(told.done_task) as done_task, sum(told.looked) as looked,
        sum(told.required) as required, sum(told.owed_visit) as owed_visit, sum(told.made_visit) as made_visit,
        sum(told.alarm) as alarm, sum(told.timely_alarm) as timely_alarm, sum(told.insurable) as insurable, sum(told.insured) as insured
    from scores.assessment_event_count as told
    inner join facts.assessment_member as member
        on told.subject_type = member.subject_type and told.enterprise_id = member.enterprise_id
    inner join scores.assessment_case as assessed
        on member.subject_type = assessed.subject_type and member.subject_id = assessed.subject_id and told.period = assessed.period
    group by assessed.as_of, assessed.case_id
),

counted as (
    select as_of, case_id, 'enterprise' as counter, enterprise as quantity from registered
    union all select as_of, case_id, 'ungridded' as counter, ungridded as quantity from registered
    union all select as_of, case_id, 'identified' as counter, identified as quantity from registered
    union all select as_of, case_id, 'graded_point' as counter, graded_point as quantity from registered
    union all select as_of, case_id, 'reviewed_point' as counter, reviewed_point as quantity from registered
    union all select as_of, case_id, 'major_point' as counter, major_point as quantity from registered
    union all select as_of, case_id, 'controlled_point' as counter, controlled_point as quantity from registered
    union all select as_of, case_id, 'due_hazard' as counter, due_hazard as quantity from found
    union all select as_of, case_id, 'audited' as counter, audited as quantity from found
    union all select as_of, case_id, 'overdue_major' as counter, overdue_major as quantity from found
    union all select as_of, case_id, 'self_report' as counter, self_report as quantity from reported
    union all select as_of, case_id, 'doubtful' as counter, doubtful as quantity from reported
    union all select as_of, case_id, 'due_task' as counter, due_task as quantity from happened
    union all select as_of, case_id, 'done_task' as counter, done_task as quantity from happened
    union all select as_of, case_id, 'looked' as counter, looked as quantity from happened
    union all select as_of, case_id, 'required' as counter, required as quantity from happened
    union all select as_of, case_id, 'owed_visit' as counter, owed_visit as quantity from happened
    union all select as_of, case_id, 'made_visit' as counter, made_visit as quantity from happened
    union all select as_of, case_id, 'alarm' as counter, alarm as quantity from happened
    union all select as_of, case_id, 'timely_alarm' as counter, timely_alarm as quantity from happened
    union all select as_of, case_id, 'insurable' as counter, insurable as quantity from happened
    union all select as_of, case_id, 'insured' as counter, insured as quantity from happened
)

select as_of, case_id, counter, cast(quantity as decimal(18, 0)) as quantity
from counted

-- What the packs of the premium coefficient ask of a policy, long: one line an indicator that some edition in force reads.
-- Key: as_of, subject_id, indicator_id.  Everything is seen on the day on which the policy is valued; conduct on the last evaluation day by then.
with asked as (
    select distinct scope.as_of, indicator.indicator_id, indicator.is_entered
    from scores.premium_edition as scope
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
),

judged as (
    -- The level of the enterprise on the last evaluation day that was over when the policy is valued.
    select
        policy.as_of,
        policy.policy_id,
        total.level,
        case when total.level <> 'insufficient_data' then part.points end as conduct_points,
        row_number() over (partition by policy.as_of, policy.policy_id order by total.as_of desc) as place
    from scores.premium_policy as policy
    inner join scores.enterprise_level_total as total
        on policy.enterprise_id = total.subject_id
        and total.as_of <= policy.valued_on
    left join scores.enterprise_level_part as part
        on total.as_of = part.as_of
        and total.subject_id = part.subject_id
        and total.method = part.method
        and total.edition = part.edition
        and part.part_id = 'conduct'
),

due as (
    select
        policy.as_of,
        policy.policy_id,
        limited.hazard_id,
        case
            when
                limited.is_verified_by_other
                and limited.verified_on <= policy.valued_on
                and limited.rectified_on <= policy.valued_on
                and date_diff('day', limited.found_on, limited.rectified_on) <= limited.allowed_days
                then 1
            else 0
        end as is_on_time
    from scores.premium_policy as policy
    inner join scores.hazard_limit as limited
        on policy.enterprise_id = limited.enterprise_id
        and limited.is_from_outside
        and date_diff('day', limited.found_on, policy.valued_on) - limited.allowed_days > 0
        and date_diff('day', limited.found_on, policy.valued_on) - limited.allowed_days <= 365
),

governed as (
    select
        as_of,
        policy_id,
        count(*) as due_count,
        cast(cast(sum(is_on_time) as decimal(18, 0)) / nullif(count(*), 0) as decimal(18, 6)) as on_time_fraction
    from due
    group by as_of, policy_id
),

listed as (
    -- Which list it is decides; a listing that names none counts as joint discipline.
    select
        policy.as_of,
        policy.policy_id,
        count(*) as listing_count,
        max(case when listing.list = 'serious_dishonesty' then 1 else 0 end) as is_serious
    from scores.premium_policy as policy
    inner join staging.discredited as listing
        on policy.enterprise_id = listing.enterprise_id
        and listing.listed_on <= policy.valued_on
        and (listing.removed_on is null or listing.removed_on > policy.valued_on)
    group by policy.as_of, policy.policy_id
),

hurt as (
    select
        policy.as_of,
        policy.policy_id,
        count(*) as accident_count,
        max(accident.occurred_on) as last_on
    from scores.premium_policy as policy
    inner join scores.accident_grade as accident
        on policy.enterprise_id = accident.enterprise_id
        and accident.is_work_safety
        and accident.occurred_on <= policy.valued_on
    group by policy.as_of, policy.policy_id
),

first_seen as (
    -- Where no accident is known, the years since the enterprise began, or since its first policy.
    select policy.enterprise_id, min(policy.starts_on) as first_on
    from staging.policy as policy
    group by policy.enterprise_id
),

supply as (
    select
        max(case when entity = 'discredited' and is_supplied then 1 else 0 end) as has_discredited,
        max(case when entity = 'accident' and is_supplied then 1 else 0 end) as has_accidents
    from staging.entity_supply
),

entered as (
    select
        policy.as_of,
        policy.policy_id,
        input.indicator_id,
        input.value,
        row_number() over (
            partition by policy.as_of, policy.policy_id, input.indicator_id
            order by input.period_end desc, input.period_start desc
        ) as place
    from scores.premium_policy as policy
    inner join staging.assessment_input as input
        on input.subject_type = 'enterprise'
        and policy.enterprise_id = input.subject_id
        and input.period_start <= policy.valued_on
),

told as (
    select
        policy.as_of,
        policy.policy_id as subject_id,
        asked.indicator_id,
        case asked.indicator_id
            when 'conduct_points' then cast(judged.conduct_points as decimal(18, 6))
            when 'audited_on_time_closure_fraction' then governed.on_time_fraction
            when 'experience_ratio' then cast(experience.experience_ratio as decimal(18, 6))
            when 'insured_count' then cast(policy.insured_count as decimal(18, 6))
            when 'accident_free_years' then
                case
                    -- Without an accident nobody is worse than after a year without one, however young.
                    when
                        supply.has_accidents = 1
                        and hurt.last_on is null
                        and date_diff('day', coalesce(enterprise.established_on, first_seen.first_on), policy.valued_on) < 365
                        then cast(1 as decimal(18, 6))
                    when supply.has_accidents = 1
                        then cast(
                            floor(date_diff('day', coalesce(hurt.last_on, enterprise.established_on, first_seen.first_on), policy.valued_on) / 365)
                            as decimal(18, 6)
                        )
                end
            else case when asked.is_entered then entered.value end
        end as indicator_value,
        case asked.indicator_id
            when 'enterprise_level' then case when judged.level <> 'insufficient_data' then judged.level end
            when 'standardization_grade' then policy.standardization_grade
            when 'discredited_list' then
                case
                    when supply.has_discredited = 0 then null
                    when listed.listing_count is null then 'none'
                    when listed.is_serious = 1 then 'serious_dishonesty'
                    else 'joint_discipline'
                end
            when 'is_discredited' then
                case
                    when supply.has_discredited = 0 then null
                    when listed.listing_count is null then 'false'
                    else 'true'
                end
        end as value_code,
        case asked.indicator_id
            when 'audited_on_time_closure_fraction' then coalesce(governed.due_count, 0)
            when 'experience_ratio' then coalesce(experience.claim_count + experience.accident_count, 0)
            when 'accident_free_years' then coalesce(hurt.accident_count, 0)
            when 'discredited_list' then coalesce(listed.listing_count, 0)
            when 'is_discredited' then coalesce(listed.listing_count, 0)
            else 1
        end as evidence_count
    from scores.premium_policy as policy
    cross join supply
    inner join asked
        on policy.as_of = asked.as_of
    left join staging.enterprise as enterprise
        on policy.enterprise_id = enterprise.enterprise_id
    left join first_seen
        on policy.enterprise_id = first_seen.enterprise_id
    left join judged
        on policy.as_of = judged.as_of
        and policy.policy_id = judged.policy_id
        and judged.place = 1
    left join governed
        on policy.as_of = governed.as_of
        and policy.policy_id = governed.policy_id
    left join listed
        on policy.as_of = listed.as_of
        and policy.policy_id = listed.policy_id
    left join hurt
        on policy.as_of = hurt.as_of
        and policy.policy_id = hurt.policy_id
    left join entered
        on policy.as_of = entered.as_of
        and policy.policy_id = entered.policy_id
        and asked.indicator_id = entered.indicator_id
        and entered.place = 1
    left join scores.premium_experience_ratio as experience
        on policy.as_of = experience.as_of
        and policy.policy_id = experience.policy_id
)

select
    as_of,
    subject_id,
    indicator_id,
    indicator_value,
    value_code,
    evidence_count,
    case when indicator_value is null and value_code is null then 'no_data' else 'scored' end as indicator_status
from told

-- Editions that decide this purpose, with the days of the run on which each is in force.
-- Key: as_of, method, edition.  A variant that the city did not choose is not here. edition_no is short for method and edition.
select
    evaluation.as_of,
    edition.method,
    edition.edition,
    cast(dense_rank() over (order by edition.method, edition.edition) as integer) as edition_no,
    edition.applies_condition_id,
    edition.total_kind,
    edition.base_points,
    edition.floor_points,
    edition.cap_points,
    edition.round_digits,
    edition.max_missing_fraction
from rules.edition as edition
inner join staging.evaluation as evaluation
    on edition.effective_from <= evaluation.as_of
    and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
where edition.purpose = 'purpose' and edition.is_selected

-- the rule keeper acts: each region with enterprises must be judged by exactly one edition; add or narrow an edition's applies
-- A day before the first edition of the purpose judges nobody, and its marts are empty; that is no fault.
select subject_id, edition_count, first_edition, last_edition
from scores.region_level_unmatched
where exists (select 1 from scores.region_level_edition)

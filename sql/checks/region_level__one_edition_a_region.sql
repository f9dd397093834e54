-- the rule keeper acts: each region with enterprises must be judged by exactly one edition; add or narrow an edition's applies
select subject_id, edition_count, first_edition, last_edition
from scores.region_level_unmatched

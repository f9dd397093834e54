-- the rule keeper acts: each enterprise that is not closed must be judged by exactly one edition; add or narrow an edition's applies
select subject_id, edition_count, first_edition, last_edition
from scores.enterprise_level_unmatched

-- Entered indicators of the chemical guide (应急〔2018〕19号): how often and how many of each, of a thousand enterprises. Key: indicator_no.
select *
from (values
    (1, 'chem_explosive_kinds', 15, 2)
) as indicator (indicator_no, indicator_id, permille, most)

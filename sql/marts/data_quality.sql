-- What came in from each source: read = accepted + rejected + superseded, how fresh it is, and whether its last file failed.
-- Key: source, entity.
select
    evaluation.as_of,
    counted.source,
    counted.entity,
    counted.read,
    counted.accepted,
    counted.rejected,
    counted.superseded,
    counted.withdrawn,
    counted.carried_over,
    counted.newest_row_at,
    counted.is_stale
from staging.source_count as counted
inner join staging.evaluation as evaluation
    on evaluation.is_current

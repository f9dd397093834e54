-- the developer acts: read = accepted + rejected + superseded for every source
select source, entity, read, accepted, rejected, superseded
from staging.source_count
where read <> accepted + rejected + superseded

-- the developer acts: read = accepted + rejected + superseded for every source
-- 开发者处理：每个来源的读入必须等于接收＋拒收＋被取代
select source, entity, read, accepted, rejected, superseded
from staging.source_count
where read <> accepted + rejected + superseded

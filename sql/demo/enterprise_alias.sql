-- Enterprises whose code changed; their visits before that day stand under the old one. Key: old_enterprise_id.
select
    enterprise_no as sort_no,
    enterprise_no,
    credit_code('9165020' || (2 + enterprise_no % 4) || '0' || numbered(enterprise_no % 100000000, 8)) as old_enterprise_id,
    enterprise_id,
    as_of() - cast(150 + below('renamed', enterprise_no, 0, 400) as integer) as since
from demo.enterprise
where below('renamed at all', enterprise_no, 0, 1000) < 4

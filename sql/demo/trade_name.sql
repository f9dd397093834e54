-- Invented two-character trade names. Pairs that a known firm bears, or that are common words, are left out. Key: place.
select
    row_number() over (order by first.place, second.place) - 1 as place,
    first.syllable || second.syllable as trade_name
from (select unnest(range(24)) as place, unnest(['榆', '砾', '岚', '柽', '苇', '砚', '棠', '汀', '峪', '漠', '澜', '驼', '杉', '荻', '岑', '沅', '芷', '栖', '朔', '峤', '珣', '泓', '骐', '瀚']) as syllable) as first
cross join (select unnest(range(20)) as place, unnest(['恒', '禾', '舟', '川', '屹', '原', '序', '陇', '淞', '牧', '钧', '达', '瑞', '升', '诚', '润', '合', '远', '宁', '启']) as syllable) as second
where first.syllable || second.syllable not in ('瀚川', '漠原', '驼原', '岚图', '泓达', '瀚原', '朔原', '瀚宁', '泓润', '岚川', '泓瑞', '朔川', '瀚达', '榆宁', '沅远', '骐达', '砚川')

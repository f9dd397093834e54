-- Invented two-character trade names. Pairs that a known firm bears, or that are common words, are left out. Key: place.
select
    row_number() over (order by first.place, second.place) - 1 as place,
    first.syllable || second.syllable as trade_name
from (select unnest(range(40)) as place, unnest(['榆', '砾', '岚', '柽', '苇', '砚', '棠', '汀', '峪', '漠', '澜', '驼', '杉', '荻', '岑', '沅', '芷', '栖', '朔', '峤', '珣', '泓', '骐', '瀚', '湉', '琨', '淙', '霁', '垚', '樾', '筠', '菁', '钰', '晟', '煜', '翊', '珩', '昕', '烨', '曜']) as syllable) as first
cross join (select unnest(range(30)) as place, unnest(['恒', '禾', '舟', '川', '屹', '原', '序', '陇', '淞', '牧', '钧', '达', '瑞', '升', '诚', '润', '合', '远', '宁', '启', '岭', '野', '丰', '泽', '隆', '盈', '正', '和', '同', '康']) as syllable) as second
where first.syllable || second.syllable not in ('瀚川', '漠原', '驼原', '岚图', '泓达', '瀚原', '朔原', '瀚宁', '泓润', '岚川', '泓瑞', '朔川', '瀚达', '榆宁', '沅远', '骐达', '砚川', '晟通', '烨达', '曜能', '菁禾', '钰泰', '漠北', '朔方', '泓泽', '昕诺', '琨泰', '翊达', '瀚和', '晟启', '晟达', '泓正', '煜邦', '晟丰', '霁泽', '岚泽', '泓原', '昕原', '晟和', '晟润', '瀚正')

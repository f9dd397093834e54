-- What the city's industry is made of. Key: regulated_sector. Shares in a thousand enterprises, hazard 0 to 999: invented.
select *
from (values
    ('chemical', 0, 120, 750, 'YJ', true, 550, ['C2511', 'C2614', 'C2522', 'C2661', 'G5942', 'C2653'], ['化工', '精细化工', '油品储运', '石化助剂', '工业气体', '沥青', '催化剂', '油田化学']),
    ('coal_mine', 120, 6, 900, 'YJ', true, 0, ['B0610'], ['煤业', '煤矿']),
    ('mine', 126, 14, 700, 'YJ', true, 20, ['B1011', 'B1012', 'B1019'], ['石料', '砂石', '矿业', '膨润土']),
    ('fireworks', 140, 4, 800, 'YJ', true, 0, ['F5246'], ['烟花爆竹', '日杂']),
    ('metal_smelting', 144, 8, 750, 'YJ', true, 250, ['C3110', 'C3240', 'C3130'], ['冶金', '铸造', '有色金属']),
    ('construction', 152, 110, 560, 'ZJ', true, 0, ['E4710', 'E4813', 'E4910', 'E5011'], ['建筑安装', '路桥工程', '建设工程', '防腐保温工程', '钢结构工程']),
    ('transport', 262, 100, 540, 'JT', true, 20, ['G5430', 'G5412', 'G5435'], ['运输', '物流', '客运', '危险货物运输']),
    ('civil_explosive', 362, 3, 900, 'GA', true, 0, ['C2671'], ['民爆器材', '爆破工程']),
    ('fishery', 365, 5, 300, 'NY', true, 0, ['A0412'], ['渔业', '水产养殖']),
    ('industry_trade', 370, 400, 400, 'GX', false, 30, ['C3511', 'C3360', 'C1311', 'C3021', 'C2927', 'C2110'], ['机械加工', '石油机械', '食品', '水泥制品', '塑料制品', '家具', '粮油', '环保设备']),
    ('other', 770, 230, 200, 'YJ', false, 10, ['F5212', 'H6110', 'O8011', 'F5296', 'F5265'], ['商贸', '酒店管理', '汽车维修', '餐饮管理', '物业服务', '加油站'])
) as sector (regulated_sector, share_from, share, hazard, office, is_insured, installation_permille, industry_codes, businesses)

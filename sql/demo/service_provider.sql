-- Invented third parties that assess, test and train. Key: provider_id.
select
    number as sort_no,
    'FW' || numbered(number, 3) as provider_id,
    one_of('provider city', number, 0, ['克拉玛依', '北疆', '准噶尔', '天山北麓'])
    || (select trade_name from demo.trade_name where place = (7 + number * 37) % (select count(*) from demo.trade_name))
    || kind || '有限公司' as provider_name,
    kind
from (
    select
        step.number,
        (['安全评价', '检测检验', '安全培训', '安全技术服务'])[cast(1 + step.number % 4 as integer)] as kind
    from range(1, 15) as step (number)
) as provider

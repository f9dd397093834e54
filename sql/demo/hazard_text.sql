-- What is found and what is done about it. Key: kind (major, general), place.
select
    kind,
    row_number() over (partition by kind order by description) - 1 as place,
    description,
    measure_text
from (values
    ('general', '灭火器压力不足', '更换并登记'), ('general', '安全出口指示灯不亮', '更换灯具'), ('general', '配电箱未上锁', '加锁并张贴警示'),
    ('general', '电缆穿墙处未封堵', '防火泥封堵'), ('general', '压力表超过检定周期', '送检并更换'), ('general', '操作工未佩戴护目镜', '教育并配发'),
    ('general', '设备防护罩缺失', '加装防护罩'), ('general', '作业票填写不完整', '补充填写并培训'), ('general', '消防通道堆放杂物', '清理并划线'),
    ('general', '可燃气体探测器未校验', '联系单位校验'), ('general', '安全培训记录缺少签字', '补训并签字'), ('general', '气瓶未固定', '加装防倾倒链'),
    ('general', '应急灯不能自动切换', '更换电池'), ('general', '接地线松动', '紧固并测试'), ('general', '梯台护栏锈蚀', '除锈补焊'),
    ('general', '警示标识褪色', '重新张贴'), ('general', '叉车转向灯损坏', '修复'), ('general', '洗眼器水压不足', '检修管路'),
    ('general', '吊索具未建立台账', '建账并逐件编号'), ('general', '应急物资过期', '更新物资'), ('general', '静电跨接线断开', '重新连接并测阻'),
    ('general', '风险告知卡未更新', '更新并张贴'), ('general', '临时用电未装漏电保护', '加装漏电保护器'), ('general', '车辆灭火器过期', '更换'),
    ('major', '紧急切断阀未投入使用', '停用装置,修复联锁并验收'), ('major', '特种作业人员未持证上岗', '停止作业,培训取证'),
    ('major', '可燃有毒气体报警系统停用', '限期恢复并第三方检测'), ('major', '擅自改变工艺未履行变更管理', '停产,补做安全评估'),
    ('major', '有限空间作业未执行先通风后检测', '停止作业,建立审批制度'), ('major', '疏散通道锁闭', '立即拆除,整改验收'),
    ('major', '粉尘除尘系统未设泄爆装置', '停产加装泄爆装置'), ('major', '重大危险源未实现紧急停车', '停用并改造')
) as finding (kind, description, measure_text)

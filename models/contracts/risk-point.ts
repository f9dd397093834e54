import type { z } from "zod";
import { choice, code, date, dec, entity, int, needs, text } from "../contract.js";

export const riskPoint = entity({
  name: "risk_point",
  heading: { zh: "风险点", en: "Risk point" },
  meaning: { zh: "一个风险点（风险事件）及其评价", en: "one risk point with its assessment" },
  columns: {
    risk_point_id: code({ zh: "风险点编号", en: "Risk point ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    unit_name: text({ zh: "风险分析单元", en: "Risk analysis unit" }),
    risk_point_name: text({ zh: "风险点名称", en: "Risk point name" }, { required: true }),
    event_name: text({ zh: "风险事件", en: "Risk event" }),
    accident_type_code: code({ zh: "事故类型", en: "Accident type code" }),
    hazard_factor_code: code({ zh: "危害因素", en: "Hazard factor code" }),
    method: choice(
      { zh: "评价方法", en: "Assessment method" },
      {
        LEC: ["作业条件危险性评价法", "LEC"],
        LS: ["风险矩阵法", "LS matrix"],
        MES: ["MES法", "MES"],
        direct: ["直接判定", "Direct determination"],
      },
      { required: true },
    ),
    l: dec({ zh: "可能性", en: "L (likelihood)" }, { min: 0, max: 1000 }),
    e: dec({ zh: "暴露频繁程度", en: "E (exposure)" }, { min: 0, max: 1000 }),
    c: dec({ zh: "后果", en: "C (consequence)" }, { min: 0, max: 1000 }),
    s: dec({ zh: "严重性", en: "S (severity)" }, { min: 0, max: 1000 }),
    m: dec({ zh: "控制措施状态", en: "M (state of controls)" }, { min: 0, max: 1000 }),
    claimed_level: choice(
      { zh: "风险等级", en: "Claimed level" },
      {
        red: ["重大", "Red (major)", "红", "红色", "重大风险"],
        orange: ["较大", "Orange (larger)", "橙", "橙色", "较大风险"],
        yellow: ["一般", "Yellow (general)", "黄", "黄色", "一般风险"],
        blue: ["低", "Blue (low)", "蓝", "蓝色", "低风险"],
      },
    ),
    control_layer: choice(
      { zh: "管控层级", en: "Control layer" },
      {
        enterprise: ["企业", "Enterprise", "公司级", "企业级"],
        workshop: ["车间", "Workshop", "车间级", "部门级"],
        team: ["班组", "Team", "班组级"],
        post: ["岗位", "Post", "岗位级"],
      },
    ),
    responsible_person: text({ zh: "责任人", en: "Responsible person" }),
    exposed_count: int({ zh: "暴露人数", en: "People exposed" }, { unit: "people", min: 0 }),
    emergency_measure: text({ zh: "应急措施", en: "Emergency measure" }),
    reviewed_on: date({ zh: "最近评估日期", en: "Last reviewed on" }),
    longitude: dec({ zh: "经度", en: "Longitude" }, { unit: "° (WGS 84)", min: -180, max: 180 }),
    latitude: dec({ zh: "纬度", en: "Latitude" }, { unit: "° (WGS 84)", min: -90, max: 90 }),
  },
});

export type RiskPoint = z.infer<typeof riskPoint.schema>;

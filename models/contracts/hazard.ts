import type { z } from "zod";
import { choice, code, date, dec, entity, needs, notAfter, points, text, time } from "../contract.js";

export const hazard = entity({
  name: "hazard",
  heading: { zh: "隐患", en: "Hazard" },
  meaning: { zh: "一条隐患及其整改、验收", en: "one hazard, from its finding to its verification" },
  columns: {
    hazard_id: code({ zh: "隐患编号", en: "Hazard ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    risk_point_id: code(
      { zh: "风险点编号", en: "Risk point ID" },
      { foreign: points("risk_point", "risk_point_id") },
    ),
    inspection_id: code(
      { zh: "检查编号", en: "Inspection ID" },
      { foreign: points("inspection", "inspection_id") },
    ),
    description: text({ zh: "隐患描述", en: "Description" }, { required: true }),
    level: choice(
      { zh: "隐患等级", en: "Hazard level" },
      { general: ["一般", "General", "一般隐患"], major: ["重大", "Major", "重大隐患", "重大事故隐患"] },
      { required: true },
    ),
    hazard_source: choice(
      { zh: "来源", en: "Source of the finding" },
      {
        self_check: ["企业自查", "Self-check"],
        inspection: ["执法检查", "Inspection"],
        tip: ["群众举报", "Tip"],
        monitoring: ["监测预警", "Monitoring"],
        expert: ["专家诊断", "Expert"],
        accident: ["事故类比", "Accident elsewhere"],
        other: ["其他", "Other"],
      },
      { required: true, publicName: "source" },
    ),
    found_at: time({ zh: "发现时间", en: "Found at" }, { required: true }),
    found_by: text({ zh: "发现人", en: "Found by" }),
    deadline_on: date({ zh: "整改期限", en: "Deadline" }),
    rectified_at: time({ zh: "整改完成时间", en: "Rectified at" }),
    rectified_by: text({ zh: "整改人", en: "Rectified by" }),
    verified_at: time({ zh: "验收时间", en: "Verified at" }),
    verified_by: text({ zh: "验收人", en: "Verified by" }),
    responsible_person: text({ zh: "责任人", en: "Responsible person" }),
    measure_text: text({ zh: "整改措施", en: "Rectification measure" }),
    funds_cny: dec({ zh: "整改资金", en: "Funds" }, { unit: "CNY", min: 0 }),
    emergency_plan: text({ zh: "应急预案", en: "Emergency plan" }),
    supervised_by_level: choice(
      { zh: "挂牌督办级别", en: "Supervised by" },
      {
        state: ["国家", "State", "国家级"],
        province: ["省", "Province", "省级"],
        city: ["市", "City", "市级"],
        county: ["县", "County", "县级", "区县"],
      },
    ),
    supervised_until: date({ zh: "督办期限", en: "Supervised until" }),
  },
  rules: [
    notAfter("found_at", "rectified_at"),
    notAfter("rectified_at", "verified_at"),
    notAfter("found_at", "verified_at"),
  ],
});

export type Hazard = z.infer<typeof hazard.schema>;

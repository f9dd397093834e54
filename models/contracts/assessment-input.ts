import type { z } from "zod";
import { choice, code, date, dec, entity, notAfter, text } from "../contract.js";

export const assessmentInput = entity({
  name: "assessment_input",
  heading: { zh: "人工指标", en: "Assessment input" },
  meaning: {
    zh: "一个对象一个时期的一项人工录入指标",
    en: "one indicator entered by a person for a subject and a period",
  },
  columns: {
    subject_type: choice(
      { zh: "对象类型", en: "Subject type" },
      {
        enterprise: ["企业", "Enterprise"],
        region: ["地区", "Region", "区域"],
        department: ["部门", "Department"],
      },
      { key: true },
    ),
    subject_id: code(
      { zh: "对象编号", en: "Subject ID" },
      { key: true, upper: "uscc", enterpriseWhen: { column: "subject_type", value: "enterprise" } },
    ),
    indicator_id: code({ zh: "指标编号", en: "Indicator ID" }, { key: true }),
    period_start: date({ zh: "起始日期", en: "Period start" }, { key: true }),
    period_end: date({ zh: "截止日期", en: "Period end" }, { key: true }),
    value: dec({ zh: "指标值", en: "Value" }, { required: true, min: -1_000_000_000, max: 1_000_000_000 }),
    evidence: text({ zh: "佐证", en: "Evidence" }),
    entered_by: text({ zh: "录入人", en: "Entered by" }),
  },
  rules: [notAfter("period_start", "period_end")],
});

export type AssessmentInput = z.infer<typeof assessmentInput.schema>;

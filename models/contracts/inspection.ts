import type { z } from "zod";
import { bool, choice, code, date, dec, entity, needs, points } from "../contract.js";

export const inspection = entity({
  name: "inspection",
  heading: { zh: "执法检查", en: "Inspection" },
  meaning: { zh: "一次执法检查", en: "one visit of an authority" },
  columns: {
    inspection_id: code({ zh: "检查编号", en: "Inspection ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    inspected_on: date({ zh: "检查日期", en: "Inspected on" }, { required: true }),
    department_code: code(
      { zh: "部门代码", en: "Department code" },
      { foreign: points("department", "department_code") },
    ),
    inspector_id: code({ zh: "检查人员", en: "Inspector" }),
    kind: choice(
      { zh: "检查类型", en: "Kind of inspection" },
      {
        full: ["全覆盖", "Full"],
        special: ["专项", "Special", "专项检查"],
        random: ["双随机", "Random", "双随机抽查"],
        follow_up: ["复查", "Follow-up"],
        complaint: ["举报核查", "Complaint"],
        desk: ["非现场", "Desk"],
      },
      { required: true },
    ),
    hours: dec({ zh: "检查工时", en: "Hours" }, { unit: "h", min: 0 }),
    is_planned: bool({ zh: "计划内", en: "Planned" }),
  },
});

export type Inspection = z.infer<typeof inspection.schema>;

import type { z } from "zod";
import { code, date, dec, entity, points } from "../contract.js";

export const inspectorCapacity = entity({
  name: "inspector_capacity",
  heading: { zh: "执法力量", en: "Inspector capacity" },
  meaning: { zh: "一个部门一个月可用的执法人日", en: "person-days that a department has in a month" },
  columns: {
    department_code: code(
      { zh: "部门代码", en: "Department code" },
      { key: true, foreign: points("department", "department_code") },
    ),
    month: date(
      { zh: "月份", en: "Month" },
      {
        key: true,
        firstOfMonth: true,
        meaning: { zh: "当月第一天；2026-11 亦可", en: "the first day of the month; 2026-11 will do" },
      },
    ),
    person_days: dec({ zh: "执法人日", en: "Person-days" }, { required: true, unit: "d", min: 0 }),
  },
});

export type InspectorCapacity = z.infer<typeof inspectorCapacity.schema>;

import type { z } from "zod";
import { code, entity, points, text } from "../contract.js";

export const department = entity({
  name: "department",
  heading: { zh: "部门", en: "Department" },
  meaning: { zh: "一个负有安全监管职责的部门", en: "one department with duties of safety supervision" },
  columns: {
    department_code: code({ zh: "部门代码", en: "Department code" }, { key: true }),
    department_name: text({ zh: "部门名称", en: "Department name" }, { required: true }),
    region_code: code({ zh: "区划代码", en: "Region code" }, { foreign: points("region", "region_code") }),
  },
});

export type Department = z.infer<typeof department.schema>;

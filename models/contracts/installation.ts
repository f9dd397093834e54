import type { z } from "zod";
import { choice, code, entity, int, needs, text } from "../contract.js";

export const installation = entity({
  name: "installation",
  heading: { zh: "重大危险源", en: "Hazard installation" },
  meaning: { zh: "一处危险化学品单元（重大危险源）", en: "one unit that holds hazardous chemicals" },
  columns: {
    installation_id: code({ zh: "重大危险源编号", en: "Installation ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    installation_name: text({ zh: "重大危险源名称", en: "Installation name" }, { required: true }),
    exposed_population_500m: int(
      { zh: "周边500米人数", en: "People within 500 m" },
      { unit: "people", min: 0 },
    ),
    claimed_grade: choice(
      { zh: "备案等级", en: "Registered grade" },
      { 1: ["一级", "Grade 1"], 2: ["二级", "Grade 2"], 3: ["三级", "Grade 3"], 4: ["四级", "Grade 4"] },
    ),
  },
});

export type Installation = z.infer<typeof installation.schema>;

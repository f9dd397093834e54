import type { z } from "zod";
import { choice, code, date, entity, notAfter, points, text } from "../contract.js";

export const discredited = entity({
  name: "discredited",
  heading: { zh: "失信名单", en: "Discredited" },
  meaning: { zh: "一家企业一次列入失信名单", en: "one listing of an enterprise as discredited" },
  columns: {
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { key: true, foreign: points("enterprise", "enterprise_id") },
    ),
    listed_on: date({ zh: "列入日期", en: "Listed on" }, { key: true }),
    removed_on: date({ zh: "移出日期", en: "Removed on" }),
    basis: text({ zh: "依据", en: "Basis" }, { key: true }),
    list: choice(
      { zh: "名单类型", en: "List" },
      {
        serious_dishonesty: ["严重失信", "Serious dishonesty"],
        joint_discipline: ["联合惩戒", "Joint discipline"],
      },
    ),
  },
  rules: [notAfter("listed_on", "removed_on")],
});

export type Discredited = z.infer<typeof discredited.schema>;

import type { z } from "zod";
import { bool, code, date, dec, entity, needs, text } from "../contract.js";

export const penalty = entity({
  name: "penalty",
  heading: { zh: "行政处罚", en: "Penalty" },
  meaning: { zh: "一项行政处罚决定", en: "one penalty decided" },
  columns: {
    penalty_id: code({ zh: "处罚编号", en: "Penalty ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    decided_on: date({ zh: "处罚日期", en: "Decided on" }, { required: true }),
    amount_cny: dec({ zh: "罚款金额", en: "Fine" }, { unit: "CNY", min: 0 }),
    reason: text({ zh: "处罚事由", en: "Reason" }),
    concerns_major_hazard: bool({ zh: "涉及重大隐患", en: "Concerns a major hazard" }),
  },
});

export type Penalty = z.infer<typeof penalty.schema>;

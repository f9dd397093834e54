import type { z } from "zod";
import { code, date, dec, entity, int, needs, notAfter } from "../contract.js";

export const policy = entity({
  name: "policy",
  heading: { zh: "安责险保单", en: "Policy" },
  meaning: { zh: "一份安全生产责任保险保单", en: "one policy of work safety liability insurance" },
  columns: {
    policy_id: code({ zh: "保单号", en: "Policy ID" }, { key: true }),
    insurer_id: code({ zh: "保险机构", en: "Insurer" }, { required: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    starts_on: date({ zh: "保险起期", en: "Starts on" }, { required: true }),
    ends_on: date({ zh: "保险止期", en: "Ends on" }, { required: true }),
    insured_count: int({ zh: "投保人数", en: "People insured" }, { unit: "people", min: 0 }),
    limit_cny: dec({ zh: "每人限额", en: "Limit per person" }, { unit: "CNY", min: 0 }),
    base_premium_cny: dec(
      { zh: "基准保费", en: "Base premium" },
      { required: true, unit: "CNY", min: 0, exclusiveMin: true },
    ),
    written_premium_cny: dec({ zh: "实收保费", en: "Written premium" }, { unit: "CNY", min: 0 }),
  },
  rules: [notAfter("starts_on", "ends_on")],
});

export type Policy = z.infer<typeof policy.schema>;

import type { z } from "zod";
import { bool, code, dec, entity, notAfter, points, time } from "../contract.js";

export const tipReport = entity({
  name: "tip_report",
  heading: { zh: "举报", en: "Tip report" },
  meaning: {
    zh: "一件安全生产举报（不含举报人身份）",
    en: "one tip, without the identity of whoever gave it",
  },
  columns: {
    tip_id: code({ zh: "举报编号", en: "Tip ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { foreign: points("enterprise", "enterprise_id") },
    ),
    region_code: code(
      { zh: "区划代码", en: "Region code" },
      { required: true, foreign: points("region", "region_code") },
    ),
    received_at: time({ zh: "接报时间", en: "Received at" }, { required: true }),
    verified: bool({ zh: "查实", en: "Verified" }),
    reward_cny: dec({ zh: "奖励金额", en: "Reward" }, { unit: "CNY", min: 0 }),
    closed_at: time({ zh: "办结时间", en: "Closed at" }),
  },
  rules: [notAfter("received_at", "closed_at")],
  refused: ["举报人", "举报者", "reporter", "informant", "whistleblower", "whistle-blower"],
});

export type TipReport = z.infer<typeof tipReport.schema>;

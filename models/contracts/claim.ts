import type { z } from "zod";
import { code, date, dec, entity, needs } from "../contract.js";

export const claim = entity({
  name: "claim",
  heading: { zh: "赔案", en: "Claim" },
  meaning: { zh: "一件赔案", en: "one claim" },
  columns: {
    claim_id: code({ zh: "赔案号", en: "Claim ID" }, { key: true }),
    policy_id: code(
      { zh: "保单号", en: "Policy ID" },
      { required: true, foreign: needs("policy", "policy_id") },
    ),
    occurred_on: date({ zh: "出险日期", en: "Occurred on" }, { required: true }),
    paid_cny: dec({ zh: "已付赔款", en: "Paid" }, { unit: "CNY", min: 0 }),
    reserved_cny: dec({ zh: "未决赔款", en: "Reserved" }, { unit: "CNY", min: 0 }),
  },
});

export type Claim = z.infer<typeof claim.schema>;

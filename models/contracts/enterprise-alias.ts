import type { z } from "zod";
import { usccPattern } from "../check-digit.js";
import { code, date, entity, points } from "../contract.js";

export const enterpriseAlias = entity({
  name: "enterprise_alias",
  heading: { zh: "企业代码变更", en: "Enterprise alias" },
  meaning: { zh: "一个旧代码与其现行代码", en: "an enterprise code that was replaced, and its successor" },
  columns: {
    old_enterprise_id: code(
      { zh: "原统一社会信用代码", en: "Old enterprise ID" },
      { key: true, upper: "uscc" },
    ),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      {
        required: true,
        checkDigit: "uscc",
        pattern: {
          source: usccPattern,
          says: { zh: "18 位统一社会信用代码（GB 32100）", en: "18 characters of the GB 32100 alphabet" },
        },
        foreign: points("enterprise", "enterprise_id"),
      },
    ),
    since: date({ zh: "变更日期", en: "Since" }, { required: true }),
  },
});

export type EnterpriseAlias = z.infer<typeof enterpriseAlias.schema>;

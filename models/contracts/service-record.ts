import type { z } from "zod";
import { code, date, entity, needs, text } from "../contract.js";

export const serviceRecord = entity({
  name: "service_record",
  heading: { zh: "服务记录", en: "Service record" },
  meaning: { zh: "第三方机构为企业提供的一次服务", en: "one service given to an enterprise" },
  columns: {
    service_id: code({ zh: "服务编号", en: "Service ID" }, { key: true }),
    provider_id: code(
      { zh: "机构编号", en: "Provider ID" },
      { required: true, foreign: needs("service_provider", "provider_id") },
    ),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    served_on: date({ zh: "服务日期", en: "Served on" }, { required: true }),
    kind: text({ zh: "服务类型", en: "Kind of service" }),
  },
});

export type ServiceRecord = z.infer<typeof serviceRecord.schema>;

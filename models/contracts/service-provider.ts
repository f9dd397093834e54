import type { z } from "zod";
import { code, entity, text } from "../contract.js";

export const serviceProvider = entity({
  name: "service_provider",
  heading: { zh: "第三方机构", en: "Service provider" },
  meaning: { zh: "一家安全技术服务机构", en: "one provider of safety services" },
  columns: {
    provider_id: code({ zh: "机构编号", en: "Provider ID" }, { key: true }),
    provider_name: text({ zh: "机构名称", en: "Provider name" }, { required: true }),
    kind: text({ zh: "机构类型", en: "Kind of provider" }),
  },
});

export type ServiceProvider = z.infer<typeof serviceProvider.schema>;

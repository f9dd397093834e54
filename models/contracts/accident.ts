import type { z } from "zod";
import { bool, code, dec, entity, int, needs, points, time } from "../contract.js";

export const accident = entity({
  name: "accident",
  heading: { zh: "事故", en: "Accident" },
  meaning: { zh: "一起事故", en: "one accident" },
  columns: {
    accident_id: code({ zh: "事故编号", en: "Accident ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { foreign: points("enterprise", "enterprise_id") },
    ),
    region_code: code(
      { zh: "区划代码", en: "Region code" },
      { required: true, foreign: needs("region", "region_code") },
    ),
    occurred_at: time({ zh: "发生时间", en: "Occurred at" }, { required: true }),
    deaths: int({ zh: "死亡人数", en: "Deaths" }, { unit: "people", min: 0 }),
    serious_injuries: int({ zh: "重伤人数", en: "Serious injuries" }, { unit: "people", min: 0 }),
    minor_injuries: int({ zh: "轻伤人数", en: "Minor injuries" }, { unit: "people", min: 0 }),
    direct_loss_cny: dec({ zh: "直接经济损失", en: "Direct loss" }, { unit: "CNY", min: 0 }),
    accident_type_code: code({ zh: "事故类型", en: "Accident type code" }),
    is_concealed: bool({ zh: "瞒报", en: "Concealed" }),
    is_work_safety: bool(
      { zh: "生产安全事故", en: "Work safety accident" },
      { whenEmpty: "true", meaning: { zh: "空白视为是", en: "an empty cell means yes" } },
    ),
  },
});

export type Accident = z.infer<typeof accident.schema>;

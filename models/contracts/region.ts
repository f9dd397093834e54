import type { z } from "zod";
import { code, dec, entity, int, points, text } from "../contract.js";

export const region = entity({
  name: "region",
  heading: { zh: "行政区划", en: "Region" },
  meaning: { zh: "一个行政区划（区、乡镇街道或村）", en: "one administrative division" },
  columns: {
    region_code: code(
      { zh: "区划代码", en: "Region code" },
      {
        key: true,
        pattern: {
          source: "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$",
          says: { zh: "6、9 或 12 位数字", en: "6, 9 or 12 digits" },
        },
      },
    ),
    region_name: text({ zh: "名称", en: "Region name" }, { required: true }),
    parent_region_code: code(
      { zh: "上级代码", en: "Parent region code" },
      { foreign: points("region", "region_code") },
    ),
    peer_group: text({ zh: "考核分组", en: "Peer group" }),
    population: int(
      { zh: "常住人口", en: "Resident population" },
      { unit: "people", min: 0, max: 2_000_000_000 },
    ),
    gdp_cny: dec(
      { zh: "地区生产总值", en: "Gross domestic product" },
      { unit: "CNY", min: 0, max: 1_000_000_000_000_000, storedAs: "decimal(24,6)" },
    ),
  },
});

export type Region = z.infer<typeof region.schema>;

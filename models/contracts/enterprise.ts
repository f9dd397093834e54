import type { z } from "zod";
import { usccPattern } from "../check-digit.js";
import { bool, choice, code, date, dec, entity, int, needs, points, text } from "../contract.js";

export const enterprise = entity({
  name: "enterprise",
  heading: { zh: "企业", en: "Enterprise" },
  meaning: { zh: "一家生产经营单位", en: "one enterprise" },
  columns: {
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      {
        key: true,
        checkDigit: "uscc",
        pattern: {
          source: usccPattern,
          says: { zh: "18 位统一社会信用代码（GB 32100）", en: "18 characters of the GB 32100 alphabet" },
        },
        meaning: {
          zh: "GB 32100-2015，末位为校验码",
          en: "GB 32100-2015; the last character checks the others",
        },
      },
    ),
    enterprise_name: text({ zh: "企业名称", en: "Enterprise name" }, { required: true }),
    region_code: code(
      { zh: "区划代码", en: "Region code" },
      { required: true, foreign: needs("region", "region_code") },
    ),
    grid_id: code({ zh: "网格编号", en: "Grid ID" }, { foreign: points("grid_cell", "grid_id") }),
    department_code: code(
      { zh: "主管部门代码", en: "Department code" },
      { foreign: points("department", "department_code") },
    ),
    industry_code: code(
      { zh: "行业代码", en: "Industry code" },
      {
        required: true,
        upper: "always",
        pattern: {
          source: "^[A-T][0-9]{2,4}$",
          says: {
            zh: "门类字母加 2–4 位数字（GB/T 4754）",
            en: "a letter A–T and 2 to 4 digits (GB/T 4754)",
          },
        },
      },
    ),
    regulated_sector: choice(
      { zh: "监管行业", en: "Regulated sector" },
      {
        chemical: ["危险化学品", "Hazardous chemicals", "危化品", "危化"],
        coal_mine: ["煤矿", "Coal mine"],
        mine: ["非煤矿山", "Non-coal mine"],
        fireworks: ["烟花爆竹", "Fireworks"],
        metal_smelting: ["金属冶炼", "Metal smelting"],
        construction: ["建筑施工", "Construction"],
        transport: ["交通运输", "Transport"],
        civil_explosive: ["民用爆炸物品", "Civil explosives"],
        fishery: ["渔业生产", "Fishery"],
        industry_trade: ["工贸", "Industry and trade"],
        other: ["其他", "Other"],
      },
      { required: true },
    ),
    employee_count: int({ zh: "从业人员数", en: "Employees" }, { unit: "people", min: 0 }),
    longitude: dec({ zh: "经度", en: "Longitude" }, { unit: "° (WGS 84)", min: -180, max: 180 }),
    latitude: dec({ zh: "纬度", en: "Latitude" }, { unit: "° (WGS 84)", min: -90, max: 90 }),
    operating_status: choice(
      { zh: "经营状态", en: "Operating status" },
      {
        operating: ["正常", "Operating", "正常生产", "在营"],
        suspended: ["停产", "Suspended"],
        closed: ["关闭", "Closed"],
        under_construction: ["在建", "Under construction"],
      },
      { required: true },
    ),
    standardization_grade: choice(
      { zh: "标准化等级", en: "Standardisation grade" },
      { 1: ["一级", "Grade 1"], 2: ["二级", "Grade 2"], 3: ["三级", "Grade 3"], none: ["未达标", "None"] },
    ),
    standardization_valid_until: date({ zh: "标准化有效期", en: "Standardisation valid until" }),
    in_chemical_park: bool({ zh: "是否在化工园区", en: "In a chemical park" }),
    is_pilot: bool({ zh: "试点企业", en: "Pilot enterprise" }),
    established_on: date({ zh: "成立日期", en: "Established on" }),
  },
});

export type Enterprise = z.infer<typeof enterprise.schema>;

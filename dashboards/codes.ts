import { entities } from "../models/entities.js";
import { type Lang, pick, type Text } from "./text.js";

/** Names of codes that no source contract lists. */
const names: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  status: {
    scored: { zh: "已计分", en: "scored" },
    not_applicable: { zh: "不适用", en: "not applicable" },
    no_data: { zh: "无数据", en: "no data" },
    too_early: { zh: "未到期", en: "too early" },
    needs_person: { zh: "待人工认定", en: "needs a person" },
    no_rule: { zh: "无适用规则", en: "no rule" },
  },
  hazard_state: {
    open: { zh: "未整改", en: "open" },
    rectified: { zh: "已整改待验收", en: "rectified, not verified" },
    verified: { zh: "已验收", en: "verified" },
  },
  basis: {
    official: { zh: "官方文件", en: "official" },
    default: { zh: "项目默认值", en: "default of this project" },
    example: { zh: "示例", en: "example" },
  },
  purpose: {
    risk_point_level: { zh: "风险点分级", en: "Risk-point level" },
    installation_grade: { zh: "重大危险源分级", en: "Major hazard installation grade" },
    accident_grade: { zh: "事故等级", en: "Accident grade" },
    accident_fine: { zh: "事故罚款幅度", en: "Accident fine" },
    hazard_limit: { zh: "隐患时限", en: "Hazard time limits" },
    enterprise_level: { zh: "企业整体风险等级", en: "Enterprise overall level" },
    inspection_requirement: { zh: "检查频次", en: "Inspection requirement" },
    premium: { zh: "安责险费率系数", en: "Premium coefficient" },
    assessment: { zh: "目标考核", en: "Assessment" },
    region_level: { zh: "区域风险等级", en: "Region level" },
    dishonesty: { zh: "严重失信", en: "Serious dishonesty" },
    code_table: { zh: "代码表", en: "Code table" },
  },
  determined_by: {
    score: { zh: "按分值", en: "by score" },
    direct: { zh: "直接判定", en: "directly" },
    insufficient_data: { zh: "数据不足", en: "insufficient data" },
  },
  accident_grade: {
    general: { zh: "一般事故", en: "general" },
    larger: { zh: "较大事故", en: "larger" },
    major: { zh: "重大事故", en: "major" },
    especially_major: { zh: "特别重大事故", en: "especially major" },
  },
  assessment_grade: {
    excellent: { zh: "优秀", en: "excellent" },
    good: { zh: "良好", en: "good" },
    qualified: { zh: "合格", en: "qualified" },
    unqualified: { zh: "不合格", en: "unqualified" },
    insufficient_data: { zh: "数据不足", en: "insufficient data" },
  },
  subject_type: {
    region: { zh: "地区", en: "region" },
    department: { zh: "部门", en: "department" },
  },
  notice_list: {
    public_notice: { zh: "通报", en: "public notice" },
    urge: { zh: "督促整改", en: "to be urged" },
  },
  grid_gap: {
    no_person: { zh: "无责任人", en: "no responsible person" },
    no_unit: { zh: "无责任单位", en: "no responsible unit" },
    no_cell: { zh: "企业未入网格", en: "enterprises in no cell" },
  },
  policy_state: {
    in_force: { zh: "在保", en: "in force" },
    ended: { zh: "已到期", en: "ended" },
  },
  claim_evidence: {
    enough: { zh: "足够", en: "enough" },
    too_little: { zh: "太少，不作判断", en: "too little to say" },
  },
  held_by: {
    floor: { zh: "下限", en: "floor" },
    cap: { zh: "上限", en: "cap" },
    swing_up: { zh: "年度上浮限度", en: "annual limit upward" },
    swing_down: { zh: "年度下浮限度", en: "annual limit downward" },
  },
  verdict: {
    differs: { zh: "有差异", en: "differs" },
    not_told_apart: { zh: "看不出差异", en: "not told apart" },
    too_few: { zh: "家数太少，不作判断", en: "too few to say" },
  },
  kind: {
    is: { zh: "直接判定为", en: "directly" },
    at_least: { zh: "不好于", en: "no better than" },
    at_most: { zh: "不差于", en: "no worse than" },
    insufficient: { zh: "不定级", en: "no level" },
    exclude: { zh: "不参与定级", en: "not graded" },
    veto: { zh: "一票否决", en: "veto" },
  },
  unit: {
    count: { zh: "个", en: "" },
    persons: { zh: "人", en: "persons" },
    days: { zh: "天", en: "days" },
    hours: { zh: "小时", en: "hours" },
    CNY: { zh: "元", en: "CNY" },
    t: { zh: "吨", en: "t" },
    months: { zh: "个月", en: "months" },
    "visits a year": { zh: "次/年", en: "visits a year" },
    factor: { zh: "", en: "" },
    ratio: { zh: "", en: "" },
    units: { zh: "", en: "" },
    text: { zh: "", en: "" },
    "yes or no": { zh: "", en: "" },
    // The titles of weighted indicators say what is weighed and per what.
    weight: { zh: "", en: "" },
    "weight per 10 hours": { zh: "", en: "" },
    "weight per 100 persons": { zh: "", en: "" },
    "weight per 100 staff": { zh: "", en: "" },
  },
  reject: {
    required: { zh: "必填项为空", en: "required value missing" },
    type: { zh: "类型不符", en: "wrong type" },
    enum: { zh: "不在选项内", en: "not one of the choices" },
    range: { zh: "超出范围", en: "out of range" },
    pattern: { zh: "格式不符", en: "wrong pattern" },
    check_digit: { zh: "校验码错误", en: "check digit wrong" },
    foreign_key: { zh: "关联对象不存在", en: "refers to nothing" },
    cross_field: { zh: "字段之间矛盾", en: "columns disagree" },
    unreadable_row: { zh: "整行无法读取", en: "row cannot be read" },
    refused_column: { zh: "拒收的列", en: "refused column" },
  },
};

/** Enum columns of the source contracts that pages show, by the name of their list here. */
const contractLists: Readonly<Record<string, readonly [entity: string, column: string]>> = {
  sector: ["enterprise", "regulated_sector"],
  hazard_source: ["hazard", "hazard_source"],
  hazard_level: ["hazard", "level"],
};

function fromContracts(list: string, code: string): Text | undefined {
  if (list === "entity") return entities.find((each) => each.name === code)?.heading;
  const [entity, column] = contractLists[list] ?? [];
  const contract = entities
    .find((each) => each.name === entity)
    ?.columns.find((each) => each.name === column);
  return contract?.values?.find((value) => value.code === code);
}

/** Every code of a list with its name; empty for a list that nobody knows. */
export function codesOf(list: string): readonly (readonly [code: string, name: Text])[] {
  const [entity, column] = contractLists[list] ?? [];
  const contract = entities
    .find((each) => each.name === entity)
    ?.columns.find((each) => each.name === column);
  return [
    ...Object.entries(names[list] ?? {}),
    ...(contract?.values ?? []).map((value) => [value.code, { zh: value.zh, en: value.en }] as const),
  ];
}

const known = new Map<string, Text | null>();

/** The name of a code in a language; a code that no list names is shown as it is, so that nothing is hidden. */
export function codeName(list: string, code: string | null | undefined, lang: Lang): string {
  if (code === null || code === undefined || code === "") return "—";
  const key = `${list} ${code}`;
  let name = known.get(key);
  if (name === undefined) {
    name = names[list]?.[code] ?? fromContracts(list, code) ?? null;
    known.set(key, name);
  }
  return name ? pick(lang, name) : code;
}

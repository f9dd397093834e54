/** Indicators that the packs of purpose premium may read, made by sql/scores/premium_indicator.sql; each is seen on the day on which a policy is valued. */
export const premiumIndicators = [
  {
    id: "conduct_points",
    kind: "number",
    title: { zh: "管理状况得分", en: "Conduct points of the enterprise level" },
    unit: "points",
    entity: "enterprise",
    meaning: {
      zh: "估值日或之前最近一个评估日的管理状况得分；数据不足的为数据缺失",
      en: "Of the last evaluation day on or before the valuation; insufficient data is no data",
    },
  },
  {
    id: "enterprise_level",
    kind: "code",
    title: { zh: "企业整体安全风险等级", en: "Overall level of the enterprise" },
    unit: null,
    entity: "enterprise",
    meaning: {
      zh: "估值日或之前最近一个评估日的等级；数据不足的为数据缺失",
      en: "Of the last evaluation day on or before the valuation; insufficient data is no data",
    },
  },
  {
    id: "standardization_grade",
    kind: "code",
    title: { zh: "标准化等级（在有效期内）", en: "Standardisation grade (not expired)" },
    unit: null,
    entity: "enterprise",
    meaning: { zh: "估值日已过有效期的按未达标计", en: "Expired on the day of valuation counts as none" },
  },
  {
    id: "audited_on_time_closure_fraction",
    kind: "number",
    title: { zh: "经核验的按期整改率", en: "Hazards closed on time, as audited" },
    unit: "fraction",
    entity: "hazard",
    meaning: {
      zh: "外部发现、估值日前365天内到期的隐患中，按期整改且由他人验收的比例；没有到期的为数据缺失",
      en: "Of hazards found from outside that fell due in the 365 days before the valuation: rectified in time and verified by another; none due is no data",
    },
  },
  {
    id: "experience_ratio",
    kind: "number",
    title: { zh: "经验比率", en: "Experience ratio" },
    unit: "ratio",
    entity: "claim",
    meaning: {
      zh: "1＋Z×（自身赔案与事故率÷行业率－1），Z 为 Bühlmann–Straub 可信度，方差只用本机构账册以外的企业估计；暴露为投保人年",
      en: "1 + Z × (own rate of claims and accidents / rate of the sector − 1), Z by Bühlmann–Straub, its variances from enterprises outside the insurer's book; exposure is insured person-years",
    },
  },
  {
    id: "discredited_list",
    kind: "code",
    title: { zh: "所在失信名单", en: "List of the discredited" },
    unit: null,
    entity: "discredited",
    meaning: {
      zh: "none 不在名单，joint_discipline 联合惩戒（未注明名单的同此），serious_dishonesty 严重失信",
      en: "none, joint_discipline (also where no list is named), serious_dishonesty",
    },
  },
  {
    id: "is_discredited",
    kind: "code",
    title: { zh: "在失信名单内", en: "On a list of the discredited" },
    unit: null,
    entity: "discredited",
    meaning: { zh: "估值日在任一名单内", en: "On any list on the day of valuation" },
  },
  {
    id: "insured_count",
    kind: "number",
    title: { zh: "投保人数", en: "People insured" },
    unit: "persons",
    entity: "policy",
    meaning: { zh: "保单未填的取从业人员数", en: "The employee count where the policy names none" },
  },
  {
    id: "accident_free_years",
    kind: "number",
    title: { zh: "连续无事故年数", en: "Years without accident" },
    unit: "years",
    entity: "accident",
    meaning: {
      zh: "自最近一次生产安全事故（没有的自成立或首份保单）至估值日的整年数，每年按365天",
      en: "Whole years of 365 days since the last work-safety accident, or since founding or the first policy where there is none",
    },
  },
].map((each) => ({ ...each, purpose: "premium", kind: each.kind as "number" | "code" }));

/** Indicators that the packs of purpose inspection_requirement may read, made by sql/scores/inspection_requirement_indicator.sql. */
export const inspectionIndicators = [
  {
    id: "enterprise_level",
    kind: "code",
    title: { zh: "企业整体安全风险等级", en: "Overall level of the enterprise" },
    unit: null,
    entity: "enterprise",
    meaning: {
      zh: "当日的整体等级；没有等级为 insufficient_data",
      en: "The level of the day; none is insufficient_data",
    },
  },
  {
    id: "fatal_accidents_3y",
    kind: "number",
    title: { zh: "近三年亡人事故起数", en: "Fatal accidents of three years" },
    unit: "count",
    entity: "accident",
    meaning: {
      zh: "截止日前三年内（对应日止）的亡人生产安全事故",
      en: "Fatal work-safety accidents in the 1,095 days before",
    },
  },
  {
    id: "major_hazard_penalties_1y",
    kind: "number",
    title: { zh: "一年内涉及重大隐患的处罚", en: "Penalties for major hazards of a year" },
    unit: "count",
    entity: "penalty",
    meaning: {
      zh: "截止日前一年内（对应日止）涉及重大隐患的行政处罚",
      en: "Penalties that concern a major hazard of the calendar year before, its first day included",
    },
  },
  {
    id: "unclosed_major_hazard_count",
    kind: "number",
    title: { zh: "未销号重大隐患数", en: "Major hazards not accepted as closed" },
    unit: "count",
    entity: "hazard",
    meaning: { zh: "截止日尚未验收销号的重大隐患", en: "Major hazards not verified by the day" },
  },
  {
    id: "is_discredited",
    kind: "code",
    title: { zh: "是否列入失信名单", en: "On the dishonesty list" },
    unit: null,
    entity: "discredited",
    meaning: { zh: "截止日在名单内为 true", en: "true when listed on the day" },
  },
].map((each) => ({
  ...each,
  kind: each.kind as "number" | "code",
  purpose: "inspection_requirement",
}));

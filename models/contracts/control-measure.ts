import type { z } from "zod";
import { choice, code, entity, int, needs, text } from "../contract.js";

export const controlMeasure = entity({
  name: "control_measure",
  heading: { zh: "管控措施", en: "Control measure" },
  meaning: { zh: "一个风险点的一项管控措施", en: "one control measure of a risk point" },
  columns: {
    measure_id: code({ zh: "措施编号", en: "Measure ID" }, { key: true }),
    risk_point_id: code(
      { zh: "风险点编号", en: "Risk point ID" },
      { required: true, foreign: needs("risk_point", "risk_point_id") },
    ),
    kind: choice(
      { zh: "措施类别", en: "Kind of measure" },
      {
        engineering: ["工程技术", "Engineering"],
        management: ["管理", "Management", "管理措施"],
        training: ["培训教育", "Training"],
        ppe: ["个体防护", "Personal protection"],
        emergency: ["应急处置", "Emergency response"],
      },
      { required: true },
    ),
    description: text({ zh: "措施内容", en: "Description" }, { required: true }),
    check_cycle_days: int({ zh: "检查周期天数", en: "Check cycle" }, { unit: "d", min: 0 }),
  },
});

export type ControlMeasure = z.infer<typeof controlMeasure.schema>;

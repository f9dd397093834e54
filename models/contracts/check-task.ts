import type { z } from "zod";
import { choice, code, date, entity, needs, points } from "../contract.js";

export const checkTask = entity({
  name: "check_task",
  heading: { zh: "排查任务", en: "Check task" },
  meaning: { zh: "一项隐患排查任务", en: "one task of looking for hazards" },
  columns: {
    task_id: code({ zh: "任务编号", en: "Task ID" }, { key: true }),
    measure_id: code(
      { zh: "措施编号", en: "Measure ID" },
      { foreign: points("control_measure", "measure_id") },
    ),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: needs("enterprise", "enterprise_id") },
    ),
    due_on: date({ zh: "应完成日期", en: "Due on" }, { required: true }),
    done_on: date({ zh: "完成日期", en: "Done on" }),
    result: choice(
      { zh: "结果", en: "Result" },
      {
        normal: ["正常", "Normal"],
        hazard: ["存在隐患", "Hazard found"],
        not_applicable: ["不涉及", "Not applicable"],
      },
    ),
  },
});

export type CheckTask = z.infer<typeof checkTask.schema>;

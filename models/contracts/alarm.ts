import type { z } from "zod";
import { choice, code, entity, notAfter, points, text, time } from "../contract.js";

export const alarm = entity({
  name: "alarm",
  heading: { zh: "监测报警", en: "Alarm" },
  meaning: { zh: "一次监测报警", en: "one alarm of a monitoring system" },
  columns: {
    alarm_id: code({ zh: "报警编号", en: "Alarm ID" }, { key: true }),
    enterprise_id: code(
      { zh: "统一社会信用代码", en: "Enterprise ID" },
      { required: true, foreign: points("enterprise", "enterprise_id") },
    ),
    installation_id: code(
      { zh: "重大危险源编号", en: "Installation ID" },
      { foreign: points("installation", "installation_id") },
    ),
    raised_at: time({ zh: "报警时间", en: "Raised at" }, { required: true }),
    cleared_at: time({ zh: "消警时间", en: "Cleared at" }),
    kind: text({ zh: "报警类型", en: "Kind of alarm" }),
    severity: choice(
      { zh: "报警等级", en: "Severity" },
      {
        red: ["红", "Red", "红色"],
        orange: ["橙", "Orange", "橙色"],
        yellow: ["黄", "Yellow", "黄色"],
        blue: ["蓝", "Blue", "蓝色"],
      },
    ),
  },
  rules: [notAfter("raised_at", "cleared_at")],
});

export type Alarm = z.infer<typeof alarm.schema>;

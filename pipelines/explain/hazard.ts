import { plural } from "../../dashboards/text.js";
import type { Warehouse } from "../warehouse/open.js";
import type { Explanation } from "./explanation.js";
import { clockOf, evidenceOf, explanation, item, type Question, type Sourced } from "./plain-subject.js";

/** A hazard's state on the day: found, deadline, and why it is overdue or not. */
export async function explainHazard(warehouse: Warehouse, question: Question): Promise<Explanation | null> {
  const [ledger] = await warehouse.rows<
    Sourced & {
      description: string;
      level: string;
      state: string;
      is_overdue: boolean;
      overdue_days: number | null;
      deadline_on: string | null;
      allowed_days: number | null;
      found_on: string;
      missing: string | null;
      edition: string | null;
    }
  >(
    `select told.description, ledger.level, ledger.state, ledger.is_overdue, cast(ledger.overdue_days as integer) as overdue_days,
        cast(ledger.deadline_on as varchar) as deadline_on, cast(ledger.allowed_days as integer) as allowed_days,
        cast(told.found_on as varchar) as found_on, ledger.five_implementations_missing as missing,
        cast(limited.edition as varchar) as edition, told.source, told.file, cast(told.row_number as integer) as row
     from marts.hazard_ledger as ledger join staging.hazard as told on told.hazard_id = ledger.hazard_id
     join scores.hazard_limit as limited on limited.hazard_id = ledger.hazard_id
     where ledger.hazard_id = $1`,
    [question.subjectId],
  );
  if (!ledger) return null;
  const isZh = question.lang === "zh";
  const evidence = evidenceOf(ledger, question.subjectId);
  return explanation(question, await clockOf(warehouse), {
    subject_type: "hazard",
    subject_name: ledger.description,
    method: "hazard-limit",
    edition: ledger.edition,
    level: ledger.level,
    determined_by: "direct",
    direct_reason: ledger.is_overdue
      ? isZh
        ? `未整改，逾期 ${ledger.overdue_days} 天`
        : `open and ${plural(ledger.overdue_days ?? 0, "day")} overdue`
      : null,
    items: [
      item({ indicator_id: "state", title: isZh ? "状态" : "State", value: ledger.state, evidence }),
      item({
        indicator_id: "found_on",
        title: isZh ? "发现日期" : "Found on",
        value: ledger.found_on,
        evidence,
      }),
      item({
        indicator_id: "allowed_days",
        title: isZh ? "整改期限（天）" : "Days allowed",
        value: ledger.allowed_days,
        unit: "days",
        clause: ledger.deadline_on
          ? isZh
            ? `来源给出的整改期限 ${ledger.deadline_on}`
            : `the deadline given by the source, ${ledger.deadline_on}`
          : "hazard-limit",
        rule_row: ledger.deadline_on ? null : `parameters.rectification_days_${ledger.level}`,
        evidence,
      }),
      item({
        indicator_id: "five_implementations_missing",
        title: isZh ? "五落实缺项" : "Five implementations missing",
        value: ledger.missing,
        status: ledger.level === "major" ? "scored" : "not_applicable",
        clause: "安委办〔2016〕11号",
        evidence,
      }),
    ],
  });
}

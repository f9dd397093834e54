import { casIsValid, casPattern } from "./check-digit.js";
import { codesOfColumn } from "./indicator-codes.js";
import { at } from "./rule-fault.js";
import type { RuleIndicator, RulePack } from "./rule-pack.js";
import type { Text } from "./text.js";

/** Look-ups of an installation_grade pack whose rows are keyed by CAS number, or by a name code that stands under one. */
const keyedByCas = ["threshold_t", "beta", "named_beta"];

/** Faults of CAS numbers: a row that stands under no other needs one, and whatever looks like one has a right check digit. */
function lintCasNumbers(indicator: RuleIndicator): Text[] {
  return (indicator.lookup ?? []).flatMap(({ code, under }, index) => {
    const where = `indicators.${indicator.id}.lookup[${index}].code`;
    if (casIsValid(code)) return [];
    if (new RegExp(casPattern).test(code))
      return [
        at(
          where,
          `读到 ${code}，应为末位校验码正确的 CAS 号；请核对号码`,
          `found ${code}, expected a CAS number with a right check digit; look the number up`,
        ),
      ];
    if (under !== undefined) return [];
    return [
      at(
        where,
        `读到 ${code}，应为 CAS 号，如 7782-50-5；请改正，名称代码请写 under`,
        `found ${code}, expected a CAS number such as 7782-50-5; correct it, or give a name code its under`,
      ),
    ];
  });
}

/** Faults of an installation_grade pack: CAS numbers, and grades that nobody could read on, for the level of an enterprise goes by the four. */
export function lintInstallationGrades(pack: RulePack): Text[] {
  if (pack.purpose !== "installation_grade") return [];
  const grades = codesOfColumn("installation", "claimed_grade");
  return [
    ...(pack.indicators ?? []).filter(({ id }) => keyedByCas.includes(id)).flatMap(lintCasNumbers),
    ...(pack.levels ?? []).flatMap(({ level }, index) =>
      grades.includes(level)
        ? []
        : [
            at(
              `levels[${index}].level`,
              `读到 ${level}，应为 ${grades.join("、")} 之一；请改正代码`,
              `found ${level}, expected one of ${grades.join(", ")}; correct the code`,
            ),
          ],
    ),
  ];
}

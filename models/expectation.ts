import type { ColumnContract, EntityContract, OrderRule } from "./contract.js";
import { entityContract } from "./entities.js";
import type { Text } from "./text.js";

export const rejectCodes = [
  "required",
  "type",
  "enum",
  "range",
  "pattern",
  "check_digit",
  "foreign_key",
  "cross_field",
  "unreadable_row",
  "refused_column",
] as const;

export type RejectCode = (typeof rejectCodes)[number];

/** The days between which a date or an instant is believed; the years outside are slips of the keyboard (project default). */
export const believedDays = { from: "1900-01-01", to: "2199-12-31" } as const;

/** One thing that a row must satisfy, in words; `column` is null where the row as a whole is meant. */
export interface Expectation {
  readonly column: ColumnContract | null;
  readonly code: RejectCode;
  readonly expected: Text;
  /** The rule between columns behind a `cross_field`. */
  readonly rule: OrderRule | null;
}

const typeWords: Readonly<Record<ColumnContract["type"], Text>> = {
  text: { zh: "文字", en: "text" },
  code: { zh: "编码", en: "a code" },
  int: { zh: "整数", en: "a whole number" },
  dec: { zh: "数字（整数部分不超过 12 位）", en: "a number of at most 12 digits before the point" },
  bool: { zh: "是、否（true、false、1、0）", en: "one of true, false, 1, 0, 是, 否" },
  date: { zh: "日期，如 2026-11-23", en: "a date such as 2026-11-23" },
  time: { zh: "时间，如 2026-11-23 08:30", en: "a time such as 2026-11-23 08:30" },
};

/** A limit as people read it, `10,000,000`. */
const grouped = (limit: number): string => limit.toLocaleString("en-US");

/** Of a column that is stored wider than others of its type. */
const numberWords: Text = { zh: "数字", en: "a number" };

/**
 * A code that a source gives as it likes. Spreadsheets turn long ones into numbers, `1.23457E+17`, under which different rows become one.
 */
export function isOwnCode(column: ColumnContract): boolean {
  const { type, key, values, pattern, checkDigit, foreign } = column;
  return type === "code" && key && !values && !pattern && !checkDigit && !foreign;
}

const wholeCodeWords: Text = {
  zh: "完整的编号，不用科学计数法",
  en: "the whole code, not a number in scientific notation",
};

function rangeWords(column: ColumnContract): Text | null {
  if (column.firstOfMonth) return { zh: "当月第一天", en: "the first day of a month" };
  if (column.type === "date" || column.type === "time")
    return {
      zh: `${believedDays.from} 至 ${believedDays.to}`,
      en: `between ${believedDays.from} and ${believedDays.to}`,
    };
  if (column.min === null && column.max === null) return null;
  const min = column.min === null ? null : grouped(column.min);
  const max = column.max === null ? null : grouped(column.max);
  if (min === null) return { zh: `不大于 ${max}`, en: `at most ${max}` };
  if (!column.exclusiveMin)
    return max === null
      ? { zh: `不小于 ${min}`, en: `at least ${min}` }
      : { zh: `${min} 至 ${max}`, en: `between ${min} and ${max}` };
  return max === null
    ? { zh: `大于 ${min}`, en: `above ${min}` }
    : { zh: `大于 ${min} 且不大于 ${max}`, en: `above ${min} and at most ${max}` };
}

const checkDigitWords: Readonly<Record<"uscc" | "cas", Text>> = {
  uscc: { zh: "末位校验码正确（GB 32100-2015）", en: "a right check character (GB 32100-2015)" },
  cas: { zh: "末位校验码正确（CAS 号）", en: "a right check digit (CAS number)" },
};

function ofColumn(column: ColumnContract): Expectation[] {
  const found: Expectation[] = [];
  const expect = (code: RejectCode, expected: Text | null): void => {
    if (expected) found.push({ column, code, expected, rule: null });
  };
  if (column.required) expect("required", { zh: "必填", en: "a value" });
  if (column.values) {
    const codes = column.values.map((value) => value.code).join(", ");
    const labels = column.values.map((value) => value.zh);
    expect("enum", { zh: `${labels.join("、")}（${codes}）`, en: `one of ${codes} (${labels.join(", ")})` });
  } else if (column.type !== "text" && column.type !== "code")
    expect("type", column.storedAs === null ? typeWords[column.type] : numberWords);
  expect("range", rangeWords(column));
  expect("pattern", column.pattern?.says ?? (isOwnCode(column) ? wholeCodeWords : null));
  if (column.checkDigit) expect("check_digit", checkDigitWords[column.checkDigit]);
  if (column.foreign?.rejects)
    expect("foreign_key", {
      zh: `${entityContract(column.foreign.entity).heading.zh}（${column.foreign.entity}）中已接受的一行`,
      en: `an accepted row of ${column.foreign.entity}`,
    });
  return found;
}

/** Everything a row of the entity must satisfy, in the order of its columns, the row as a whole first. */
export function expectations(contract: EntityContract): readonly Expectation[] {
  const whole = (code: RejectCode, expected: Text): Expectation => ({
    column: null,
    code,
    expected,
    rule: null,
  });
  return [
    whole("unreadable_row", { zh: "可读取的行", en: "a row that can be read" }),
    ...(contract.refused.length > 0
      ? [
          whole("refused_column", {
            zh: "不含可识别举报人身份的列",
            en: "no column that identifies the reporter",
          }),
        ]
      : []),
    ...contract.columns.flatMap(ofColumn),
    ...contract.rules.map((rule) => ({
      column: contract.columns.find((one) => one.name === rule.later) ?? null,
      code: "cross_field" as const,
      expected: {
        zh: `不早于“${contract.columns.find((one) => one.name === rule.earlier)?.heading.zh}”（${rule.earlier}）`,
        en: `not before ${rule.earlier}`,
      },
      rule,
    })),
  ];
}

/** What a rejected value was expected to be, in both languages: a ledger of rejects keeps the English words only. */
export function expectedText(reject: {
  readonly entity: string;
  readonly column_name: string | null;
  readonly code: string;
  readonly expected: string;
}): Text {
  return (
    expectations(entityContract(reject.entity)).find(
      (one) =>
        one.code === reject.code &&
        (one.column?.name ?? null) === reject.column_name &&
        one.expected.en === reject.expected,
    )?.expected ?? { zh: reject.expected, en: reject.expected }
  );
}

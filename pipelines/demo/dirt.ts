/** What staging must make of a dirty row. */
export type DirtOutcome = "rejected" | "superseded" | "accepted";

/** One kind of dirt that real files bring, at a stated small rate. */
export interface DirtRule {
  readonly entity: string;
  readonly kind: string;
  readonly outcome: DirtOutcome;
  /** Code in staging.reject, where the row is rejected. */
  readonly code: string | null;
  /** The faulty row is one more row beside the good one: for entities to which others refer, so that one fault stays one fault. */
  readonly isExtra: boolean;
  readonly perTenThousand: number;
  /** Column → SQL of the faulty value, over the clean columns. */
  readonly columns: Readonly<Record<string, string>>;
  /** SQL condition a row must meet; the rate applies before it. */
  readonly guard: string;
  /** Needs a text file: a typed Parquet column cannot hold it. */
  readonly isTextOnly: boolean;
}

function spoiled(
  entity: string,
  kind: string,
  perTenThousand: number,
  outcome: DirtOutcome,
  code: string | null,
  columns: Readonly<Record<string, string>>,
  more: { guard?: string; isExtra?: boolean; isTextOnly?: boolean } = {},
): DirtRule {
  return {
    entity,
    kind,
    perTenThousand,
    outcome,
    code,
    columns,
    guard: more.guard ?? "true",
    isExtra: more.isExtra ?? false,
    isTextOnly: more.isTextOnly ?? false,
  };
}

function repeated(
  entity: string,
  kind: "exact_duplicate" | "second_version",
  perTenThousand: number,
  columns: Readonly<Record<string, string>> = {},
): DirtRule {
  return spoiled(entity, kind, perTenThousand, "superseded", null, columns, { isExtra: true });
}

// A well-formed code that no enterprise of the city bears: registrations here always have M as their ninth character.
const unknownEnterprise = "credit_code('91650203999999999')";
// The right check character moved on by one place of the alphabet.
const wrongCheck =
  "left(enterprise_id, 17) || '0123456789ABCDEFGHJKLMNPQRTUWXY0'[1 + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(enterprise_id, 1))]";

/** Every kind of dirt; rates are shares of ten thousand rows, invented, and add up to well below the default limit of rejected rows (2 %). */
export const dirtRules: readonly DirtRule[] = [
  repeated("enterprise", "exact_duplicate", 20),
  repeated("enterprise", "second_version", 15, { employee_count: "employee_count + 1" }),
  spoiled(
    "enterprise",
    "wrong_check_character",
    30,
    "rejected",
    "check_digit",
    { enterprise_id: wrongCheck },
    { isExtra: true },
  ),
  repeated("risk_point", "exact_duplicate", 15),
  repeated("risk_point", "second_version", 8, { exposed_count: "exposed_count + 1" }),
  spoiled(
    "risk_point",
    "unknown_word",
    10,
    "rejected",
    "enum",
    { risk_point_id: "risk_point_id || 'X'", method: "'HAZOP'" },
    { isExtra: true },
  ),
  spoiled("risk_point", "never_as_1900", 20, "accepted", null, { reviewed_on: "date '1900-01-01'" }),
  repeated("check_task", "exact_duplicate", 10),
  spoiled("check_task", "unknown_word", 8, "rejected", "enum", { result: "'已办'" }),
  spoiled("inspection", "unknown_word", 8, "rejected", "enum", { kind: "'突击'" }),
  spoiled("inspection", "dated_in_future", 10, "accepted", null, { inspected_on: "as_of() + 380" }),
  spoiled(
    "penalty",
    "thousands_separator",
    300,
    "accepted",
    null,
    { amount_cny: "format('{:,}', cast(amount_cny as bigint))" },
    { isTextOnly: true },
  ),
  repeated("hazard", "exact_duplicate", 20),
  repeated("hazard", "second_version", 10, { description: "description || '(补充)'" }),
  spoiled("hazard", "unknown_word", 8, "rejected", "enum", { level: "'很大'" }),
  spoiled("hazard", "missing_description", 4, "rejected", "required", { description: "null" }),
  spoiled("hazard", "unknown_enterprise", 3, "rejected", "foreign_key", {
    enterprise_id: unknownEnterprise,
  }),
  spoiled(
    "hazard",
    "verified_before_rectified",
    10,
    "rejected",
    "cross_field",
    { verified_at: "rectified_at - to_days(3)" },
    { guard: "verified_at is not null" },
  ),
  spoiled(
    "hazard",
    "never_as_1900",
    2000,
    "rejected",
    "cross_field",
    { rectified_at: "timestamp '1900-01-01 12:00:00'" },
    { guard: "rectified_at is null and level = 'general' and dirt_slot % 40 = 0" },
  ),
  spoiled(
    "installation_chemical",
    "wrong_check_digit",
    60,
    "rejected",
    "check_digit",
    { cas_no: "'7782-50-4'", chemical_name: "'氯'", hazard_class: "null" },
    { isExtra: true },
  ),
  repeated("alarm", "exact_duplicate", 15),
  spoiled(
    "installation",
    "word_for_number",
    150,
    "rejected",
    "type",
    { installation_id: "installation_id || 'X'", exposed_population_500m: "'无'" },
    { isExtra: true, isTextOnly: true },
  ),
  repeated("policy", "second_version", 12, { written_premium_cny: "written_premium_cny + 100" }),
  spoiled("claim", "negative_amount", 80, "rejected", "range", { paid_cny: "-paid_cny - 1" }),
];

/** A rule with the SQL condition, over clean rows with their `dirt_slot`, under which a row bears it. */
export interface PlacedRule extends DirtRule {
  readonly condition: string;
}

/** The rules of an entity with the slots (of 0 … 9999) that each claims: no row bears two kinds of dirt. */
export function placedRules(entity: string, isText: boolean): PlacedRule[] {
  let from = 0;
  const placed = [];
  for (const rule of dirtRules.filter((candidate) => candidate.entity === entity)) {
    const to = from + rule.perTenThousand;
    if (isText || !rule.isTextOnly)
      placed.push({ ...rule, condition: `(dirt_slot >= ${from} and dirt_slot < ${to} and ${rule.guard})` });
    from = to;
  }
  return placed;
}

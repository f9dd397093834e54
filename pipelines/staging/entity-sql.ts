import type { ColumnContract, EntityContract } from "../../models/contract.js";
import { quoteName, quoteText } from "../warehouse/open.js";
import type { CityClock } from "./city-clock.js";
import { faultChecks, typedName } from "./fault-sql.js";
import { type LiveOptions, liveRows } from "./live-sql.js";
import type { StagedSource } from "./staged-source.js";
import { dayColumn, workState } from "./staging-tables.js";
import { firstStep, typedValue } from "./value-sql.js";

// Longer finds are cut: a reject line is read by a person, the raw row stands beside it.
const foundLength = 200;

export interface EntityOptions extends LiveOptions {
  readonly clock: CityClock;
  /** Whether any enterprise code changed, so that codes have to be looked up. */
  readonly hasAliases: boolean;
}

/** The column of an entity that holds enterprise codes which may have changed; null when there is none. */
function aliasedColumn(contract: EntityContract): ColumnContract | null {
  if (contract.name === "enterprise_alias") return null;
  return (
    contract.columns.find(
      (column) =>
        column.foreign?.entity === "enterprise" ||
        column.enterpriseWhen !== null ||
        (contract.name === "enterprise" && column.name === "enterprise_id"),
    ) ?? null
  );
}

/** Live rows with a typed value beside each text, enterprise codes resolved; `"row renamed"` says whether one was. */
function typedRows(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): string {
  const stepName = (column: ColumnContract): string => quoteName(`step ${column.name}`);
  const steps = contract.columns.flatMap((column) => {
    const step = firstStep(column, quoteName(column.name));
    return step === null ? [] : [`,\n    ${step} as ${stepName(column)}`];
  });
  const typed = contract.columns.map((column) => {
    const value = typedValue(column, quoteName(column.name), stepName(column), options.clock);
    return `${value} as ${typedName(column.name)}`;
  });
  const cleaned = `select *${steps.join("")} from (${liveRows(contract, sources, options)})`;
  const rows = `select cleaned.*,\n    ${typed.join(",\n    ")}\nfrom (${cleaned}) as cleaned`;
  const column = options.hasAliases ? aliasedColumn(contract) : null;
  if (!column) return `select *, false as "row renamed" from (${rows})`;
  const name = typedName(column.name);
  const when = column.enterpriseWhen;
  const only = when ? ` and typed.${typedName(when.column)} = ${quoteText(when.value)}` : "";
  return `select typed.* replace (coalesce(alias.enterprise_id, typed.${name}) as ${name}), alias.enterprise_id is not null as "row renamed"
from (${rows}) as typed
left join staging.enterprise_alias_resolved as alias on alias.old_enterprise_id = typed.${name}${only}`;
}

/** Fills `staging.<entity>` with every live row of sources that are read alike, each marked by `work_state`. */
export function insertRows(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): string {
  const checks = faultChecks(contract, sources[0]?.foreignIds ?? false);
  const values = contract.columns.map((column) => typedName(column.name));
  const days = contract.columns
    .filter((column) => column.type === "time")
    .map(
      (column) => `${options.clock.dayOf(typedName(column.name))} as ${quoteName(dayColumn(column.name))}`,
    );
  return `insert into staging.${contract.name}
select
    ${[...values, ...days].join(",\n    ")},
    "row source", "row file", "row number", "row known_at", "row id",
    case when coalesce(${checks.map((check) => `(${check.condition})`).join("\n        or ")}, false) then ${workState.faulty}
        when "row renamed" then ${workState.renamed} else ${workState.good} end
from (${typedRows(contract, sources, options)})`;
}

/** Fills the temporary table `fault_line` from the rows that `work_state` marks as faulty: one line a fault. */
export function insertFaultLines(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): string {
  const checks = faultChecks(contract, sources[0]?.foreignIds ?? false);
  const conditions = checks.map((check, index) => `(${check.condition}) as "fault ${index}"`);
  const lines = checks.map((check, index) => {
    const column = check.column ? quoteText(check.column.name) : "cast(null as varchar)";
    return `case when "fault ${index}" then struct_pack(column_name := ${column}, code := '${check.code}', found := ${check.found}, expected := ${quoteText(check.expected.en)}) end`;
  });
  const cells = contract.columns.map(
    (column) => `${quoteName(column.name)} := ${quoteName(`raw ${column.name}`)}`,
  );
  // A row that a reporter's identity may hide in is shown by its contract columns alone.
  const rest = contract.refused.length > 0 ? "'{}'" : `coalesce("row rest", '{}')`;
  const marked = `select work_raw_id from staging.${contract.name} where work_state = ${workState.faulty}`;
  // The values stand in the marked rows already; only the texts are read once more.
  const texts = liveRows(contract, sources, {
    ...options,
    isFew: true,
    withRaw: true,
    only: `raw_row.raw_id in (${marked})`,
  });
  const typed = contract.columns.map(
    (column) => `marked.${quoteName(column.name)} as ${typedName(column.name)}`,
  );
  const rows = `select texts.*, ${typed.join(", ")}
from (${texts}) as texts inner join staging.${contract.name} as marked on marked.work_raw_id = texts."row id"`;
  return `insert into staging.fault_line
select raw_id, source, '${contract.name}', file, row_number, fault.column_name, fault.code,
    substr(fault.found, 1, ${foundLength}), fault.expected, raw_row
from (
    select "row id" as raw_id, "row source" as source, "row file" as file, "row number" as row_number, "row fault" as row_fault,
        cast(json_merge_patch(to_json(struct_pack(${cells.join(", ")})), ${rest}) as varchar) as raw_row,
        unnest([${lines.join(",\n            ")}]) as fault
    from (select *, ${conditions.join(",\n        ")} from (${rows}))
)
where fault is not null and (row_fault is null or fault.code in ('unreadable_row', 'refused_column'))`;
}

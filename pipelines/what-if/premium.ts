import { computedTables } from "../computed/tables.js";
import { Fault } from "../fault.js";
import { type BuildNode, buildTables, neededFor, readBuildNodes } from "../warehouse/build.js";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";
import { inWhatIf } from "./catalog.js";

/** One thing imagined about the enterprise of a policy. */
export type PremiumChange =
  | { readonly without_accident: string }
  | { readonly without_claim: string }
  | { readonly standardization_grade: "1" | "2" | "3" | "none" };

/** What a policy comes to: decimals are text, as they are published. */
export interface PremiumOutcome {
  readonly coefficient_raw: string;
  readonly off_balance_factor: string;
  readonly coefficient: string;
  readonly capped_by: string | null;
  readonly previous_coefficient: string | null;
  readonly indicated_premium_cny: string;
  readonly level: string | null;
  /** By indicator. */
  readonly factors: Readonly<Record<string, string>>;
}

export interface PremiumWhatIf {
  readonly policy_id: string;
  readonly change: PremiumChange;
  readonly before: PremiumOutcome;
  readonly after: PremiumOutcome;
}

async function outcomeOf(warehouse: Warehouse, policyId: string): Promise<PremiumOutcome | null> {
  const [row] = await warehouse.rows<Omit<PremiumOutcome, "factors">>(
    `select cast(coefficient_raw as varchar) as coefficient_raw, cast(off_balance_factor as varchar) as off_balance_factor,
        cast(coefficient as varchar) as coefficient, capped_by, cast(previous_coefficient as varchar) as previous_coefficient,
        cast(indicated_premium_cny as varchar) as indicated_premium_cny, level
     from marts.premium_coefficient where policy_id = $1`,
    [policyId],
  );
  if (!row) return null;
  const factors = await warehouse.rows<{ indicator_id: string; factor: string }>(
    `select indicator_id, cast(factor as varchar) as factor from marts.premium_factor where policy_id = $1 order by position`,
    [policyId],
  );
  return { ...row, factors: Object.fromEntries(factors.map((each) => [each.indicator_id, each.factor])) };
}

/** Which table differs in the imagined world, as what select; every other is read where it stands. */
async function changedTable(
  warehouse: Warehouse,
  origin: string,
  enterpriseId: string,
  policyId: string,
  change: PremiumChange,
): Promise<{ readonly table: string; readonly select: string }> {
  const from = (table: string): string => `${quoteName(origin)}.staging.${table}`;
  if ("standardization_grade" in change) {
    const grade = quoteText(change.standardization_grade);
    return {
      table: "enterprise",
      select: `select * replace (
          case when enterprise_id = ${quoteText(enterpriseId)} then ${grade} else standardization_grade end as standardization_grade,
          case when enterprise_id = ${quoteText(enterpriseId)} then null else standardization_valid_until end as standardization_valid_until
        ) from ${from("enterprise")}`,
    };
  }
  const [table, id] =
    "without_accident" in change ? ["accident", change.without_accident] : ["claim", change.without_claim];
  const belongs =
    table === "accident"
      ? "enterprise_id = $2"
      : `policy_id in (select policy_id from ${from("policy")} where enterprise_id = $2)`;
  const [found] = await warehouse.rows(
    `select 1 as one from ${from(table)} where ${table}_id = $1 and ${belongs}`,
    [id, enterpriseId],
  );
  if (!found)
    throw new Fault({
      zh: `${policyId}：${table} ${id} 不属于此保单的企业，应为属于它的；sise explain ${policyId} 列出全部`,
      en: `${policyId}: ${table} ${id} is not of this policy's enterprise, expected one that is; sise explain ${policyId} lists them`,
    });
  return { table, select: `select * from ${from(table)} where ${table}_id <> ${quoteText(id)}` };
}

const targets = ["marts.premium_coefficient", "marts.premium_factor"];

/** The tables of a catalog that hold rows; its views are made anew, for they read by unqualified names. */
async function tablesOf(warehouse: Warehouse, origin: string): Promise<string[]> {
  const rows = await warehouse.rows<{ name: string }>(
    `select schema_name || '.' || table_name as name from duckdb_tables()
     where database_name = $1 and schema_name in ('staging', 'rules', 'facts', 'scores', 'marts') order by name`,
    [origin],
  );
  return rows.map((row) => row.name);
}

/** The nodes that a change of one table reaches, and every view; the others stand as they are in the origin. */
function affectedBy(nodes: readonly BuildNode[], table: string): BuildNode[] {
  const reached = new Set([table]);
  return nodes.filter((node) => {
    const isReached = node.reads.some((read) => reached.has(read));
    if (isReached) reached.add(node.table);
    return isReached || node.statement?.startsWith("create or replace view");
  });
}

/**
 * What would a policy's coefficient be, had this accident or claim not happened, or after another standardisation grade?
 * The whole book is computed again by the very files of sql/, for credibility and balance rest on everybody.
 * Null when no priced policy has the id. Throws a Fault for an accident or claim that is not of the policy's enterprise.
 */
export async function premiumWhatIf(
  warehouse: Warehouse,
  question: {
    readonly policyId: string;
    readonly change: PremiumChange;
    /** Catalog with staging, rules and marts; the snapshot's is `build`. */
    readonly origin?: string;
  },
): Promise<PremiumWhatIf | null> {
  const { policyId, change, origin = "build" } = question;
  const before = await outcomeOf(warehouse, policyId);
  const [policy] = await warehouse.rows<{ enterprise_id: string }>(
    "select enterprise_id from marts.premium_coefficient where policy_id = $1",
    [policyId],
  );
  if (!before || !policy) return null;
  const changed = await changedTable(warehouse, origin, policy.enterprise_id, policyId, change);
  const nodes = affectedBy(
    neededFor(await readBuildNodes(warehouse, computedTables), targets),
    `staging.${changed.table}`,
  );
  const after = await inWhatIf(warehouse, origin, async () => {
    const catalog = quoteName(origin);
    const made = new Set([`staging.${changed.table}`, ...nodes.map((node) => node.table)]);
    for (const schema of ["staging", "rules", "facts", "scores", "marts"])
      await warehouse.run(`create schema ${schema}`);
    for (const table of await tablesOf(warehouse, origin))
      if (!made.has(table)) await warehouse.run(`create view ${table} as select * from ${catalog}.${table}`);
    await warehouse.run(`create table staging.${changed.table} as ${changed.select}`);
    await buildTables(warehouse, { nodes });
    return outcomeOf(warehouse, policyId);
  });
  return after ? { policy_id: policyId, change, before, after } : null;
}

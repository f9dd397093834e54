import { entities } from "../../models/entities.js";
import { type BuildNode, buildTables, neededFor } from "../warehouse/build.js";
import { stagingColumns } from "../staging/staging-tables.js";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";

/** One imagined world for one enterprise: its hazards closed and its risk points reviewed on the day of the question. */
export interface Scenario {
  readonly scenarioId: number;
  readonly enterpriseId: string;
  readonly closeHazards: readonly string[];
  readonly reviewRiskPoints: readonly string[];
}

/** What a scenario is asked about: the level of the enterprise, or the visits that it is to be given a year. */
export type AskedTotal = "scores.enterprise_level_total" | "scores.inspection_requirement_total";

/** What the same SQL says of a scenario; level `insufficient_data` has no score. */
export interface ScenarioResult {
  readonly scenarioId: number;
  readonly level: string;
  readonly score: string | null;
}

/** The mark between an enterprise's id and its scenario's number, which comes last: a foreign id may have the same sign within. */
const mark = "#";

// Entities that belong to an enterprise are copied with their ids marked by scenario; the others are read where they are.
const ownedEntities = entities.filter((entity) => isOwned(entity.name, new Set()));

function isOwned(name: string, seen: Set<string>): boolean {
  if (name === "enterprise" || name === "assessment_input" || name === "discredited") return true;
  if (name === "enterprise_alias" || seen.has(name)) return false;
  seen.add(name);
  const entity = entities.find((candidate) => candidate.name === name);
  return (entity?.columns ?? []).some((column) => column.foreign && isOwned(column.foreign.entity, seen));
}

function isMarked(entityName: string, column: (typeof entities)[number]["columns"][number]): boolean {
  if (entityName === "assessment_input") return column.name === "subject_id";
  if (column.name === "enterprise_id") return true;
  if (column.foreign) return ownedEntities.some((owner) => owner.name === column.foreign?.entity);
  // Ids only: a CAS number or a day is the same in every imagined world.
  return column.key && column.name.endsWith("_id");
}

/** How a row of an entity finds its enterprise: a condition on alias `entity_row`, or the join that leads there. */
function ownerJoin(
  origin: string,
  entityName: string,
  alias = "entity_row",
  depth = 0,
): { join: string; owner: string } {
  if (entityName === "assessment_input") return { join: "", owner: `${alias}.subject_id` };
  const entity = entities.find((candidate) => candidate.name === entityName);
  if (entityName === "enterprise" || entity?.columns.some((column) => column.name === "enterprise_id"))
    return { join: "", owner: `${alias}.enterprise_id` };
  const link = entity?.columns.find(
    (column) => column.foreign && ownedEntities.some((owner) => owner.name === column.foreign?.entity),
  );
  if (!link?.foreign) throw new Error(`${entityName}: no way from its rows to an enterprise`);
  const parent = `parent_${depth}`;
  const upward = ownerJoin(origin, link.foreign.entity, parent, depth + 1);
  return {
    join: `join ${origin}.staging.${link.foreign.entity} as ${parent} on ${alias}.${link.name} = ${parent}.${link.foreign.column}\n${upward.join}`,
    owner: upward.owner,
  };
}

async function tableNames(warehouse: Warehouse, origin: string, schema: string): Promise<string[]> {
  const rows = await warehouse.rows<{ table_name: string }>(
    "select table_name from duckdb_tables() where database_name = $1 and schema_name = $2 order by table_name",
    [origin, schema],
  );
  return rows.map((row) => row.table_name);
}

/**
 * Copies the rows of the scenarios' enterprises of the entities that are `read`; a column that no statement has `named` is left
 * empty: a hazard's description weighs more than all its days and codes.
 */
async function copyOwned(
  warehouse: Warehouse,
  origin: string,
  read: ReadonlySet<string>,
  named: ReadonlySet<string>,
): Promise<void> {
  for (const entity of ownedEntities) {
    if (!read.has(`staging.${entity.name}`)) continue;
    const { join, owner } = ownerJoin(origin, entity.name);
    const marked = new Set(
      entity.columns.filter((column) => isMarked(entity.name, column)).map((column) => column.name),
    );
    const columns = stagingColumns(entity).map(([name, type]) => {
      if (marked.has(name))
        return `entity_row.${quoteName(name)} || '${mark}' || scenario.scenario_id as ${quoteName(name)}`;
      return named.has(name)
        ? `entity_row.${quoteName(name)}`
        : `cast(null as ${type}) as ${quoteName(name)}`;
    });
    await warehouse.run(
      `create or replace table staging.${entity.name} as
       select ${columns.join(", ")}
       from ${origin}.staging.${entity.name} as entity_row
       ${join}
       join scenario on scenario.enterprise_id = ${owner}`,
    );
  }
}

/** The texts of a change list as rows, in one statement however many there are. */
async function loadScenarios(warehouse: Warehouse, scenarios: readonly Scenario[]): Promise<void> {
  const load = (table: string, columns: Record<string, string>, rows: readonly object[]): Promise<void> =>
    warehouse.run(
      `create or replace table ${table} as
       select unnest(from_json($1::json, '[${JSON.stringify(columns)}]'), recursive := true)`,
      [JSON.stringify(rows)],
    );
  await load(
    "scenario",
    { scenario_id: "INTEGER", enterprise_id: "VARCHAR" },
    scenarios.map((each) => ({ scenario_id: each.scenarioId, enterprise_id: each.enterpriseId })),
  );
  await load(
    "closed_hazard",
    { hazard_id: "VARCHAR" },
    scenarios.flatMap((each) =>
      each.closeHazards.map((id) => ({ hazard_id: `${id}${mark}${each.scenarioId}` })),
    ),
  );
  await load(
    "reviewed_risk_point",
    { risk_point_id: "VARCHAR" },
    scenarios.flatMap((each) =>
      each.reviewRiskPoints.map((id) => ({ risk_point_id: `${id}${mark}${each.scenarioId}` })),
    ),
  );
}

/**
 * What would the levels be (or what else `total` names)? Copies the scenarios' enterprises out of `origin` (a catalog with staging and rules) into
 * memory, changes their rows, and runs the very files of sql/ on the copies: answers are recomputed, never guessed.
 * `asOf` is the day of the question; hazards are closed and verified, risk points reviewed, on that day.
 * The catalog in use afterwards is `origin` again.
 */
export async function askWhatIf(
  warehouse: Warehouse,
  options: {
    readonly origin: string;
    readonly asOf: string;
    readonly scenarios: readonly Scenario[];
    readonly nodes: readonly BuildNode[];
    readonly lanes?: number;
    readonly total?: AskedTotal;
  },
): Promise<ScenarioResult[]> {
  if (options.scenarios.length === 0) return [];
  const total = options.total ?? "scores.enterprise_level_total";
  return inWhatIf(warehouse, options.origin, async () => {
    await loadScenarios(warehouse, options.scenarios);
    // Only what the level is made from is copied: the rest of a city need not be there for its levels.
    const needed = neededFor(options.nodes, [total]);
    const read = new Set(needed.flatMap((node) => [...node.reads]));
    for (const changed of ["staging.hazard", "staging.risk_point"]) read.add(changed);
    const named = new Set(needed.flatMap((node) => node.statement?.match(/\w+/g) ?? []));
    await borrowTables(warehouse, options.origin, options.asOf, read);
    await copyOwned(warehouse, options.origin, read, named);
    const day = quoteText(options.asOf);
    await warehouse.run(
      `update staging.hazard
       set rectified_on = ${day}, verified_on = ${day}, rectified_at = ${day}, verified_at = ${day},
           rectified_by = coalesce(rectified_by, 'rectifier'), verified_by = 'verifier'
       where hazard_id in (select hazard_id from closed_hazard)`,
    );
    await warehouse.run(
      `update staging.risk_point set reviewed_on = ${day}
       where risk_point_id in (select risk_point_id from reviewed_risk_point)`,
    );
    await buildTables(warehouse, { nodes: options.nodes, only: [total], lanes: options.lanes ?? 1 });
    const rows = await warehouse.rows<{ scenario_id: number; level: string; score: string | null }>(
      `select cast(split_part(subject_id, '${mark}', -1) as integer) as scenario_id, level, cast(score as varchar) as score
       from ${total} where as_of = ${day} order by scenario_id`,
    );
    return rows.map((row) => ({ scenarioId: row.scenario_id, level: row.level, score: row.score }));
  });
}

/** One enterprise or several as they are, for another day: nothing is imagined, only the day of the question differs. */
export async function copyUnchanged(
  warehouse: Warehouse,
  origin: string,
  asOf: string,
  enterpriseIds: readonly string[],
): Promise<void> {
  await borrowTables(warehouse, origin, asOf);
  for (const entity of ownedEntities) {
    const { join, owner } = ownerJoin(origin, entity.name);
    await warehouse.run(
      `create or replace table staging.${entity.name} as
       select entity_row.* from ${origin}.staging.${entity.name} as entity_row
       ${join}
       where ${owner} in (select unnest(from_json($1::json, '["VARCHAR"]')))`,
      [JSON.stringify(enterpriseIds)],
    );
  }
}

/** Runs `work` inside a fresh in-memory catalog and comes back to `origin`, whatever happens. */
export async function inWhatIf<Result>(
  warehouse: Warehouse,
  origin: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await warehouse.run("attach ':memory:' as what_if");
  await warehouse.run("use what_if");
  try {
    return await work();
  } finally {
    await warehouse.run(`use ${quoteName(origin)}`);
    await warehouse.run("detach what_if");
  }
}

/**
 * Everything that no scenario changes is read where it stands: views on the origin's rules and shared staging tables, all of
 * them or those of `read`.
 */
async function borrowTables(
  warehouse: Warehouse,
  origin: string,
  asOf: string,
  read: ReadonlySet<string> | null = null,
): Promise<void> {
  const owned = new Set(["staging.evaluation", ...ownedEntities.map((entity) => `staging.${entity.name}`)]);
  for (const schema of ["staging", "rules"]) {
    await warehouse.run(`create schema if not exists ${schema}`);
    const names = (await tableNames(warehouse, origin, schema)).map((table) => `${schema}.${table}`);
    for (const name of names)
      if (!owned.has(name) && (read === null || read.has(name)))
        await warehouse.run(`create view ${name} as select * from ${origin}.${name}`);
  }
  await warehouse.run(
    `create table staging.evaluation as
     select cast(${quoteText(asOf)} as date) as as_of, true as is_current, max(known_at) as known_at
     from ${origin}.staging.evaluation`,
  );
}

import { computedTables } from "../../pipelines/computed/tables.js";
import { readBuildNodes } from "../../pipelines/warehouse/build.js";
import { asOf, openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

/** Days before the small city's day, ISO. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(`${asOf}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** A small city whose levels a test sets by hand, so that requirement and plan are tried apart from the levels. */
export interface InspectionCity extends SmallWarehouse {
  /** Builds what comes before, sets the levels, and makes requirement, plan and their marts. */
  inspect(levels: Readonly<Record<string, string>>): Promise<void>;
}

const own = /^(scores\.(inspection_|planned_|plan_|hazard_state_now)|marts\.(inspection_|plan_))/;

export async function openInspectionCity(days?: readonly string[]): Promise<InspectionCity> {
  const city = await openSmallWarehouse(days ? { days } : {});
  return {
    ...city,
    async inspect(levels) {
      await city.build(
        "scores.inspection_requirement",
        "scores.inspection_focus",
        "scores.enterprise_level_part",
      );
      for (const kind of ["table", "view"])
        await city.warehouse
          .run(`drop ${kind} if exists scores.enterprise_level_total`)
          .catch(() => undefined);
      const rows = Object.entries(levels).map(([id, level]) => `('${id}', '${level}')`);
      await city.warehouse.run(
        `create table scores.enterprise_level_total as
         select evaluation.as_of, told.subject_id, told.level
         from (values ${rows.join(", ")}) as told (subject_id, level) cross join staging.evaluation as evaluation`,
      );
      for (const node of await readBuildNodes(city.warehouse, computedTables))
        if (own.test(node.table)) await node.make(city.warehouse);
    },
  };
}

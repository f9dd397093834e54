import type { BuildNode } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { askWhatIf } from "./catalog.js";
import { findWaysOut, type WayOut } from "./way-out.js";

type Changes = Pick<WayOut, "closeHazards" | "reviewRiskPoints">;

/**
 * Changes that lower the least visits a year of an enterprise, one set for each lower minimum, fewest visits last. Tried are
 * the ways out of its level, the acceptance of every major hazard not yet struck off, and both together; each is
 * recomputed by the SQL of the run. Accidents, penalties and listings only time takes away.
 * @param options.minimum what is asked of it now
 */
export async function findLowerRequirements(
  warehouse: Warehouse,
  options: {
    readonly asOf: string;
    readonly nodes: readonly BuildNode[];
    readonly enterpriseId: string;
    readonly minimum: number;
  },
): Promise<readonly WayOut[]> {
  const { asOf, nodes, enterpriseId } = options;
  if (options.minimum === 0) return [];
  const majors = (
    await warehouse.rows<{ hazard_id: string }>(
      `select hazard_id from staging.hazard
       where enterprise_id = $1 and level = 'major' and found_on <= $2::date
          and (verified_on is null or verified_on > $2::date)
       order by hazard_id`,
      [enterpriseId, asOf],
    )
  ).map((row) => row.hazard_id);
  const levelWays =
    (await findWaysOut(warehouse, { origin: "build", asOf, nodes, enterpriseIds: [enterpriseId] })).get(
      enterpriseId,
    ) ?? [];
  const accepted: Changes = { closeHazards: majors, reviewRiskPoints: [] };
  const tried: Changes[] = [
    ...levelWays,
    ...(majors.length > 0
      ? [accepted, ...levelWays].map((way) => ({
          closeHazards: [...new Set([...majors, ...way.closeHazards])],
          reviewRiskPoints: way.reviewRiskPoints,
        }))
      : []),
  ];
  const results = await askWhatIf(warehouse, {
    origin: "build",
    asOf,
    nodes,
    total: "scores.inspection_requirement_total",
    scenarios: tried.map(({ closeHazards, reviewRiskPoints }, scenarioId) => ({
      scenarioId,
      enterpriseId,
      closeHazards,
      reviewRiskPoints,
    })),
  });
  const sizeOf = (way: Changes): number => way.closeHazards.length + way.reviewRiskPoints.length;
  const fewest = new Map<number, WayOut>();
  for (const { scenarioId, level, score } of results) {
    const { closeHazards, reviewRiskPoints } = tried[scenarioId] as Changes;
    const way = { closeHazards, reviewRiskPoints, level, score };
    const visits = Number(score);
    const known = fewest.get(visits);
    if (score !== null && visits < options.minimum && (!known || sizeOf(way) < sizeOf(known)))
      fewest.set(visits, way);
  }
  return [...fewest].sort(([a], [b]) => b - a).map(([, way]) => way);
}

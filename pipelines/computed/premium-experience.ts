import {
  type ExperienceRow,
  ownExperience,
  type SectorExperience,
  sectorExperience,
} from "../../models/premium/experience.js";
import type { ComputedTable } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { writeTable } from "./write-table.js";

interface ExperienceLine {
  as_of: string;
  enterprise_id: string;
  policy_id: string;
  sector: string;
  person_days: string | number;
  event_weight: string;
  lag_days: number;
}

interface PolicyLine {
  as_of: string;
  role: "current" | "previous";
  policy_id: string;
  sector: string;
  person_days: string | number | null;
  event_weight: string | null;
  claim_count: string | number | null;
  accident_count: string | number | null;
}

const columns = {
  as_of: "date",
  policy_id: "varchar",
  regulated_sector: "varchar",
  structure_of: "varchar",
  enterprise_count: "bigint",
  observation_count: "bigint",
  within_variance: "decimal(28, 9)",
  between_variance: "decimal(28, 9)",
  collective_rate: "decimal(18, 9)",
  own_rate: "decimal(18, 9)",
  person_days: "bigint",
  claim_count: "bigint",
  accident_count: "bigint",
  event_weight: "decimal(18, 6)",
  credibility_z: "decimal(9, 6)",
  experience_ratio: "decimal(18, 4)",
} as const;

function fixed(value: number | null, digits: number): string | null {
  return value === null ? null : value.toFixed(digits);
}

/** What was lived through, day by day of the run; `lag_days` 0 is up to the day, more is the past that gives the variances, and the mean for the year before. */
async function readCollectives(
  warehouse: Warehouse,
): Promise<Map<string, Record<"current" | "previous", Map<string, SectorExperience>>>> {
  const lines = await warehouse.rows<ExperienceLine>(
    `select cast(as_of as varchar) as as_of, enterprise_id, policy_id, coalesce(regulated_sector, 'other') as sector,
        person_days, cast(event_weight as varchar) as event_weight, cast(lag_days as integer) as lag_days
     from scores.premium_experience where lag_days <> 1 and valued_on = as_of
     order by as_of, enterprise_id, policy_id, lag_days`,
  );
  const days = await warehouse.rows<{ as_of: string; least: number; lag: number; earlier: number }>(
    `select cast(scope.as_of as varchar) as as_of,
        cast(coalesce(max(case when parameter_id = 'credibility_least_enterprises' then value_number end), 2) as integer) as least,
        cast(coalesce(max(case when parameter_id = 'structure_lag_days' then value_number end), 0) as integer) as lag,
        cast(coalesce(max(case when parameter_id = 'previous_lag_days' then value_number end), 0) as integer) as earlier
     from scores.premium_edition as scope
     left join rules.parameter as parameter on scope.method = parameter.method and scope.edition = parameter.edition
     group by scope.as_of order by scope.as_of`,
  );
  const byDay = new Map<string, ExperienceLine[]>();
  for (const line of lines) {
    const of = byDay.get(line.as_of);
    if (of) of.push(line);
    else byDay.set(line.as_of, [line]);
  }
  return new Map(
    days.map((day) => {
      const seen = (lag: number): ExperienceRow[] =>
        (byDay.get(day.as_of) ?? [])
          .filter((line) => line.lag_days === lag)
          .map((line) => ({
            enterpriseId: line.enterprise_id,
            policyId: line.policy_id,
            sector: line.sector,
            personDays: Number(line.person_days),
            events: Number(line.event_weight),
          }));
      const past = seen(day.lag > 1 ? day.lag : 0);
      const bySector = (now: readonly ExperienceRow[]): Map<string, SectorExperience> =>
        new Map(sectorExperience(past, now, day.least).map((each) => [each.sector, each]));
      const previous = bySector(seen(day.earlier > day.lag ? day.earlier : 0));
      return [day.as_of, { current: bySector(seen(0)), previous }];
    }),
  );
}

/**
 * `scores.premium_experience_ratio`: of each priced policy its enterprise's experience against its sector's, by
 * Bühlmann–Straub credibility (models/premium). Key: as_of, policy_id. Rates are per thousand insured person-years.
 */
export const premiumExperience: ComputedTable = {
  table: "scores.premium_experience_ratio",
  reads: ["scores.premium_experience", "scores.premium_policy", "scores.premium_edition", "rules.parameter"],
  make: async (warehouse) => {
    const collectives = await readCollectives(warehouse);
    const policies = await warehouse.rows<PolicyLine>(
      `select cast(policy.as_of as varchar) as as_of, policy.policy_id, policy.role, coalesce(policy.regulated_sector, 'other') as sector,
          sum(experience.person_days) as person_days, cast(sum(experience.event_weight) as varchar) as event_weight,
          sum(experience.claim_count) as claim_count, sum(experience.accident_count) as accident_count
       from scores.premium_policy as policy
       left join scores.premium_experience as experience
          on policy.as_of = experience.as_of and policy.enterprise_id = experience.enterprise_id
          and policy.valued_on = experience.valued_on
          and experience.lag_days = case policy.role when 'current' then 0 else 1 end
       group by policy.as_of, policy.policy_id, policy.role, policy.regulated_sector order by policy.as_of, policy.policy_id`,
    );
    return writeTable(
      warehouse,
      premiumExperience.table,
      columns,
      policies.flatMap((policy) => {
        const sector = collectives.get(policy.as_of)?.[policy.role].get(policy.sector);
        if (!sector) return [];
        const personDays = Number(policy.person_days ?? 0);
        const own = ownExperience({ personDays, events: Number(policy.event_weight ?? 0) }, sector);
        return [
          {
            as_of: policy.as_of,
            policy_id: policy.policy_id,
            regulated_sector: policy.sector,
            structure_of: sector.structureOf,
            enterprise_count: sector.structure.risks,
            observation_count: sector.structure.observations,
            within_variance: fixed(sector.structure.within, 9),
            between_variance: fixed(sector.structure.between, 9),
            collective_rate: fixed(sector.mean, 9),
            own_rate: personDays > 0 ? fixed(own.rate, 9) : null,
            person_days: personDays,
            claim_count: Number(policy.claim_count ?? 0),
            accident_count: Number(policy.accident_count ?? 0),
            event_weight: policy.event_weight ?? "0",
            credibility_z: fixed(own.z, 6),
            experience_ratio: fixed(own.ratio, 4),
          },
        ];
      }),
    );
  },
};

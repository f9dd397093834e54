import { groupBy } from "../../models/group-by.js";
import { type Exact, exact, roundRatio, toText } from "../../models/premium/exact.js";
import {
  type BookCollective,
  bookCollectives,
  cityExperience,
  eventUnit,
  type ExperienceRow,
  ownExperience,
  rateOf,
  variancesOf,
} from "../../models/premium/experience.js";
import { breathe } from "../breathe.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import type { ComputedTable } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { writeTable } from "./write-table.js";

interface ExperienceLine {
  as_of: string;
  enterprise_id: string;
  sector: string;
  person_days: string;
  event_weight: string;
}

interface PolicyLine {
  as_of: string;
  policy_id: string;
  enterprise_id: string;
  insurer_id: string;
  sector: string;
  person_days: string;
  event_weight: string;
  claim_count: string;
  accident_count: string;
}

interface DayRules {
  as_of: string;
  least: number;
  person_years: string | null;
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
  credibility_person_years: "decimal(28, 4)",
  collective_rate: "decimal(18, 9)",
  own_rate: "decimal(18, 9)",
  person_days: "bigint",
  claim_count: "bigint",
  accident_count: "bigint",
  event_weight: "decimal(18, 6)",
  credibility_z: "decimal(9, 6)",
  experience_ratio: "decimal(18, 4)",
} as const;

/** Rounded once, half up, where it is written. */
function fixed(value: Exact, digits: number): string {
  return toText(roundRatio(value.digits * 10n ** BigInt(digits), value.scale), digits);
}

/** Decimals of six places as a whole number of millionths. */
function millionths(text: string): bigint {
  const { digits, scale } = exact(text);
  return (digits * eventUnit) / scale;
}

function byDay<Line extends { readonly as_of: string }>(lines: readonly Line[]): Map<string, Line[]> {
  return groupBy(lines, (line) => line.as_of);
}

function readRules(warehouse: Warehouse): Promise<DayRules[]> {
  return warehouse.rows<DayRules>(
    `select cast(scope.as_of as varchar) as as_of,
        cast(coalesce(max(case when parameter_id = 'credibility_least_enterprises' then value_number end), 2) as integer) as least,
        cast(max(case when parameter_id = 'credibility_person_years' then value_number end) as varchar) as person_years
     from scores.premium_edition as scope
     left join rules.parameter as parameter on scope.method = parameter.method and scope.edition = parameter.edition
     group by scope.as_of order by scope.as_of`,
  );
}

/** The collectives of every book of a day. */
function collectivesOf(
  rows: readonly ExperienceRow[],
  policies: readonly PolicyLine[],
  rules: DayRules,
): ReadonlyMap<string, ReadonlyMap<string, BookCollective>> {
  const city = cityExperience(rows);
  const books = new Map<string, { enterprises: Set<string>; sectors: Set<string> }>();
  for (const policy of policies) {
    const book = books.get(policy.insurer_id) ?? { enterprises: new Set(), sectors: new Set() };
    book.enterprises.add(policy.enterprise_id);
    book.sectors.add(policy.sector);
    books.set(policy.insurer_id, book);
  }
  const personYears = rules.person_years === null ? null : exact(rules.person_years);
  return new Map(
    [...books].map(([insurer, { enterprises, sectors }]) => [
      insurer,
      bookCollectives(city, enterprises, sectors, { least: rules.least, personYears }),
    ]),
  );
}

function ratioLine(policy: PolicyLine, collective: BookCollective): Record<keyof typeof columns, string> {
  const personDays = BigInt(policy.person_days);
  const events = millionths(policy.event_weight);
  const own = ownExperience({ personDays, events }, collective);
  const { within, between } = variancesOf(collective.structure);
  const { constant, mean } = collective;
  const optional = (value: Exact | null, digits: number): string | null => value && fixed(value, digits);
  const line = {
    as_of: policy.as_of,
    policy_id: policy.policy_id,
    regulated_sector: policy.sector,
    structure_of: collective.structureOf,
    enterprise_count: String(collective.structure.risks),
    observation_count: String(collective.structure.observations),
    within_variance: optional(within, 9),
    between_variance: optional(between, 9),
    credibility_person_years:
      constant === null ? null : fixed({ digits: constant, scale: 365n * 10n ** 9n }, 4),
    collective_rate: fixed(rateOf(mean.events, mean.weight), 9),
    own_rate: personDays > 0n ? fixed(rateOf(events, personDays), 9) : null,
    person_days: policy.person_days,
    claim_count: policy.claim_count,
    accident_count: policy.accident_count,
    event_weight: policy.event_weight,
    credibility_z: fixed(own.z, 6),
    experience_ratio: fixed(own.ratio, 4),
  };
  return line as Record<keyof typeof columns, string>;
}

/**
 * `scores.premium_experience_ratio`: of each priced policy its enterprise's experience against its sector's, by
 * Bühlmann–Straub credibility (models/premium). Key: as_of, policy_id. Rates are per thousand insured person-years;
 * `enterprise_count` and `observation_count` are those outside the book, from which the variances come.
 */
export const premiumExperience: ComputedTable = {
  table: "scores.premium_experience_ratio",
  reads: ["scores.premium_experience", "scores.premium_policy", "scores.premium_edition", "rules.parameter"],
  make: async (warehouse) => {
    const lived = byDay(
      await bulkRows<ExperienceLine>(warehouse, {
        select: `select cast(as_of as varchar) as as_of, enterprise_id, coalesce(regulated_sector, 'other') as sector,
            cast(person_days as varchar) as person_days, cast(event_weight as varchar) as event_weight,
            policy_id as order_policy
         from scores.premium_experience`,
        orderBy: "as_of, enterprise_id, order_policy",
      }),
    );
    const policies = byDay(
      await bulkRows<PolicyLine>(warehouse, {
        select: `select cast(policy.as_of as varchar) as as_of, policy.policy_id, policy.enterprise_id, policy.insurer_id,
            coalesce(policy.regulated_sector, 'other') as sector,
            cast(coalesce(sum(experience.person_days), 0) as varchar) as person_days,
            cast(cast(coalesce(sum(experience.event_weight), 0) as decimal(18, 6)) as varchar) as event_weight,
            cast(coalesce(sum(experience.claim_count), 0) as varchar) as claim_count,
            cast(coalesce(sum(experience.accident_count), 0) as varchar) as accident_count
         from scores.premium_policy as policy
         left join scores.premium_experience as experience
            on policy.as_of = experience.as_of and policy.enterprise_id = experience.enterprise_id
         group by policy.as_of, policy.policy_id, policy.enterprise_id, policy.insurer_id, policy.regulated_sector`,
        orderBy: "as_of, policy_id",
      }),
    );
    const lines: Record<keyof typeof columns, string>[] = [];
    for (const rules of await readRules(warehouse)) {
      await breathe();
      const priced = policies.get(rules.as_of) ?? [];
      const rows = (lived.get(rules.as_of) ?? []).map(
        (line): ExperienceRow => ({
          enterpriseId: line.enterprise_id,
          sector: line.sector,
          personDays: BigInt(line.person_days),
          events: millionths(line.event_weight),
        }),
      );
      const books = collectivesOf(rows, priced, rules);
      for (const policy of priced) {
        const collective = books.get(policy.insurer_id)?.get(policy.sector);
        if (collective) lines.push(ratioLine(policy, collective));
      }
    }
    return writeTable(warehouse, premiumExperience.table, columns, lines);
  },
};

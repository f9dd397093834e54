import { codeName } from "../../dashboards/codes.js";
import type { Lang } from "../../models/text.js";
import { computedTables } from "../computed/tables.js";
import { Fault } from "../fault.js";
import { buildTables, readBuildNodes } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { copyUnchanged, inWhatIf } from "../what-if/catalog.js";
import { findLowerRequirements } from "../what-if/requirement.js";
import { changeText, type Explanation, toNumber } from "./explanation.js";
import { clockOf } from "./plain-subject.js";
import { requirementItems } from "./requirement.js";

/** What a day that the run did not compute needs to be answered for. */
const answered = [
  "facts.calendar_window",
  "scores.inspection_requirement",
  "scores.inspection_requirement_item",
  "scores.inspection_requirement_part",
  "scores.inspection_requirement_determination",
];

interface Question {
  readonly subjectId: string;
  readonly asOf: string | null;
  readonly method: string | null;
  readonly lang: Lang;
}

/**
 * The inspection requirement of an enterprise as an explanation of its own: the score is the least visits a year, the level
 * its class of inspection. Null where `method` is none that sets requirements, or no enterprise has the id.
 */
export async function explainRequirementSubject(
  warehouse: Warehouse,
  question: Question,
): Promise<Explanation | null> {
  const { subjectId, method } = question;
  if (method === null) return null;
  const [known] = await warehouse.rows(
    "select 1 as one from rules.edition where method = $1 and purpose = 'inspection_requirement' limit 1",
    [method],
  );
  const [subject] = await warehouse.rows<{ enterprise_name: string }>(
    "select enterprise_name from staging.enterprise where enterprise_id = $1",
    [subjectId],
  );
  if (!known || !subject) return null;
  const clock = await clockOf(warehouse);
  const asOf = question.asOf ?? clock.as_of;
  const read = async (): Promise<Explanation> => ({
    ...(await readRequirement(warehouse, { ...question, method, asOf }, { ...clock, ...subject })),
    ...(asOf === clock.as_of ? {} : { is_way_out_sought: false }),
  });
  // A run asks on its own day and at a year's end; of any other day, also one whose levels it computed, the SQL is run again.
  const [evaluated] = await warehouse.rows(
    "select 1 as one from scores.inspection_requirement_total where as_of = $1::date limit 1",
    [asOf],
  );
  if (asOf === clock.as_of) {
    const explained = await read();
    return {
      ...explained,
      way_out: await waysOut(warehouse, subjectId, asOf, explained.score ?? 0, question.lang),
    };
  }
  if (evaluated) return read();
  const nodes = await readBuildNodes(warehouse, computedTables);
  return inWhatIf(warehouse, "build", async () => {
    await copyUnchanged(warehouse, "build", asOf, [subjectId]);
    await buildTables(warehouse, { nodes, only: answered });
    return read();
  });
}

async function waysOut(
  warehouse: Warehouse,
  subjectId: string,
  asOf: string,
  minimum: number,
  lang: Lang,
): Promise<Explanation["way_out"]> {
  const nodes = await readBuildNodes(warehouse, computedTables);
  const ways = await findLowerRequirements(warehouse, { asOf, nodes, enterpriseId: subjectId, minimum });
  return ways.map((way) => ({
    change: changeText(way)[lang],
    close_hazards: way.closeHazards,
    review_risk_points: way.reviewRiskPoints,
    level: way.level,
    score: toNumber(way.score),
  }));
}

interface RequirementRow {
  readonly as_of: string;
  readonly method: string;
  readonly edition: string;
  readonly score: string | null;
  readonly level: string;
  readonly determined_by: string;
  readonly direct_reason: string | null;
}

async function readRequirement(
  warehouse: Warehouse,
  question: Question & { readonly method: string; readonly asOf: string },
  known: { readonly known_at: string; readonly enterprise_name: string },
): Promise<Explanation> {
  const { subjectId, asOf, lang, method } = question;
  const history = await warehouse.rows<RequirementRow>(
    `select cast(as_of as varchar) as as_of, method, cast(edition as varchar) as edition, cast(score as varchar) as score, level,
        determined_by, direct_reason_${lang} as direct_reason
     from scores.inspection_requirement_total where subject_id = $1 and method = $2 order by as_of`,
    [subjectId, method],
  );
  const total = history.find((row) => row.as_of === asOf);
  if (!total)
    throw new Fault(
      {
        zh: `--method：读到 ${method}，它在 ${asOf} 没有对 ${subjectId} 提出检查要求，应为该日现行的方法；请改用其他日期`,
        en: `--method: found ${method}, which asked nothing of ${subjectId} on ${asOf}, expected a method in force on that day; give another day`,
      },
      "usage",
    );
  const parts = await warehouse.rows<{
    part_id: string;
    title: string;
    aggregate: string;
    points: string | null;
  }>(
    `select part.part_id, rule.title_${lang} as title, rule.aggregate, cast(part.points as varchar) as points
     from scores.inspection_requirement_part as part
     inner join rules.part as rule
        on part.method = rule.method and part.edition = rule.edition and part.part_id = rule.part_id
     where part.subject_id = $1 and part.as_of = $2::date order by rule.position`,
    [subjectId, asOf],
  );
  return {
    subject_id: subjectId,
    subject_type: "enterprise",
    subject_name: known.enterprise_name,
    purpose: "inspection_requirement",
    as_of: asOf,
    known_at: known.known_at,
    method,
    edition: total.edition,
    score: toNumber(total.score),
    level: total.level,
    determined_by: total.determined_by,
    direct_reason: total.direct_reason,
    items: await requirementItems(warehouse, subjectId, asOf, lang),
    parts: parts.map((part) => ({ ...part, points: toNumber(part.points) })),
    exceptions: [
      ...(await readDeterminations(warehouse, question)),
      ...(await readLimits(warehouse, question, total)),
    ],
    history: history
      .filter((row) => row.as_of <= asOf)
      .map((row) => ({ as_of: row.as_of, level: row.level, score: toNumber(row.score) })),
    way_out: [],
  };
}

async function readDeterminations(
  warehouse: Warehouse,
  { subjectId, asOf, lang }: Question,
): Promise<Explanation["exceptions"]> {
  return warehouse.rows<Explanation["exceptions"][number]>(
    `select determination_id as id, kind, level, title_${lang} as label, clause
     from scores.inspection_requirement_determination where subject_id = $1 and as_of = $2::date order by determination_id`,
    [subjectId, asOf],
  );
}

/** Cap, interval and kind of visit that the edition sets for the enterprise, each with its clause. */
async function readLimits(
  warehouse: Warehouse,
  { subjectId, asOf, lang }: Question,
  { method, edition }: RequirementRow,
): Promise<Explanation["exceptions"]> {
  const limits = await warehouse.rows<{ id: string; title: string; value: string; clause: string | null }>(
    `with requirement as (
        select level, cast(min_per_year as varchar) as minimum, max_per_year, interval_days, visit_kind
        from scores.inspection_requirement where enterprise_id = $1 and as_of = $2::date
     )
     select parameter.parameter_id as id, coalesce(parameter.title_${lang}, parameter.parameter_id) as title,
        case
            when parameter.parameter_id like 'max_per_year.%' then cast(requirement.max_per_year as varchar)
            when parameter.parameter_id like 'interval_days.%' then cast(requirement.interval_days as varchar)
            else requirement.visit_kind
        end as value,
        parameter.clause
     from requirement inner join rules.parameter as parameter
        on parameter.method = $3 and parameter.edition = $4::date
        and (
            parameter.parameter_id = concat('max_per_year.', requirement.level)
            or parameter.parameter_id = concat('interval_days.', requirement.minimum)
            or (
                parameter.parameter_id in (concat('visit_kind.', requirement.level), 'visit_kind.extra')
                and parameter.value_code = requirement.visit_kind
            )
        )
     order by parameter.parameter_id`,
    [subjectId, asOf, method, edition],
  );
  return limits.map(({ id, title, value, clause }) => ({
    id,
    kind: "parameter",
    level: null,
    label: `${title}${lang === "zh" ? "：" : ": "}${codeName("visit_kind", value, lang)}`,
    clause,
  }));
}

import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import type { Evidence, ExplainedItem, Explanation } from "./explanation.js";

/** What is asked of a subject that has one row of its own: a risk point, an installation, an accident, a hazard. */
export interface Question {
  readonly subjectId: string;
  readonly lang: Lang;
}

export interface Clock {
  readonly as_of: string;
  readonly known_at: string;
}

/** The day and the instant of the publication. */
export async function clockOf(warehouse: Warehouse): Promise<Clock> {
  const [clock] = await warehouse.rows<{ as_of: string; known_at: string }>(
    "select cast(as_of as varchar) as as_of, strftime(known_at, '%Y-%m-%dT%H:%M:%S.%gZ') as known_at from staging.evaluation where is_current",
  );
  if (!clock) throw new Error("staging.evaluation: no current day; the snapshot is not whole");
  return clock;
}

/** An explanation of a subject without parts, history or way out. */
export function explanation(question: Question, clock: Clock, rest: Partial<Explanation>): Explanation {
  return {
    subject_id: question.subjectId,
    subject_type: "",
    ...clock,
    method: null,
    edition: null,
    score: null,
    level: null,
    determined_by: null,
    direct_reason: null,
    items: [],
    exceptions: [],
    history: [],
    way_out: [],
    ...rest,
  };
}

/** One item with what is not said left empty. */
export function item(
  given: Partial<ExplainedItem> & Pick<ExplainedItem, "indicator_id" | "title">,
): ExplainedItem {
  const evidence = given.evidence ?? [];
  return {
    part: null,
    value: null,
    unit: null,
    points: null,
    max_points: null,
    status: "scored",
    clause: null,
    rule_row: null,
    basis: null,
    evidence_count: evidence.length,
    ...given,
    evidence,
  };
}

/** Where a row came in. */
export interface Sourced {
  readonly source: string;
  readonly file: string;
  readonly row: number;
}

/** One source row as the evidence of an item. */
export function evidenceOf(row: Sourced, key: string): Evidence[] {
  return [{ source: row.source, file: row.file, row: row.row, key }];
}

import type { Text } from "../../models/text.js";

/** A source row behind an item: where the fact came in. */
export interface Evidence {
  readonly source: string;
  readonly file: string;
  readonly row: number;
  readonly key: string;
  /** Where the row is in force because its newer version was rejected (decision 0016): when it came (UTC), and where the newer one stands. */
  readonly carried_over?: {
    readonly known_at: string;
    readonly rejected_file: string;
    readonly rejected_row: number;
  };
}

/** One line of a score: an indicator, what was found, what it earned, and by which clause. */
export interface ExplainedItem {
  readonly indicator_id: string;
  readonly title: string;
  readonly part: string | null;
  readonly value: number | string | null;
  readonly unit: string | null;
  readonly points: number | null;
  readonly max_points: number | null;
  readonly status: string;
  readonly clause: string | null;
  readonly rule_row: string | null;
  readonly basis: string | null;
  readonly evidence: readonly Evidence[];
  /** How many source rows stand behind the value; `evidence` lists the first of them. */
  readonly evidence_count: number;
}

/** The place of a subject in its peer group (decision 0006). */
export interface Standing {
  readonly peer_group: string;
  /** The grade that the score alone gives, before any veto. */
  readonly grade_by_score: string;
  readonly veto_reason: string | null;
  readonly rank: number | null;
  readonly rank_low: number | null;
  readonly rank_high: number | null;
  readonly previous_rank: number | null;
  readonly previous_score: number | null;
  readonly score_change: number | null;
  /** What moved the score most in the direction in which it went; null where it did not move. */
  readonly driver: {
    readonly indicator_id: string;
    readonly title: string;
    readonly points_change: number;
    readonly kind: string;
  } | null;
  /** The others of the group with the probability that this subject stands above them; `tied` below the certainty asked for. */
  readonly pairs: readonly {
    readonly subject_id: string;
    readonly subject_name: string;
    readonly probability_above: number;
    readonly relation: string;
  }[];
}

/** A score walked back (contracts.md §4): the points of the items recompute to the score. */
export interface Explanation {
  readonly subject_id: string;
  readonly subject_type: string;
  readonly subject_name?: string | null;
  /** What the method is for, where that is not the subject's own level. */
  readonly purpose?: "inspection_requirement";
  readonly as_of: string;
  readonly known_at: string;
  readonly method: string | null;
  readonly edition: string | null;
  readonly score: number | null;
  readonly level: string | null;
  readonly determined_by: string | null;
  readonly direct_reason: string | null;
  readonly items: readonly ExplainedItem[];
  /** Where the points of the items do not simply sum: how each part joins its items; the parts' points sum to the score. */
  readonly parts?: readonly {
    readonly part_id: string;
    readonly title: string;
    readonly aggregate: string;
    readonly points: number | null;
  }[];
  readonly exceptions: readonly {
    readonly id: string;
    readonly kind: string;
    readonly level: string | null;
    readonly label: string;
    readonly clause: string | null;
    /** What its condition rests on, with the source rows; absent where nobody has asked for it yet. */
    readonly facts?: readonly ExplainedItem[];
  }[];
  /** Of an assessed region or department: where it stands in its peer group, and how sure that is. */
  readonly standing?: Standing;
  readonly history: readonly {
    readonly as_of: string;
    readonly level: string;
    readonly score: number | null;
  }[];
  /** False on days other than the publication's, of which no way out is sought. */
  readonly is_way_out_sought?: false;
  readonly way_out: readonly {
    readonly change: string;
    readonly close_hazards: readonly string[];
    readonly review_risk_points: readonly string[];
    readonly level: string;
    readonly score: number | null;
  }[];
}

/** A decimal that came as text, as a number; null stays null. */
export function toNumber(text: string | number | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

/** The words of a way out: which hazards to close and which risk points to review. */
export function changeText(way: {
  closeHazards: readonly string[];
  reviewRiskPoints: readonly string[];
}): Text {
  const zh: string[] = [];
  const en: string[] = [];
  if (way.closeHazards.length > 0) {
    zh.push(`整改并验收 ${way.closeHazards.length} 项隐患（${way.closeHazards.join("、")}）`);
    en.push(`rectify and verify ${way.closeHazards.length} hazard(s) (${way.closeHazards.join(", ")})`);
  }
  if (way.reviewRiskPoints.length > 0) {
    zh.push(`复评 ${way.reviewRiskPoints.length} 个风险点（${way.reviewRiskPoints.join("、")}）`);
    en.push(`review ${way.reviewRiskPoints.length} risk point(s) (${way.reviewRiskPoints.join(", ")})`);
  }
  return { zh: zh.join("；"), en: en.join("; ") };
}

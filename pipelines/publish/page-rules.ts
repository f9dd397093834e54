import type { EditionRow, RuleRows } from "../../dashboards/rule-rows.js";
import type { Warehouse } from "../warehouse/open.js";

/** Editions in force on a day and in use, in order of purpose and method. */
export function readEditions(warehouse: Warehouse, asOf: string): Promise<EditionRow[]> {
  return warehouse.rows<EditionRow>(
    `select method, edition, effective_from, effective_to, purpose, is_selected, basis, title_zh, title_en, issuer,
        document_number, issued_on, url, confirmed_on, review_by, origin, total_kind, is_lower_worse, note_zh, note_en
    from rules.edition
    where is_selected and effective_from <= $1::date and (effective_to is null or $1::date < effective_to)
    order by purpose, method, edition`,
    [asOf],
  );
}

/** Every rule row of the editions in force on a day, in the order of the packs. */
export async function readRules(warehouse: Warehouse, asOf: string): Promise<RuleRows> {
  const inForce = `(select method, edition from rules.edition where is_selected and effective_from <= $1::date
        and (effective_to is null or $1::date < effective_to))`;
  const rows = <Row extends object>(columns: string, table: string, order: string): Promise<Row[]> =>
    warehouse.rows<Row>(
      `select method, edition, ${columns} from rules.${table} where (method, edition) in ${inForce}
       order by method, edition, ${order}`,
      [asOf],
    );
  const title = "title_zh, title_en";
  const [bands, lookups] = [
    await rows<RuleRows["points"][number]>(
      "indicator_id, null as code, null as title_zh, null as title_en, value_from, value_to, points, clause",
      "band",
      "indicator_id, value_from nulls first, rule_row",
    ),
    await rows<RuleRows["points"][number]>(
      `indicator_id, code, ${title}, null as value_from, null as value_to, points, clause`,
      "lookup",
      "indicator_id, points desc, code, rule_row",
    ),
  ];
  return {
    editions: await readEditions(warehouse, asOf),
    parts: await rows(`part_id, position, ${title}, aggregate, is_more_worse`, "part", "position"),
    partBands: await rows(
      "part_id, value_from, value_to, band",
      "part_band",
      "part_id, value_from nulls first",
    ),
    matrix: await rows(
      "row_part_id, column_part_id, row_band, column_band, level",
      "matrix",
      "row_band, column_band",
    ),
    indicators: await rows(
      `indicator_id, part_id, position, ${title}, reason_zh, reason_en, unit, clause, basis, rule_kind, points_per_unit, unit_size, base_points,
        min_points, max_points, linear_value_from, linear_points_from, linear_value_to, linear_points_to,
        missing_status, missing_points, is_required`,
      "indicator",
      "position, indicator_id",
    ),
    points: [...bands, ...lookups],
    levels: await rows(`level, position, value_from, value_to, ${title}, clause`, "level", "position"),
    determinations: await rows(
      `determination_id, kind, level, ${title}, clause, basis`,
      "determination",
      "position, determination_id",
    ),
    parameters: await rows(
      `parameter_id, value_number, value_code, unit, clause, basis, ${title}`,
      "parameter",
      "position, parameter_id",
    ),
  };
}

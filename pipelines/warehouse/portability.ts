import { parseStatement } from "./build.js";
import type { Warehouse } from "./open.js";

type Node = Readonly<Record<string, unknown>>;

/** Functions and operators that DuckDB, ClickHouse (with the settings of design §11) and Trino read alike. */
const functions = new Set([
  ..."+ - * / % || ~~ !~~ abs round ceil floor sum count count_star min max concat lower upper trim ltrim rtrim replace nullif".split(
    " ",
  ),
  ..."date_diff date_trunc to_days to_months to_years string_agg".split(" "),
  // With a total order as its second argument; the reviewer sees to that.
  ..."max_by min_by".split(" "),
  // Doubles, alike but for the last digits: cast at once to decimals, before anything is added; the reviewer sees to that too.
  ..."ln exp".split(" "),
]);

/** Why a function that looks harmless is refused. */
const reasons: Readonly<Record<string, string>> = {
  "//": "Trino has no integer division; divide and cast, or use case",
  "~~*": "ilike is not in Trino; compare lower() with lower()",
  avg: "avg of decimals is a double; divide a sum by a count",
  any_value: "its result depends on the order of rows; use min or max_by with a total order",
  mode: "ties depend on the order of rows; count and rank",
  first: "its result depends on the order of rows; use min_by with a total order",
  last: "its result depends on the order of rows; use max_by with a total order",
  least: "engines differ about null; use case",
  greatest: "engines differ about null; use case",
  substr: "ClickHouse counts bytes; keep the parts apart instead of cutting",
  substring: "ClickHouse counts bytes; keep the parts apart instead of cutting",
  length: "ClickHouse counts bytes",
  bool_or: "ClickHouse has none; use max(case … then 1 else 0 end)",
  bool_and: "ClickHouse has none; use min(case … then 1 else 0 end)",
  arg_max: "ClickHouse has none; use max_by",
  arg_min: "ClickHouse has none; use min_by",
  starts_with: "ClickHouse has none; use like",
  list: "lists differ between engines",
  now: "no rule reads today's clock; take as_of from staging.evaluation",
  today: "no rule reads today's clock; take as_of from staging.evaluation",
};

/** `interval '1' day` as DuckDB parses it: what lies below is its own doing. */
const intervals = new Set(["to_days", "to_months", "to_years"]);

const clocks = new Set(["current_date", "current_timestamp", "localtimestamp", "current_time"]);
const types = new Set(["VARCHAR", "INTEGER", "BIGINT", "DECIMAL", "DATE", "TIMESTAMP", "BOOLEAN"]);
const rankings = new Set(["WINDOW_ROW_NUMBER", "WINDOW_RANK", "WINDOW_RANK_DENSE"]);
const joins = new Set(["INNER", "LEFT", "RIGHT", "OUTER"]);

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function windowOffence(node: Node): string | null {
  const type = String(node.type);
  if (rankings.has(type)) return isEmpty(node.orders) ? `${node.function_name}() without an order` : null;
  if (type !== "WINDOW_AGGREGATE")
    return `${node.function_name}() over: engines differ where there is no row; use max() over (… rows between 1 preceding and 1 preceding)`;
  const isDefaultFrame = node.start === "UNBOUNDED_PRECEDING" && node.end === "CURRENT_ROW_RANGE";
  return !isEmpty(node.orders) && isDefaultFrame
    ? `${node.function_name}() over an order without rows between: the frame's default differs; write it out`
    : null;
}

function functionOffence(node: Node): string | null {
  const name = String(node.function_name);
  const orders = (node.order_bys as { orders?: unknown } | null)?.orders;
  if (name === "string_agg" && isEmpty(orders))
    return "string_agg without an order: its result depends on the order of rows";
  return functions.has(name) ? null : `${name}: ${reasons[name] ?? "not in the common subset"}`;
}

/** What one node offends against; null when it is in the subset. */
function offenceOf(node: Node): string | null {
  switch (node.class) {
    case "STAR":
      return "select *: name the columns";
    case "FUNCTION":
      return functionOffence(node);
    case "WINDOW":
      return windowOffence(node);
    case "LAMBDA":
      return "a lambda: not in the common subset";
    case "CAST": {
      const type = String((node.cast_type as Node | undefined)?.id);
      if (node.try_cast === true) return "try_cast: ClickHouse has none; validate in staging";
      if (type === "DOUBLE" || type === "FLOAT")
        return "cast to a floating type: published numbers are decimals";
      // A cast to decimal(p, s) is parsed as a type to be resolved.
      return types.has(type) || type === "UNBOUND"
        ? null
        : `cast to ${type.toLowerCase()}: not in the common subset`;
    }
    case "COMPARISON":
      return /DISTINCT_FROM/.test(String(node.type))
        ? "is distinct from: write the nulls out with case or is null"
        : null;
    case "COLUMN_REF": {
      const names = node.column_names as string[];
      return names.length === 1 && clocks.has(names[0]?.toLowerCase() ?? "")
        ? `${names[0]}: ${reasons.now}`
        : null;
    }
    default:
  }
  switch (node.type) {
    case "SELECT_NODE":
      if (!isEmpty(node.qualify)) return "qualify: filter in an outer select";
      if (node.aggregate_handling === "FORCE_AGGREGATES") return "group by all: name the columns";
      return isEmpty(node.sample) ? null : "a sample: its rows are not the same twice";
    case "DISTINCT_MODIFIER":
      return isEmpty(node.distinct_on_targets) ? null : "distinct on: rank with row_number() and filter";
    case "JOIN":
      if (node.ref_type === "CROSS" && "left" in node) return null;
      if (node.ref_type !== "REGULAR")
        return `a ${String(node.ref_type).toLowerCase()} join: name the columns`;
      return joins.has(String(node.join_type))
        ? null
        : `a ${String(node.join_type).toLowerCase()} join: use exists or in`;
    case "TABLE_FUNCTION":
      return "a table function: not in the common subset";
    case "PIVOT":
      return "pivot: use max(case … end)";
    default:
      return null;
  }
}

/** A list of rows written out, which DuckDB parses as `select *` from it. */
function isValues(node: Node): boolean {
  return node.type === "SELECT_NODE" && (node.from_table as Node | null)?.type === "EXPRESSION_LIST";
}

/** Comments and quoted texts blanked, so that what is looked for in the text is code. */
function codeOf(text: string): string {
  return text.replaceAll(/--[^\n]*|'(?:[^']|'')*'/g, " ");
}

/**
 * What a file of sql/ says that DuckDB, ClickHouse and Trino do not read alike (design §9, §11): one message an offence,
 * `path: what was found; what to do`, in order of the statement; an empty list when there is none.
 * Throws, naming the file, when it is not one select.
 */
export async function portabilityOffences(
  warehouse: Warehouse,
  file: { readonly path: string; readonly text: string },
): Promise<string[]> {
  const found: string[] = [];
  if (codeOf(file.text).includes("::")) found.push("a :: cast: write cast(x as type)");
  const visit = (branch: unknown): void => {
    if (Array.isArray(branch)) for (const each of branch) visit(each);
    else if (branch && typeof branch === "object") {
      const node = branch as Node;
      const offence = offenceOf(node);
      if (offence) found.push(offence);
      if (intervals.has(String(node.function_name)) || isValues(node)) return;
      for (const each of Object.values(node)) visit(each);
    }
  };
  visit(await parseStatement(warehouse, file));
  return [...new Set(found)].map((offence) => `${file.path}: ${offence}`);
}

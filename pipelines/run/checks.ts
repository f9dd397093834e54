import { runInLanes } from "../warehouse/lanes.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { type CheckFile, readCheckFiles } from "../warehouse/sql-files.js";

/** What one claim of sql/checks/ found on this build. */
export interface CheckResult {
  readonly name: string;
  /** An error stops the publication; a warning is shown on the data quality page. */
  readonly severity: "error" | "warning";
  readonly offending: number;
  /** Up to three offending rows as JSON, for the message. */
  readonly examples: readonly string[];
  /** Who acts and on what, as the file's first line says. */
  readonly who: string;
  /** The same in Chinese, from the second line. */
  readonly who_zh: string;
}

/** The first two lines of a check say who acts and on what: in English, in Chinese. */
export function checkOwner(text: string): { readonly who: string; readonly who_zh: string } {
  const [who = "", who_zh = ""] = text.split("\n", 2).map((line) => line.replace(/^--\s*/, ""));
  return { who, who_zh };
}

async function runCheck(warehouse: Warehouse, file: CheckFile): Promise<CheckResult> {
  try {
    const [count] = await warehouse.rows<{ offending: number }>(
      `select cast(count(*) as integer) as offending from (\n${file.text}\n)`,
    );
    const offending = count?.offending ?? 0;
    const examples =
      offending === 0
        ? []
        : await warehouse.rows<{ example: string }>(
            `select cast(to_json(offence) as varchar) as example from (\n${file.text}\n) as offence order by example limit 3`,
          );
    return {
      name: file.name,
      severity: /^-- severity: warning/m.test(file.text) ? "warning" : "error",
      offending,
      examples: examples.map((row) => row.example),
      ...checkOwner(file.text),
    };
  } catch (error) {
    throw new Error(`${file.path}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Runs every check on the catalog in use, `lanes` at a time, and keeps what they found in `marts.check_result`, in order of
 * their names.
 */
export async function runChecks(warehouse: Warehouse, lanes = 1): Promise<CheckResult[]> {
  const files = readCheckFiles();
  const found = new Map<string, CheckResult>();
  await runInLanes(
    warehouse,
    lanes,
    files.map((file) => ({
      name: file.name,
      after: [],
      work: async (lane) => {
        found.set(file.name, await runCheck(lane, file));
      },
    })),
  );
  const results = files.flatMap((file) => found.get(file.name) ?? []);
  await warehouse.run(
    `create or replace table marts.check_result as
     select unnest(from_json(${quoteText(JSON.stringify(results))}::json,
       '[{"name":"VARCHAR","severity":"VARCHAR","offending":"INTEGER","examples":["VARCHAR"],"who":"VARCHAR","who_zh":"VARCHAR"}]'), recursive := true)`,
  );
  return results;
}

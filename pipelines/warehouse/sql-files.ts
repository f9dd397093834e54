import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";

/** One file of sql/: `sql/<schema>/<name>.sql` makes `<schema>.<name>`. */
export interface SqlFile {
  readonly table: string;
  /** Path relative to the package, for messages. */
  readonly path: string;
  readonly text: string;
  readonly isView: boolean;
}

const steps = ["facts", "scores", "marts"] as const;

/** One file of sql/checks/: its name is that of the check. */
export interface CheckFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

function readFolder(folder: string): CheckFile[] {
  const full = join(packageRoot, "sql", folder);
  if (!existsSync(full)) return [];
  return readdirSync(full)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({
      name: file.slice(0, -".sql".length),
      path: `sql/${folder}/${file}`,
      text: readFileSync(join(full, file), "utf8").replaceAll("\r\n", "\n"),
    }));
}

/**
 * Every table-making file of sql/, the generic scorer instanced once a purpose:
 * a file `sql/scores/<purpose>_indicator.sql` calls for `scores.<purpose>_item`, `_part`, `_total` … from `sql/scorer/*.sql`.
 * A purpose's own file in sql/scores goes before the template of that name (a cheaper `_gap`, a `_subject` from its register).
 */
export function readSqlFiles(): SqlFile[] {
  const plain = steps.flatMap((schema) =>
    readFolder(schema).map((file) => ({
      table: `${schema}.${file.name}`,
      path: file.path,
      text: file.text,
      isView: file.text.startsWith("-- view"),
    })),
  );
  const purposes = plain
    .filter((file) => file.table.startsWith("scores.") && file.table.endsWith("_indicator"))
    .map((file) => file.table.slice("scores.".length, -"_indicator".length));
  const scorer = readFolder("scorer");
  const instanced = purposes.flatMap((purpose) =>
    scorer.map((file) => ({
      table: `scores.${file.name.replace(/^purpose_/, `${purpose}_`)}`,
      path: `${file.path} for ${purpose}`,
      text: file.text
        .replaceAll("scores.purpose_", `scores.${purpose}_`)
        .replaceAll("'purpose'", `'${purpose}'`),
      isView: file.text.startsWith("-- view"),
    })),
  );
  const own = new Set(plain.map((file) => file.table));
  return [...plain, ...instanced.filter((file) => !own.has(file.table))];
}

/** The claims of sql/checks/: each file `<table>__<claim>.sql` returns the rows that offend. */
export function readCheckFiles(): CheckFile[] {
  return readFolder("checks");
}

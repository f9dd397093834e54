import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { indicatorCatalogue } from "../models/indicators.js";
import { at } from "../models/rule-fault.js";
import { type KnownIndicator, lintPack } from "../models/rule-lint.js";
import { editionInForce, effectiveTo, parseRulePack, type RulePack } from "../models/rule-pack.js";
import { defaultMethods } from "../models/rule-purpose.js";
import { packRows } from "../models/rule-rows.js";
import { emptyRuleRows, type RuleCell, type RuleTable, ruleTables } from "../models/rule-tables.js";
import { compiledPack } from "./compiled-packs.js";
import type { Text } from "../models/text.js";
import { Fault } from "./fault.js";
import { packageRoot } from "./package-root.js";
import type { Warehouse } from "./warehouse/open.js";
import { lintTogether, type LoadedPack } from "./loaded-pack.js";
import { readYamlText } from "./yaml-fault.js";

export type { LoadedPack } from "./loaded-pack.js";

export interface RuleFolders {
  /** The packs of this package unless named otherwise. */
  readonly shippedFolder?: string;
  /** The city's `rules/`; it may be absent. */
  readonly cityFolder?: string | null;
  /** What the facts supply (models/indicators.ts); the lint refuses any other indicator. */
  readonly catalogue: readonly KnownIndicator[];
}

interface FoundFile {
  readonly full: string;
  readonly path: string;
  readonly method: string;
  readonly day: string;
  readonly origin: "shipped" | "city";
}

async function findFiles(folder: string, shown: string, origin: FoundFile["origin"]): Promise<FoundFile[]> {
  if (!existsSync(folder)) return [];
  const found: FoundFile[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const full = join(folder, name);
    if (!/\.ya?ml$/.test(name) || !(await stat(full)).isFile()) continue;
    const path = name.replaceAll("\\", "/");
    const [method = "", file = ""] = path.split("/").slice(-2);
    found.push({ full, path: `${shown}/${path}`, method, day: file.replace(/\.ya?ml$/, ""), origin });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a path is `…rules/<method>/<day>.yaml`. */
function isPlaced(path: string): boolean {
  return /(^|\/)(rules|packs)\/[^/]+\/[^/]+$/.test(path);
}

/** A pack's YAML as plain data; undefined where it says what is wrong with the text. */
function parseText(text: string, say: (messages: readonly Text[]) => void): unknown {
  const read = readYamlText(text);
  if ("value" in read) return read.value;
  say(
    read.faults.map(({ line, column, reason }) => ({
      zh: `${line === null ? "" : `第 ${line} 行第 ${column} 列：`}YAML 无法读取：${reason.zh}；请修正`,
      en: `${line === null ? "" : `line ${line}, column ${column}: `}${reason.en}; mend the YAML`,
    })),
  );
  return undefined;
}

/** A pack from its text; null where it is none. What is wrong with it is said. */
function judgeText(
  text: string,
  catalogue: readonly KnownIndicator[],
  say: (messages: readonly Text[]) => void,
): RulePack | null {
  const written = parseText(text, say);
  if (written === undefined) return null;
  const parsed = parseRulePack(written);
  if ("faults" in parsed) {
    say(parsed.faults);
    return null;
  }
  say(lintPack(parsed.pack, catalogue));
  return parsed.pack;
}

/** Reads one file; what is wrong with it goes to `faults`, each with the path in front. */
async function readPackFile(
  file: FoundFile,
  catalogue: readonly KnownIndicator[],
  faults: Text[],
): Promise<LoadedPack | null> {
  const text = (await readFile(file.full, "utf8")).replaceAll("\r\n", "\n");
  const sha256 = createHash("sha256").update(text).digest("hex");
  const say = (messages: readonly Text[]): void => {
    for (const { zh, en } of messages)
      faults.push({ zh: `${file.path} › ${zh}`, en: `${file.path} › ${en}` });
  };
  const judged = catalogue === indicatorCatalogue ? compiledPack(sha256) : undefined;
  const pack = judged ?? judgeText(text, catalogue, say);
  if (pack === null) return null;
  if (!isPlaced(file.path))
    say([
      {
        zh: "文件：放在别处，应为 rules/<方法>/<生效日>.yaml；请移到那里",
        en: "the file: lies elsewhere, expected rules/<method>/<first day in force>.yaml; move it there",
      },
    ]);
  else if (pack.method !== file.method)
    say([
      at(
        "method",
        `读到 ${pack.method}，应与文件夹一致，为 ${file.method}；请改其一`,
        `found ${pack.method}, expected ${file.method} as the folder says; rename one of them`,
      ),
    ]);
  else if (pack.edition !== file.day)
    say([
      at(
        "edition",
        `读到 ${pack.edition}，应与文件名一致，为 ${file.day}；请改其一`,
        `found ${pack.edition}, expected ${file.day} as the file is called; rename one of them`,
      ),
    ]);
  return { method: pack.method, edition: pack.edition, pack, path: file.path, origin: file.origin, sha256 };
}

/**
 * Every rule pack that is shipped and every one of the city; a city's pack of the same method and day replaces the
 * shipped one, others add. Ordered by method and edition. Throws one Fault with all faults of all files.
 */
export async function readRulePacks(folders: RuleFolders): Promise<readonly LoadedPack[]> {
  const files = [
    ...(await findFiles(
      folders.shippedFolder ?? join(packageRoot, "models", "rules"),
      "models/rules",
      "shipped",
    )),
    ...(folders.cityFolder ? await findFiles(folders.cityFolder, "rules", "city") : []),
  ];
  const faults: Text[] = [];
  const read: LoadedPack[] = [];
  for (const file of files) {
    const pack = await readPackFile(file, folders.catalogue, faults);
    if (pack) read.push(pack);
  }
  faults.push(...lintTogether(read));
  if (faults.length > 0) throw new Fault(faults);
  const byEdition = new Map<string, LoadedPack>();
  for (const pack of read) {
    const edition = `${pack.method} ${pack.edition}`;
    byEdition.set(edition, byEdition.has(edition) ? { ...pack, isCopy: true } : pack);
  }
  return [...byEdition.values()].sort((a, b) =>
    a.method === b.method ? (a.edition < b.edition ? -1 : 1) : a.method < b.method ? -1 : 1,
  );
}

/** The packs of this package, which a build judges once for all commands. Throws one Fault with all faults of all files. */
export function readShippedPacks(): Promise<readonly LoadedPack[]> {
  return readRulePacks({ catalogue: indicatorCatalogue });
}

/**
 * Refuses to decide by a rule whose confirmation has run out: throws a Fault naming every pack in force on `asOf` whose
 * `review_by` lies before that day.
 */
export function assertFresh(packs: readonly LoadedPack[], asOf: string): void {
  const methods = [...new Set(packs.map((pack) => pack.method))];
  const stale = methods
    .map((method) => editionInForce(packs, method, asOf))
    .filter((pack) => pack !== null && pack.pack.review_by < asOf) as LoadedPack[];
  if (stale.length > 0)
    throw new Fault(
      stale.map(({ path, pack, origin }) => {
        // What is shipped is not the city's to change: its own copy takes the place.
        const copy = `rules/${pack.method}/${pack.edition}.yaml`;
        const [inZh, inEn] =
          origin === "shipped"
            ? [`在项目的副本 ${copy} 中`, ` in a copy of it, ${copy} of the project`]
            : ["", ""];
        return {
          zh: `${path} › review_by：${pack.review_by} 早于 ${asOf}；请核实文件仍然有效，再${inZh}重新填写 confirmed_on 和 review_by`,
          en: `${path} › review_by: ${pack.review_by} lies before ${asOf}; check that the document is still in force, then set confirmed_on and review_by anew${inEn}`,
        };
      }),
    );
}

/** Which variants count: the city's choice over the defaults. Throws a Fault when a choice names no loaded method of its family. */
export function selectMethods(
  packs: readonly LoadedPack[],
  chosen: Readonly<Record<string, string>>,
): (pack: RulePack) => boolean {
  const methods: Readonly<Record<string, string>> = { ...defaultMethods, ...chosen };
  const faults = Object.entries(chosen).flatMap(([family, method]) => {
    const offered = [...new Set(packs.filter((pack) => pack.pack.family === family).map((p) => p.method))];
    if (offered.includes(method)) return [];
    return [
      {
        zh: `sise.yaml › methods.${family}：读到 ${method}，应为 ${offered.join("、") || "（没有规则包属于这一类）"} 之一；请改选，或添加 rules/${method}/<生效日>.yaml`,
        en: `sise.yaml › methods.${family}: found ${method}, expected one of ${offered.join(", ") || "(no pack has this family)"}; choose one of these or add rules/${method}/<first day>.yaml`,
      },
    ];
  });
  if (faults.length > 0) throw new Fault(faults);
  return (pack) => pack.family === undefined || (methods[pack.family] ?? pack.method) === pack.method;
}

/** A method of the city's own that no run uses, since another variant of its family is chosen: a line each, so that nobody waits for its effect. */
export function idleMethods(packs: readonly LoadedPack[], chosen: Readonly<Record<string, string>>): Text[] {
  const isSelected = selectMethods(packs, chosen);
  const own = packs.filter(({ pack, origin, isCopy }) => origin === "city" && !isCopy && !isSelected(pack));
  const byMethod = new Map(own.map((each) => [each.method, each]));
  return [...byMethod.values()].map(({ method, path, pack: { family } }) => {
    const inUse = packs.find(({ pack }) => pack.family === family && isSelected(pack))?.method;
    return {
      zh: `${path}：没有使用，${family} 一类采用 ${inUse ?? "其他方法"}；如要使用，请在 sise.yaml 写 methods: {${family}: ${method}}`,
      en: `${path}: not in use, ${family} goes by ${inUse ?? "another method"}; to use it, say methods: {${family}: ${method}} in sise.yaml`,
    };
  });
}

/** An edition of the city's own that says nothing on a day, since a shipped one of its method is in force there and later: a line each. */
export function overtakenEditions(
  packs: readonly LoadedPack[],
  chosen: Readonly<Record<string, string>>,
  asOf: string,
): Text[] {
  const isSelected = selectMethods(packs, chosen);
  const begun = packs.filter(({ pack, edition }) => isSelected(pack) && edition <= asOf);
  return begun.flatMap(({ method, edition, path, origin, isCopy }) => {
    if (origin !== "city" || isCopy) return [];
    const inForce = begun
      .filter((each) => each.method === method)
      .reduce((last, each) => (each.edition > last.edition ? each : last));
    if (inForce.origin === "city" || inForce.edition === edition) return [];
    return [
      {
        zh: `${path}：${asOf} 不起作用，自 ${inForce.edition} 起适用随产品提供的版本；如要使用，请把 edition 改为更晚的日期`,
        en: `${path}: without effect on ${asOf}, since the shipped edition of ${inForce.edition} is in force; to use it, give it a later edition`,
      },
    ];
  });
}

/** Rules of the city's own without effect on a day, a line each. */
export function idleRules(
  packs: readonly LoadedPack[],
  chosen: Readonly<Record<string, string>>,
  asOf: string,
): Text[] {
  return [...idleMethods(packs, chosen), ...overtakenEditions(packs, chosen, asOf)];
}

/** A cell as JSON hands it to DuckDB: a fraction as text, which becomes the decimal that it says; half a character as the sign for it. */
function written(cell: RuleCell | undefined): RuleCell {
  if (typeof cell === "string") return cell.replace(/\p{Surrogate}/gu, "\ufffd");
  return typeof cell === "number" && !Number.isInteger(cell) ? cell.toFixed(6) : (cell ?? null);
}

/**
 * Makes the tables of schema `rules` in the catalog in use and fills them with every edition of every pack.
 * `methods` names the variant of each family (contracts.md §1, `methods`). Throws a Fault for a variant that no pack has.
 */
export async function loadRules(
  warehouse: Warehouse,
  packs: readonly LoadedPack[],
  options: { readonly methods?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const isSelected = selectMethods(packs, options.methods ?? {});
  const rows = emptyRuleRows();
  for (const { pack, sha256, origin } of packs) {
    const place = { effectiveTo: effectiveTo(packs, pack), isSelected: isSelected(pack), sha256, origin };
    const packed = packRows(pack, place);
    for (const table of Object.keys(rows) as RuleTable[]) rows[table].push(...packed[table]);
  }
  await warehouse.run("create schema if not exists rules");
  for (const table of Object.keys(ruleTables) as RuleTable[]) {
    const columns = Object.entries(ruleTables[table]);
    const definition = columns.map(([name, type]) => `${name} ${type}`).join(", ");
    await warehouse.run(`create or replace table rules.${table} (${definition})`);
    if (rows[table].length === 0) continue;
    // As one JSON text: five times quicker than a list of values, of which DuckDB binds each by itself.
    const values = rows[table].map((row) =>
      Object.fromEntries(columns.map(([name]) => [name, written(row[name])])),
    );
    await warehouse.run(
      `insert into rules.${table} select unnest(from_json_strict($1::json, $2), recursive := true)`,
      [JSON.stringify(values), JSON.stringify([Object.fromEntries(columns)])],
    );
  }
}

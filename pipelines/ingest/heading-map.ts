import type { SourceConfig } from "../../models/config.js";
import type { ColumnContract, EntityContract } from "../../models/contract.js";
import {
  columnForHeading,
  columnNamed,
  entityContract,
  isRefusedHeading,
  normaliseHeading,
} from "../../models/entities.js";
import type { Text } from "../../models/text.js";
import { Fault } from "../fault.js";

/** A cell that goes into a composed one; unless it may be empty, the whole is empty with it. */
export interface ComposedPart {
  readonly index: number;
  readonly mayBeEmpty: boolean;
}

/** How the columns of one file become those of raw. Numbers are positions among the file's headings. */
export interface HeadingMap {
  /** Contract column → the file's column. */
  readonly columns: ReadonlyMap<string, number>;
  /** Contract column → literal texts and cells to be joined. */
  readonly composed: ReadonlyMap<string, readonly (string | ComposedPart)[]>;
  /** Names and positions of columns that nothing names, kept as `other_columns`. */
  readonly others: readonly { readonly name: string; readonly index: number }[];
  /** The first heading that the contract refuses, or null. Its column is in none of the above. */
  readonly refused: string | null;
  /** What a person should know, though the file can be read. */
  readonly notes: readonly Text[];
}

/** Whether a heading is one that this source names, or maps by itself. */
export function knowsHeading(source: SourceConfig): (heading: string) => boolean {
  const named = new Set(Object.keys(source.columns).map(normaliseHeading));
  return (heading) =>
    named.has(normaliseHeading(heading)) || columnForHeading(source.entity, heading) !== null;
}

/** The parts of `{A}/{B?}`: B may be empty. Comes back with the first heading that the file lacks instead, where it lacks any. */
function composedOf(
  text: string,
  positions: ReadonlyMap<string, number>,
): (string | ComposedPart)[] | string {
  const parts: (string | ComposedPart)[] = [];
  for (const [place, part] of text.split(/\{([^{}]+)\}/).entries()) {
    if (place % 2 === 0) {
      if (part !== "") parts.push(part);
      continue;
    }
    const exact = positions.get(normaliseHeading(part));
    const index = exact ?? positions.get(normaliseHeading(part.replace(/[?？]\s*$/, "")));
    if (index === undefined) return part;
    parts.push({ index, mayBeEmpty: exact === undefined });
  }
  return parts;
}

/** A heading that stands twice: no mapping can say which of the two is meant. */
function repeatedHeading(file: string, heading: string, [first, second]: readonly [number, number]): Text {
  return {
    zh: `${file}：表头“${heading}”出现不止一次（第 ${first + 1} 列、第 ${second + 1} 列），应只有一个；请改名或删去一列`,
    en: `${file}: found the heading "${heading}" more than once (columns ${first + 1} and ${second + 1}), expected it once; rename or delete one`,
  };
}

/** The column that a heading with something in brackets behind it may mean, `从业人员数（人）`: a unit may differ, so a person decides. */
function meantColumn(contract: EntityContract, heading: string): ColumnContract | null {
  const bare = heading.normalize("NFKC").replaceAll(/\([^()]*\)|\[[^\]]*\]|【[^】]*】/g, "");
  if (bare.trim() === "" || bare === heading.normalize("NFKC")) return null;
  const column = columnForHeading(contract.name, bare);
  return column === null ? null : columnNamed(contract, column);
}

/**
 * Maps the headings of a file: those that sise.yaml names first, then by themselves (either language; white space, case and
 * full-width forms are ignored). Throws a Fault with every required column that nothing supplies, and every pair that means one column.
 */
export function mapHeadings(source: SourceConfig, file: string, headings: readonly string[]): HeadingMap {
  const contract = entityContract(source.entity);
  const faults: Text[] = [];
  const notes: Text[] = [];
  const columns = new Map<string, number>();
  const positions = new Map<string, number>();
  const taken = new Set<number>();
  let refused: string | null = null;
  for (const [index, heading] of headings.entries()) {
    if (isRefusedHeading(source.entity, heading)) {
      refused ??= heading;
      taken.add(index);
    } else if (heading !== "" && !positions.has(normaliseHeading(heading)))
      positions.set(normaliseHeading(heading), index);
  }
  for (const [heading, targets] of Object.entries(source.columns)) {
    const index = positions.get(normaliseHeading(heading));
    if (index === undefined) {
      notes.push({
        zh: `${file}：没有表头“${heading}”，而 sources.${source.name}.columns 写了它；请核对写法`,
        en: `${file}: found no heading "${heading}", which sources.${source.name}.columns names; check its spelling`,
      });
      continue;
    }
    const again = headings.indexOf(headings[index] ?? "", index + 1);
    if (again !== -1) {
      faults.push(repeatedHeading(file, heading, [index, again]));
      taken.add(again);
    }
    for (const target of targets) columns.set(target, index);
    taken.add(index);
  }
  const composed = new Map<string, readonly (string | ComposedPart)[]>();
  for (const [target, text] of Object.entries(source.compose)) {
    const parts = composedOf(text, positions);
    if (typeof parts === "string")
      faults.push({
        zh: `${file}：没有表头“${parts}”，sources.${source.name}.compose.${target} 需要它；请核对写法`,
        en: `${file}: found no heading "${parts}", expected it for sources.${source.name}.compose.${target}; check its spelling`,
      });
    else composed.set(target, parts);
  }
  for (const [index, heading] of headings.entries()) {
    if (taken.has(index)) continue;
    const target = columnForHeading(source.entity, heading);
    if (target === null || composed.has(target)) continue;
    const other = columns.get(target);
    // What sise.yaml names wins; the column that would map by itself is kept aside.
    if (other !== undefined && taken.has(other) && Object.values(source.columns).flat().includes(target))
      continue;
    if (other !== undefined && headings[other] === heading) {
      faults.push(repeatedHeading(file, heading, [other, index]));
      continue;
    }
    if (other !== undefined) {
      faults.push({
        zh: `${file}：表头“${headings[other]}”和“${heading}”都指 ${target}，应只有一个；请在 sources.${source.name}.columns 写明用哪个`,
        en: `${file}: found headings "${headings[other]}" and "${heading}" for ${target}, expected one; name the right one under sources.${source.name}.columns`,
      });
      continue;
    }
    columns.set(target, index);
    taken.add(index);
  }
  for (const column of contract.columns) {
    const isSupplied =
      columns.has(column.name) || composed.has(column.name) || source.set[column.name] !== undefined;
    if (column.required && !isSupplied && column.whenEmpty === null) {
      const near = headings.find((heading) => meantColumn(contract, heading)?.name === column.name);
      faults.push({
        zh: `${file}：没有“${column.heading.zh}”（${column.publicName ?? column.name}）的表头，应有一个；请加上该列，或在 sources.${source.name}.columns 写明哪个表头是它${near === undefined ? "" : `，是不是“${near}”？`}`,
        en: `${file}: found no heading for ${column.publicName ?? column.name} (${column.heading.zh}), expected one; add the column, or name the heading that means it under sources.${source.name}.columns${near === undefined ? "" : `, is it "${near}"?`}`,
      });
    }
  }
  if (faults.length > 0) {
    const shown = headings.filter((heading) => heading !== "").slice(0, 30);
    faults.push(
      shown.length === 0
        ? { zh: `${file}：没有读到任何表头`, en: `${file}: no heading was found` }
        : {
            zh: `${file}：读到的表头有${shown.map((heading) => `“${heading}”`).join("、")}`,
            en: `${file}: the headings found are ${shown.map((heading) => `"${heading}"`).join(", ")}`,
          },
    );
    throw new Fault(faults);
  }
  if (refused !== null)
    notes.push({
      zh: `${file}：表头“${refused}”会暴露受保护的人，不应有此列；该列未读入，其行被拒收，请去掉此列后导出`,
      en: `${file}: found the heading "${refused}", which would identify a person who is protected, expected none such; the column was not taken over and its rows are refused, export the file without it`,
    });
  for (const [index, heading] of headings.entries()) {
    if (taken.has(index)) continue;
    const meant = meantColumn(contract, heading);
    if (
      meant &&
      !columns.has(meant.name) &&
      !composed.has(meant.name) &&
      source.set[meant.name] === undefined
    )
      notes.push({
        zh: `${file}：表头“${heading}”没有读入，是不是“${meant.heading.zh}”（${meant.publicName ?? meant.name}）？若是，请在 sources.${source.name}.columns 写明`,
        en: `${file}: the heading "${heading}" was not taken over, is it ${meant.publicName ?? meant.name} (${meant.heading.zh})? If so, name it under sources.${source.name}.columns`,
      });
  }
  const names = new Set<string>();
  const others = headings.flatMap((heading, index) => {
    if (taken.has(index)) return [];
    const plain = heading === "" ? `column ${index + 1}` : heading;
    const name = names.has(plain) ? `${plain} (${index + 1})` : plain;
    names.add(name);
    return [{ name, index }];
  });
  return { columns, composed, others, refused, notes };
}

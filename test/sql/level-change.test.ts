import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../pipelines/package-root.js";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";
import { randomFrom } from "../seeded.js";

const colours = ["blue", "yellow", "orange", "red"];
const parts = [
  { id: "earned", isMoreWorse: false },
  { id: "taken", isMoreWorse: true },
];
const indicators = Array.from({ length: 8 }, (_, at) => ({
  id: `i${at}`,
  part: parts[at % parts.length] as (typeof parts)[number],
}));

interface Subject {
  readonly id: string;
  readonly levels: readonly [string, string];
  /** Points of each indicator on both days; null: unknown, undefined: not scored that day. */
  readonly points: readonly (readonly [number | null | undefined, number | null | undefined])[];
  readonly editions: readonly [number, number];
  /** What the score alone gave, and what a determination said. */
  readonly alone: readonly [string | null, string | null];
  readonly direct: readonly [string | null, string | null];
}

/** What moved the level, told one by one as a clerk would. */
function plainReason({ levels: [from, to], points, editions, alone, direct }: Subject): string | null {
  const isGraded = from !== "insufficient_data" && to !== "insufficient_data";
  const isPushed = (level: string, score: string | null, isWorse: boolean): boolean =>
    score === null ||
    (isWorse
      ? colours.indexOf(level) > colours.indexOf(score)
      : colours.indexOf(level) < colours.indexOf(score));
  const wentWorse = colours.indexOf(to) > colours.indexOf(from);
  if (direct[1] !== null && (!isGraded || isPushed(to, alone[1], wentWorse))) return direct[1];
  if (to === "insufficient_data") return "缺少必需的指标，或缺失过多";
  if (direct[0] !== null && (!isGraded || isPushed(from, alone[0], !wentWorse)))
    return `不再适用：${direct[0]}`;
  if (from === "insufficient_data") return "此前缺少的数据已补足";
  if (editions[0] !== editions[1]) return `改按“规则”2026-0${editions[1]}-01 版评定`;
  const isWorse = colours.indexOf(to) > colours.indexOf(from);
  let best: { readonly id: string; readonly moved: number } | null = null;
  for (const [at, { id, part }] of indicators.entries()) {
    const [before, after] = points[at] ?? [];
    if (before === undefined || after === undefined) continue;
    const moved = (after ?? 0) - (before ?? 0);
    const harm = part.isMoreWorse ? moved : -moved;
    if (isWorse ? harm <= 0 : harm >= 0) continue;
    if (best === null || Math.abs(moved) > best.moved) best = { id, moved: Math.abs(moved) };
  }
  return best ? `${isWorse ? "原因" : "指标"} ${best.id}` : null;
}

const random = randomFrom(20261129);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const point = (): number | null | undefined => pick([0, 1, 2, 3, 4, 5, 6, 7, null, undefined]);
const subjects = Array.from({ length: 600 }, (_, at): Subject => {
  const levels = [...colours, "insufficient_data"];
  return {
    id: `E${at}`,
    levels: [pick(levels), pick(levels)],
    points: indicators.map(() => [point(), point()]),
    editions: [1, pick([1, 1, 1, 2])],
    alone: [pick([...colours, null]), pick([...colours, null])],
    direct: [pick([null, null, null, "判定甲"]), pick([null, null, null, "判定乙"])],
  };
});

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  const editions = [1, 2].map((no) => ({ no, edition: `2026-0${no}-01` }));
  const list = (rows: readonly (readonly (string | number | boolean | null)[])[]): string =>
    rows
      .map(
        (row) =>
          `(${row.map((value) => (typeof value === "string" ? quoteText(value) : String(value))).join(", ")})`,
      )
      .join(",\n");
  const numbered = subjects.flatMap((subject, at) =>
    [0, 1].map((day) => ({ subject, day: day as 0 | 1, no: at * 2 + day })),
  );
  await warehouse.run(`
create schema staging; create schema scores; create schema rules;
create table staging.evaluation as select cast(as_of as date) as as_of, is_current from (values ('2026-09-30', false), ('2026-11-22', true)) as t(as_of, is_current);
create table scores.enterprise_level_total as select cast(as_of as date) as as_of, subject_id, subject_no, level, 'm' as method, edition, score_level, direct_reason_zh, direct_reason_zh as direct_reason_en
from (values ${list(numbered.map(({ subject, day, no }) => [day === 0 ? "2026-09-30" : "2026-11-22", subject.id, no, subject.levels[day], `2026-0${subject.editions[day]}-01`, subject.alone[day], subject.direct[day]]))}) as t(as_of, subject_id, subject_no, level, edition, score_level, direct_reason_zh);
create table scores.enterprise_level_scored as select subject_no, edition_no, part_id, indicator_id, cast(points as decimal(18, 6)) as points
from (values ${list(
    numbered.flatMap(({ subject, day, no }) =>
      indicators.flatMap(({ id, part }, at) => {
        const points = subject.points[at]?.[day];
        return points === undefined ? [] : [[no, subject.editions[day], part.id, id, points]];
      }),
    ),
  )}) as t(subject_no, edition_no, part_id, indicator_id, points);
create table scores.enterprise_level_edition as select * from (values ${list(editions.map(({ no, edition }) => [no, "m", edition]))}) as t(edition_no, method, edition);
create table rules.edition as select 'm' as method, edition, '规则' as title_zh, 'rules' as title_en from scores.enterprise_level_edition;
create table rules.part as select * from (values ${list(editions.flatMap(({ edition }) => parts.map(({ id, isMoreWorse }) => ["m", edition, id, isMoreWorse])))}) as t(method, edition, part_id, is_more_worse);
create table rules.indicator as select * from (values ${list(editions.flatMap(({ edition }) => indicators.map(({ id }) => ["m", edition, id, `指标 ${id}`, id, `原因 ${id}`, id])))}) as t(method, edition, indicator_id, title_zh, title_en, reason_zh, reason_en);
create table level_change as ${readFileSync(join(packageRoot, "sql/marts/level_change.sql"), "utf8")}`);
});
afterAll(() => warehouse.close());

test("what moved a level moved the way it went: the SQL agrees with a clerk on random changes", async () => {
  const told = await warehouse.rows<{ enterprise_id: string; main_reason: string | null }>(
    "select enterprise_id, main_reason from level_change",
  );
  const found = new Map(told.map((row) => [row.enterprise_id, row.main_reason]));
  const changed = subjects.filter(({ levels: [from, to] }) => from !== to);
  expect(told).toHaveLength(changed.length);
  for (const subject of changed)
    expect(found.get(subject.id), JSON.stringify(subject)).toBe(plainReason(subject));
  // Each kind of reason occurs.
  const kinds = new Set(changed.map((subject) => plainReason(subject)?.slice(0, 2) ?? null));
  expect([...kinds].sort()).toEqual([null, "原因", "指标", "此前", "缺少", "改按", "判定", "不再"].sort());
});

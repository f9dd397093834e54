import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../pipelines/package-root.js";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";
import { randomFrom } from "../seeded.js";

type Value = string | number | boolean | null;
type Pair<Item> = readonly [Item, Item];

const colours = ["blue", "yellow", "orange", "red"];
const unknown = "insufficient_data";
const parts = [
  { id: "earned", no: 1, aggregate: "sum", isMoreWorse: false },
  { id: "taken", no: 2, aggregate: "deduct", isMoreWorse: true },
];
const indicators = Array.from({ length: 6 }, (_, at) => ({
  id: `i${at}`,
  part: parts[at % parts.length] as (typeof parts)[number],
}));
const determinations = [
  { id: "is_red", kind: "is", level: "red" },
  { id: "is_blue", kind: "is", level: "blue" },
  { id: "floor_orange", kind: "at_least", level: "orange" },
  { id: "ceiling_yellow", kind: "at_most", level: "yellow" },
  { id: "unknown", kind: "insufficient", level: null },
];

interface Item {
  readonly status: "scored" | "no_data";
  readonly points: number | null;
}

interface Subject {
  readonly id: string;
  readonly levels: Pair<string>;
  readonly editions: Pair<number>;
  readonly items: readonly Pair<Item>[];
  /** Points of each part, after floor and cap: here any. */
  readonly parts: readonly Pair<number>[];
  readonly held: readonly Pair<boolean>[];
}

const random = randomFrom(20261129);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const pair = <Item>(make: () => Item): Pair<Item> => [make(), make()];
const subjects = Array.from({ length: 1500 }, (_, at): Subject => {
  const points = (): number => pick([0, 1, 2, 3, 4, 5, 6, 7]);
  return {
    id: `E${at}`,
    levels: pair(() => pick([...colours, ...colours, unknown])),
    editions: [1, pick([1, 1, 1, 1, 2])],
    items: indicators.map(() =>
      pair(() =>
        pick<Item>([
          { status: "scored", points: points() },
          { status: "scored", points: points() },
          { status: "no_data", points: 2 },
        ]),
      ),
    ),
    parts: parts.map(() => pair(points)),
    held: determinations.map(() => pair(() => pick([true, false, false, false]))),
  };
});

/** The cause as a clerk finds it who looks at one thing after another. */
function plainReason(subject: Subject): string {
  const [from, to] = subject.levels;
  if (subject.editions[0] !== subject.editions[1]) return `改按“规则”2026-0${subject.editions[1]}-01 版评定`;
  const climb =
    from === unknown || to === unknown ? 0 : Math.sign(colours.indexOf(to) - colours.indexOf(from));
  const came: string[] = [];
  const went: string[] = [];
  for (const [at, { id, kind, level }] of determinations.entries()) {
    const [before, now] = subject.held[at] as Pair<boolean>;
    if (before === now) continue;
    const [list, there] = now ? [came, to] : [went, from];
    const sets = (kind === "insufficient" ? unknown : level) === there;
    // A floor is worse to get and better to lose, a ceiling the other way round; both move colours only.
    const pushes = kind === "at_least" ? (now ? 1 : -1) : kind === "at_most" ? (now ? -1 : 1) : climb;
    if (sets && pushes === climb) list.push(id);
  }
  if (came.length > 0) return came.join("；");
  if (went.length > 0) return `不再适用：${went.join("；")}`;
  if (to === unknown) return "缺少必需的指标，或缺失过多";
  if (from === unknown) return "此前缺少的数据已补足";
  const causes = indicators.flatMap(({ id, part }, at) => {
    const [before, now] = subject.items[at] as Pair<Item>;
    const [partBefore, partNow] = subject.parts[part.no - 1] as Pair<number>;
    const moved = (now.points ?? 0) - (before.points ?? 0);
    // Of "taken" more is worse for an indicator and less is worse for the part; of "earned" less is worse for both.
    const harm = part.id === "taken" ? moved : -moved;
    return Math.sign(harm) === climb && Math.sign(partBefore - partNow) === climb
      ? [{ id, before, now, far: Math.abs(moved) }]
      : [];
  });
  const [first] = causes.sort((a, b) => b.far - a.far || (a.id < b.id ? -1 : 1));
  if (!first) return "多项得分变动，见评分卡";
  if (climb > 0)
    return first.before.status === "scored" && first.now.status !== "scored"
      ? `缺少数据：指标 ${first.id}`
      : `原因 ${first.id}`;
  return `${first.now.status === "scored" && first.before.status !== "scored" ? "数据已补" : "好转"}：指标 ${first.id}`;
}

const values = (rows: readonly (readonly Value[])[]): string =>
  rows
    .map(
      (row) =>
        `(${row.map((value) => (typeof value === "string" ? quoteText(value) : String(value))).join(", ")})`,
    )
    .join(",\n");

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  const put = (name: string, columns: string, rows: readonly (readonly Value[])[]): Promise<void> =>
    warehouse.run(`create table ${name} as select * from (values ${values(rows)}) as t(${columns})`);
  for (const schema of ["staging", "scores", "rules"]) await warehouse.run(`create schema ${schema}`);
  const days = ["2026-09-30", "2026-11-22"];
  const sides = subjects.flatMap((subject, at) =>
    ([0, 1] as const).map((side) => ({
      subject,
      side,
      no: at * 2 + side,
      edition: `2026-0${subject.editions[side]}-01`,
    })),
  );
  const editions = ["2026-01-01", "2026-02-01"];
  await put(
    "staging.evaluation",
    "as_of, is_current",
    days.map((day, side) => [day, side === 1]),
  );
  await put(
    "scores.enterprise_level_total",
    "as_of, subject_id, subject_no, method, edition, level, direct_reason_zh, direct_reason_en",
    sides.map(({ subject, side, no, edition }) => [
      days[side] as string,
      subject.id,
      no,
      "m",
      edition,
      subject.levels[side] as string,
      null,
      null,
    ]),
  );
  await put(
    "scores.enterprise_level_scored",
    "subject_no, method, edition, part_id, part_no, indicator_id, status, points, weight",
    sides.flatMap(({ subject, side, no, edition }) =>
      indicators.map(({ id, part }, at) => {
        const { status, points } = (subject.items[at] as Pair<Item>)[side];
        return [no, "m", edition, part.id, part.no, id, status, points, null];
      }),
    ),
  );
  await put(
    "scores.enterprise_level_part_points",
    "subject_no, part_no, points",
    sides.flatMap(({ subject, side, no }) =>
      parts.map((part) => [no, part.no, subject.parts[part.no - 1]?.[side] as number]),
    ),
  );
  await put(
    "scores.enterprise_level_determination",
    "subject_no, determination_id, kind, level, position, title_zh, title_en",
    sides.flatMap(({ subject, side, no }) =>
      determinations.flatMap(({ id, kind, level }, at) =>
        subject.held[at]?.[side] ? [[no, id, kind, level, at, id, id]] : [],
      ),
    ),
  );
  await put(
    "rules.edition",
    "method, edition, title_zh, title_en",
    editions.map((edition) => ["m", edition, "规则", "rules"]),
  );
  await put(
    "rules.part",
    "method, edition, part_id, aggregate, is_more_worse",
    editions.flatMap((edition) =>
      parts.map(({ id, aggregate, isMoreWorse }) => ["m", edition, id, aggregate, isMoreWorse]),
    ),
  );
  await put(
    "rules.indicator",
    "method, edition, indicator_id, title_zh, title_en, reason_zh, reason_en",
    editions.flatMap((edition) =>
      indicators.map(({ id }) => ["m", edition, id, `指标 ${id}`, id, `原因 ${id}`, id]),
    ),
  );
  await warehouse.run(
    `create table level_change as ${readFileSync(join(packageRoot, "sql/marts/level_change.sql"), "utf8")}`,
  );
});
afterAll(() => warehouse.close());

test("the reason of a change is what moved the level the way it went: the SQL agrees with a clerk on random changes", async () => {
  const told = await warehouse.rows<{ enterprise_id: string; main_reason: string; main_reason_en: string }>(
    "select enterprise_id, main_reason, main_reason_en from level_change",
  );
  const found = new Map(told.map((row) => [row.enterprise_id, row.main_reason]));
  const changed = subjects.filter(({ levels: [from, to] }) => from !== to);
  expect(told).toHaveLength(changed.length);
  for (const subject of changed)
    expect(found.get(subject.id), JSON.stringify(subject)).toBe(plainReason(subject));
  expect(told.filter((row) => !row.main_reason || !row.main_reason_en)).toEqual([]);
  // Each kind of reason occurs.
  const kinds = new Set(
    changed.map((subject) =>
      plainReason(subject)
        .replace(/(：| i\d|“).*/, "")
        .slice(0, 4),
    ),
  );
  expect([...kinds].sort()).toEqual(
    [
      "is_r",
      "is_b",
      "floo",
      "ceil",
      "unkn",
      "不再适用",
      "改按",
      "缺少必需",
      "此前缺少",
      "原因",
      "好转",
      "缺少数据",
      "数据已补",
      "多项得分",
    ].sort(),
  );
});

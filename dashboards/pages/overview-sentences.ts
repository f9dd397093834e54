import { integer, percent } from "../format.js";
import type { OverdueRow, ReasonRow } from "../rows.js";
import { highRisk, type LevelTally, type RegionTally, totalOf } from "../tally.js";
import { type Lang, pick, plural } from "../text.js";

const are = (count: number): string => (count === 1 ? "is" : "are");

/** The headline: how many are red, against the evaluation before, what most of them share and where they are. */
export function headline(
  lang: Lang,
  now: LevelTally,
  before: { readonly asOf: string; readonly tally: LevelTally } | null,
  regions: readonly RegionTally[],
  redWithOverdue: number,
  /** Red now and not before, and the other way round: as many as before need not be the same. */
  swapped: Pick<ChangeTotals, "newlyRed" | "noLongerRed">,
): string {
  const zh = lang === "zh";
  if (totalOf(now) === 0) return zh ? "还没有可以定级的企业。" : "There is no enterprise to grade yet.";
  const total = totalOf(now);
  const graded = total - now.insufficient_data;
  if (graded === 0)
    return zh
      ? `${integer(total)} 家企业全部数据不足，都不能定级，不等于低风险。`
      : `Not one of ${plural(total, "enterprise")} can be graded: data are insufficient, which is not low risk.`;
  if (now.red === 0) {
    const orange = zh
      ? now.orange > 0
        ? `橙色企业 ${integer(now.orange)} 家。`
        : "也没有橙色企业。"
      : now.orange > 0
        ? `${plural(now.orange, "enterprise")} ${are(now.orange)} orange.`
        : "None is orange either.";
    // Where most have no level, that none is red says little.
    const few =
      now.insufficient_data > graded
        ? zh
          ? `${integer(total)} 家企业中只有 ${integer(graded)} 家能够定级：`
          : `Only ${integer(graded)} of ${plural(total, "enterprise")} can be graded. `
        : "";
    return few + (zh ? `没有红色企业；${orange}` : `No enterprise is red. ${orange}`);
  }
  const parts = [
    zh ? `红色企业 ${integer(now.red)} 家` : `${plural(now.red, "enterprise")} ${are(now.red)} red`,
  ];
  if (before) {
    const difference = now.red - before.tally.red;
    const { newlyRed, noLongerRed } = swapped;
    const others =
      newlyRed === 0 || newlyRed !== noLongerRed
        ? ""
        : zh
          ? `（新增、退出各 ${integer(newlyRed)} 家）`
          : ` (${integer(newlyRed)} came, as many went)`;
    if (difference === 0)
      parts.push(zh ? `与 ${before.asOf} 持平${others}` : `as many as on ${before.asOf}${others}`);
    else if (zh)
      parts.push(`比 ${before.asOf} ${difference > 0 ? "多" : "少"} ${integer(Math.abs(difference))} 家`);
    else
      parts.push(
        `${integer(Math.abs(difference))} ${difference > 0 ? "more" : "fewer"} than on ${before.asOf}`,
      );
  }
  const why: string[] = [];
  if (redWithOverdue > 0)
    why.push(
      zh
        ? `其中 ${integer(redWithOverdue)} 家有重大隐患逾期未改`
        : `${integer(redWithOverdue)} ${redWithOverdue === 1 ? "has" : "have"} a major hazard past its deadline`,
    );
  const most = [...regions].sort((a, b) => b.tally.red - a.tally.red || (a.code < b.code ? -1 : 1))[0];
  if (most && regions.length > 1 && most.tally.red > 0)
    why.push(
      zh
        ? `${integer(most.tally.red)} 家在${most.name}`
        : `${integer(most.tally.red)} ${are(most.tally.red)} in ${most.name}`,
    );
  const tail = why.length ? (zh ? `；${why.join("，")}` : `; ${why.join(", ")}`) : "";
  return zh ? `${parts.join("，")}${tail}。` : `${parts.join(", ")}${tail}.`;
}

/** What the strip of levels says: the share of red and orange, and who has no level. */
export function sayLevels(lang: Lang, now: LevelTally): string {
  const total = totalOf(now);
  const none = now.insufficient_data;
  if (lang === "zh")
    return `红橙两级 ${integer(highRisk(now))} 家，占 ${percent(highRisk(now), total)}；${none ? `${integer(none)} 家数据不足，不定级，不等于低风险。` : "没有企业因数据不足而不定级。"}`;
  return `Red and orange together: ${plural(highRisk(now), "enterprise")}, ${percent(highRisk(now), total)}. ${none ? `${plural(none, "enterprise has", "enterprises have")} insufficient data and no level, which is not low risk.` : "None lacks a level for want of data."}`;
}

/** Which region has the largest share of red and orange, and how that compares with the whole. */
export function sayRegions(lang: Lang, now: LevelTally, regions: readonly RegionTally[]): string {
  const [first] = regions;
  if (!first || highRisk(now) === 0)
    return lang === "zh" ? "各区都没有红色或橙色企业。" : "No region has a red or orange enterprise.";
  const share = percent(highRisk(first.tally), first.total);
  const whole = percent(highRisk(now), totalOf(now));
  if (regions.length === 1)
    return lang === "zh" ? `${first.name}红橙占比 ${share}。` : `${first.name}: ${share} red or orange.`;
  return lang === "zh"
    ? `${first.name}红橙占比最高，为 ${share}；全市 ${whole}。`
    : `${first.name} has the largest share of red and orange, ${share}; the whole city has ${whole}.`;
}

export interface ChangeTotals {
  readonly worse: number;
  readonly better: number;
  readonly other: number;
  /** Of all of these: red now and not before, and the other way round. */
  readonly newlyRed: number;
  readonly noLongerRed: number;
}

/** How many levels worsened and improved since a day. */
export function sayChanges(lang: Lang, totals: ChangeTotals, since: string | null): string {
  const { worse, better, other, newlyRed, noLongerRed } = totals;
  const from = since ? (lang === "zh" ? `自 ${since} 起，` : `Since ${since}: `) : "";
  if (worse + better + other === 0)
    return lang === "zh" ? `${from}没有企业改变等级。` : `${from}no enterprise changed its level.`;
  const red = [
    newlyRed &&
      (lang === "zh"
        ? `新增红色 ${integer(newlyRed)} 家，列在前面`
        : `${integer(newlyRed)} newly red, listed first`),
    noLongerRed &&
      (lang === "zh" ? `退出红色 ${integer(noLongerRed)} 家` : `${integer(noLongerRed)} no longer red`),
  ].filter(Boolean);
  const moved = red.length ? (lang === "zh" ? `；${red.join("；")}` : `; ${red.join("; ")}`) : "";
  if (lang === "zh")
    return `${from}风险上升 ${integer(worse)} 家，下降 ${integer(better)} 家${other ? `，另有 ${integer(other)} 家进入或脱离“数据不足”` : ""}${moved}。`;
  return `${from}${integer(worse)} worse, ${integer(better)} better${other ? `, ${integer(other)} into or out of “insufficient data”` : ""}${moved}.`;
}

/** How red and orange moved over the evaluation days. */
export function sayTrend(
  lang: Lang,
  first: { readonly asOf: string; readonly tally: LevelTally },
  now: LevelTally,
): string {
  if (lang === "zh")
    return `与 ${first.asOf} 相比：红色 ${integer(first.tally.red)} → ${integer(now.red)} 家，橙色 ${integer(first.tally.orange)} → ${integer(now.orange)} 家。`;
  return `Against ${first.asOf}: red ${integer(first.tally.red)} → ${integer(now.red)}, orange ${integer(first.tally.orange)} → ${integer(now.orange)}.`;
}

/** Which region's share of red and orange moved most since the first day. */
export function sayRegionTrend(
  lang: Lang,
  first: readonly RegionTally[],
  now: readonly RegionTally[],
): string {
  const before = new Map(first.map((each) => [each.code, each]));
  const moved = now
    .flatMap((each) => {
      const old = before.get(each.code);
      return old && old.total > 0 && each.total > 0
        ? [{ each, old, by: highRisk(each.tally) / each.total - highRisk(old.tally) / old.total }]
        : [];
    })
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || (a.each.code < b.each.code ? -1 : 1))[0];
  if (!moved)
    return lang === "zh"
      ? "只有一个评估日，还看不出变化。"
      : "There is one evaluation day only, so no movement yet.";
  const from = percent(highRisk(moved.old.tally), moved.old.total);
  const to = percent(highRisk(moved.each.tally), moved.each.total);
  if (from === to)
    return lang === "zh" ? "各区红橙占比都没有变化。" : "No region's share of red and orange has moved.";
  return lang === "zh"
    ? `变化最大的是${moved.each.name}：红橙占比 ${from} → ${to}。`
    : `${moved.each.name} moved most: share of red and orange ${from} → ${to}.`;
}

/** What red and orange levels rest on most often. */
export function sayReasons(lang: Lang, rows: readonly ReasonRow[], high: number): string {
  const [first] = rows;
  if (!first) return lang === "zh" ? "没有红色或橙色企业。" : "No enterprise is red or orange.";
  if (rows[1]?.enterprises === first.enterprises)
    return lang === "zh"
      ? `红橙企业的首要原因不集中：最多的几项并列，各 ${integer(first.enterprises)} 家（${percent(first.enterprises, high)}）。`
      : `No first reason of red and orange enterprises stands out: the commonest are tied at ${integer(first.enterprises)} each (${percent(first.enterprises, high)}).`;
  const title = pick(lang, { zh: first.title_zh, en: first.title_en });
  return lang === "zh"
    ? `红橙企业中，首要原因最多的是“${title}”，${integer(first.enterprises)} 家（${percent(first.enterprises, high)}）。`
    : `Among red and orange enterprises the commonest first reason is “${title}”: ${integer(first.enterprises)} (${percent(first.enterprises, high)}).`;
}

/** How many a table leaves out; null where it leaves out none. */
export function sayRest(lang: Lang, total: number, shown: number): string | null {
  if (total <= shown) return null;
  return lang === "zh"
    ? `表中先列 ${integer(shown)} 项，其余 ${integer(total - shown)} 项见下载。`
    : `The table shows ${integer(shown)} of ${integer(total)}; the downloads hold the rest.`;
}

/** The red and orange enterprises whose first reason stands in no row of the table; null where there is none. */
export function sayOtherReasons(lang: Lang, rows: readonly ReasonRow[], high: number): string | null {
  const rest = high - rows.reduce((sum, row) => sum + row.enterprises, 0);
  if (rest <= 0) return null;
  return lang === "zh"
    ? `另有 ${integer(rest)} 家为其他首要原因，见企业等级清单。`
    : `${plural(rest, "more enterprise has", "more enterprises have")} other first reasons: see the list of levels.`;
}

/** Major hazards past their deadline. */
export function sayOverdue(lang: Lang, rows: readonly OverdueRow[], total: number): string {
  const [first] = rows;
  if (!first || total === 0)
    return lang === "zh" ? "没有逾期未改的重大隐患。" : "No major hazard is past its deadline.";
  return lang === "zh"
    ? `重大隐患逾期未改 ${integer(total)} 条，最长 ${integer(first.overdue_days)} 天（${first.enterprise_name}）。`
    : `${plural(total, "major hazard is", "major hazards are")} past the deadline; the longest by ${plural(first.overdue_days, "day")} (${first.enterprise_name}).`;
}

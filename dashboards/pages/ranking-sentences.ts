import type { RankingRow, RankingRows, ScoreItemRow } from "../assessment-rows.js";
import { type Lang, listText, pick, plural } from "../text.js";

/** Indicators named as those that have no data. */
const namedMissing = 3;

/** What all of the unranked lack, in words; empty where they lack nothing in common. */
function sayLacking(unranked: readonly RankingRow[], items: readonly ScoreItemRow[], lang: Lang): string {
  const ids = new Set(unranked.map((row) => row.subject_id));
  const lacking = new Map<string, { title: string; subjects: number }>();
  for (const item of items) {
    if (item.status !== "no_data" || !ids.has(item.subject_id)) continue;
    const title = pick(lang, { zh: item.title_zh, en: item.title_en });
    const subjects = (lacking.get(item.indicator_id)?.subjects ?? 0) + 1;
    lacking.set(item.indicator_id, { title, subjects });
  }
  const common = [...lacking.values()].filter((each) => each.subjects === ids.size);
  if (common.length === 0) return "";
  const named = listText(
    lang,
    common.slice(0, namedMissing).map((each) => each.title),
  );
  const isAll = common.length <= namedMissing;
  if (lang === "zh")
    return `：${ids.size > 1 ? "都" : ""}缺${isAll ? `${named}的数据` : ` ${common.length} 项指标的数据，如${named}`}`;
  const count = isAll ? "" : `${common.length} indicators, such as `;
  return `: ${ids.size > 1 ? "all lack" : "it lacks"} data of ${count}${named}`;
}

/** What can be said of a group for certain, in a sentence: who leads, who follows, how many cannot be told apart. */
export function sayGroup(rows: readonly RankingRow[], items: readonly ScoreItemRow[], lang: Lang): string {
  const ranked = rows.filter((row) => row.rank !== null);
  const missing = rows.length - ranked.length;
  const lacking = sayLacking(
    rows.filter((row) => row.rank === null),
    items,
    lang,
  );
  const missed =
    missing === 0
      ? ""
      : lang === "zh"
        ? `${missing} 个数据不足，不排名${lacking}。`
        : ` ${plural(missing, "subject")} without enough data ${missing === 1 ? "is" : "are"} not ranked${lacking}.`;
  if (ranked.length === 0) return missed.trim();
  const [first] = ranked;
  const sharing = (first?.tied_with ?? "").split(",").filter(Boolean).length;
  const tied = ranked.filter((row) => row.tied_with).length;
  const name = first?.subject_name ?? "";
  if (lang === "zh") {
    const lead = sharing === 0 ? `${name}居首` : `${name}在最前，但与 ${sharing} 个分不出先后`;
    return `${lead}；${ranked.length} 个中${tied === 0 ? "没有并列" : ` ${tied} 个与别的对象分不出先后，按并列列出`}。${missed}`;
  }
  const lead =
    sharing === 0
      ? `${name} leads`
      : `${name} is in front but cannot be told apart from ${plural(sharing, "other")}`;
  return `${lead}; of ${ranked.length}, ${tied === 0 ? "none is tied" : `${tied} cannot be told apart from others and are printed as tied`}.${missed}`;
}

/** How the rankings are to be read; stands once above them. */
export function howToRead(lang: Lang): string {
  return lang === "zh"
    ? "图中点是名次的中位数，条是 90% 区间：权重上下浮动四分之一、换三种标准化和两种合成方法，抽一万次。只有九成以上把握时才把一个排在另一个前面；并列者写出共同占据的名次区间，区间有重叠的不分先后。各组按不能排除的最好名次列出，相同的按得分，这一次序本身不分高下。"
    : "In the pictures the dot is the median rank and the bar its 90 % interval over 10,000 draws of weights (± a quarter), three normalisations and two means. One is printed above another only with 90 % certainty; tied subjects show the places that they share, and where places overlap nobody is ahead. Groups are listed by the best place that is not excluded, then by score; that order by itself ranks nobody.";
}

/** How many regions have each level, and which are red or orange. */
export function sayRegions(regions: RankingRows["regions"], lang: Lang): string {
  const count = (level: string): number => regions.filter((row) => row.level === level).length;
  const tiers = new Set(regions.map((row) => row.region_code.length)).size;
  const high = regions.filter((row) => row.level === "red" || row.level === "orange");
  const named = listText(
    lang,
    high.slice(0, 4).map((row) => row.region_name),
  );
  if (lang === "zh") {
    const worst = high.length ? `红橙区域：${named}${high.length > 4 ? ` 等 ${high.length} 个` : ""}。` : "";
    return `${regions.length} 个区域${tiers > 1 ? "（各级合计）" : ""}：红 ${count("red")}、橙 ${count("orange")}、黄 ${count("yellow")}、蓝 ${count("blue")}、数据不足 ${count("insufficient_data")}。${worst}分值越高风险越大。`;
  }
  const worst = high.length
    ? ` Red or orange: ${named}${high.length > 4 ? ` and others (${high.length})` : ""}.`
    : "";
  return `${plural(regions.length, "region")}${tiers > 1 ? " of all tiers" : ""}: ${count("red")} red, ${count("orange")} orange, ${count("yellow")} yellow, ${count("blue")} blue, ${count("insufficient_data")} without a level.${worst} A higher score is worse.`;
}

/** What the comparison of pilots found, in a sentence before the caution. */
export function sayPilots(rows: RankingRows["pilots"], lang: Lang): string {
  const differing = rows.filter((row) => row.verdict === "differs").length;
  const caution =
    lang === "zh"
      ? "试点不是随机选的：差异不能证明成效。"
      : "Pilots are chosen, not drawn: a difference is no proof of an effect.";
  if (rows.length === 0) return caution;
  return lang === "zh"
    ? `${rows.length} 项指标中 ${differing} 项有差异（90% 区间不含零，且偶然所致的概率不超过 10%）。${caution}`
    : `${differing} of ${plural(rows.length, "indicator")} ${differing === 1 ? "differs" : "differ"} (the 90 % interval leaves out zero, and chance alone gives as much in at most 10 % of labellings). ${caution}`;
}

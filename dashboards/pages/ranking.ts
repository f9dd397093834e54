import type { RankingRow, RankingRows } from "../assessment-rows.js";
import { block, downloads, fold } from "../block.js";
import { drawRankIntervals } from "../charts/rank-interval.js";
import { regionLevelMap } from "../charts/region-level-map.js";
import { day, integer } from "../format.js";
import { type Html, html } from "../html.js";
import { levelRank, patternDefinitions } from "../level.js";
import { type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { listText, plural } from "../text.js";
import { gridGapTable, noticeTable, pilotTable } from "./ranking-lists.js";
import { howToRead, sayGroup, sayPilots, sayRegions } from "./ranking-sentences.js";
import { pointsTable, rankingTable, regionLevelTable } from "./ranking-tables.js";

/** A table of points has a column a subject: more of them would not fit a page. */
const mostColumns = 8;

/** Peer groups in the order of the rows: regions before departments, each with its subjects as they are printed. */
export function peerGroups(rows: readonly RankingRow[]): readonly (readonly RankingRow[])[] {
  const groups = new Map<string, RankingRow[]>();
  for (const row of rows) {
    const key = `${row.subject_type === "region" ? 0 : 1} ${row.peer_group}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.entries()]
    .sort(([a, [first]], [b, [second]]) =>
      a[0] === b[0]
        ? (first?.subject_id.length ?? 0) - (second?.subject_id.length ?? 0) || (a < b ? -1 : 1)
        : a < b
          ? -1
          : 1,
    )
    .map(([, group]) =>
      [...group].sort(
        (a, b) =>
          (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) ||
          Number(b.score ?? -1) - Number(a.score ?? -1) ||
          (a.subject_id < b.subject_id ? -1 : 1),
      ),
    );
}

function groupBlock(rows: readonly RankingRow[], all: RankingRows, place: Place, index: number): Html {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const [first] = rows;
  const kind = first?.subject_type === "region" ? t("地区", "Regions") : t("部门", "Departments");
  const ids = new Set(rows.map((row) => row.subject_id));
  const items = all.items.filter(
    (item) => item.subject_type === first?.subject_type && ids.has(item.subject_id),
  );
  const ranked = rows.filter((row) => row.rank !== null);
  const slices = Array.from({ length: Math.ceil(ranked.length / mostColumns) }, (_, at) =>
    ranked.slice(at * mostColumns, (at + 1) * mostColumns),
  );
  return block({
    id: `group-${index + 1}`,
    isLong: true,
    title: `${kind} · ${first?.peer_group ?? ""}`,
    say: sayGroup(rows, items, lang),
    body: html`${ranked.length ? drawRankIntervals(ranked, lang) : null}
${rankingTable(rows, lang)}
${
  slices.length
    ? fold(
        t("各指标得分", "Points by indicator"),
        slices.map((slice) => pointsTable(slice, items, lang)),
      )
    : null
}`,
    links: [
      ...downloads("assessment_ranking", rootOf(place), lang),
      {
        href: `${rootOf(place)}data/assessment_pair.parquet`,
        label: t("两两概率 Parquet", "P(A above B), Parquet"),
        isDownload: true,
      },
    ],
  });
}

/** The assessment: rankings with intervals and ties, vetoes beside the score, lists, region levels, gaps, pilots. */
export function rankingPage(publication: Publication, place: Place, rows: RankingRows): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const groups = peerGroups(rows.ranking);
  const vetoes = rows.ranking.filter((row) => row.veto_reason);
  const ranked = rows.ranking.filter((row) => row.rank !== null);
  const notices = rows.notices.filter((row) => row.list === "public_notice");
  const urged = rows.notices.filter((row) => row.list === "urge");
  const noticedNames = [...new Set(notices.map((row) => row.subject_name))];
  const noticed = new Set(notices.map((row) => `${row.subject_type} ${row.subject_id}`)).size;
  const urgedCount = new Set(urged.map((row) => `${row.subject_type} ${row.subject_id}`)).size;
  const regions = [...rows.regions].sort(
    (a, b) =>
      a.region_code.length - b.region_code.length ||
      levelRank(a.level) - levelRank(b.level) ||
      Number(b.score ?? 0) - Number(a.score ?? 0) ||
      (a.region_code < b.region_code ? -1 : 1),
  );
  const [first] = rows.ranking;
  const named = listText(lang, noticedNames.slice(0, 3));
  const title = t(
    `${integer(rows.ranking.length)} 个考核对象，${integer(ranked.length)} 个可排名${vetoes.length ? `，${vetoes.length} 个被一票否决` : ""}；${
      noticed ? `${named}${noticedNames.length > 3 ? "等" : ""}列入通报名单` : "没有对象列入通报名单"
    }。`,
    `${plural(rows.ranking.length, "subject")} assessed, ${integer(ranked.length)} ranked${vetoes.length ? `; ${plural(vetoes.length, "veto", "vetoes")}` : ""}; on the list for notice: ${
      noticed ? `${named}${noticedNames.length > 3 ? ` and others (${noticed})` : ""}` : "nobody"
    }.`,
  );
  const period = first
    ? t(
        `考核期 ${day(first.period_start)} 至 ${day(first.period_end)}，与上年同期比较；两期都按现行规则计分。`,
        `Period ${day(first.period_start)} to ${day(first.period_end)}, against the same days of the year before; both scored by the rules in force now.`,
      )
    : t("没有考核对象。", "Nobody is assessed.");
  return page(publication, place, {
    title: t("考核排名", "Ranking"),
    body: html`${rows.regions.length ? patternDefinitions : null}<h1>${title}</h1>
${stamp(publication, place, "assessment")}
<p class="note">${period} ${t(
      "一票否决不改变得分和名次，但等次由它决定。",
      "A veto changes neither score nor rank, but it decides the grade.",
    )}${ranked.length ? ` ${howToRead(lang)}` : ""}</p>
<div class="grid">
${groups.map((group, index) => groupBlock(group, rows, place, index))}${block({
  id: "notice",
  isLong: true,
  title: t("通报名单（供审定）", "For public notice (to be decided by people)"),
  say: notices.length
    ? t(
        `${noticed} 个对象因一票否决或得分不合格列入。`,
        `${plural(noticed, "subject")} listed for a veto or an unqualified score.`,
      )
    : t("没有对象列入。", "Nobody is listed."),
  body: notices.length ? noticeTable(notices, lang) : null,
  links: downloads("assessment_notice", root, lang),
})}${block({
  id: "urge",
  isLong: true,
  title: t("督促整改名单", "To be urged to rectify"),
  say: urged.length
    ? t(
        `${urgedCount} 个对象有 ${urged.length} 项指标得分偏低。`,
        `${plural(urged.length, "indicator")} of ${plural(urgedCount, "subject")} earned too little.`,
      )
    : t("没有对象列入。", "Nobody is listed."),
  body: urged.length ? fold(t("全部名单", "The whole list"), noticeTable(urged, lang)) : null,
  links: downloads("assessment_notice", root, lang),
})}${block({
  id: "regions",
  isLong: true,
  title: t("区域风险等级", "Levels of regions"),
  say: sayRegions(regions, lang),
  body: regions.length
    ? html`${regionLevelMap(rows.shapes ?? null, regions, lang)}${fold(
        t("各区域的企业与得分", "Enterprises and scores of each region"),
        regionLevelTable(regions, lang),
      )}`
    : regionLevelTable(regions, lang),
  links: [
    ...downloads("region_level", root, lang),
    ...(regions.length
      ? [
          {
            href: `${root}export/region_level.geojson`,
            label: t("下载四色图数据（GeoJSON）", "Map data (GeoJSON)"),
            isDownload: true,
          },
        ]
      : []),
  ],
})}${block({
  id: "grid",
  isLong: true,
  title: t("网格责任空缺", "Gaps of grid responsibility"),
  say: rows.gaps.length
    ? t(
        `${rows.gaps.length} 处空缺，涉及 ${integer(rows.gaps.reduce((sum, row) => sum + Number(row.enterprise_count), 0))} 家企业。`,
        `${plural(rows.gaps.length, "gap")}, with ${plural(
          rows.gaps.reduce((sum, row) => sum + Number(row.enterprise_count), 0),
          "enterprise",
        )}.`,
      )
    : t("没有空缺。", "No gaps."),
  body: rows.gaps.length ? gridGapTable(rows.gaps, lang) : null,
  links: downloads("grid_gap", root, lang),
})}${block({
  id: "pilots",
  isLong: true,
  title: t("试点与非试点", "Pilots and others"),
  say: sayPilots(rows.pilots, lang),
  body: pilotTable(rows.pilots, lang),
  links: downloads("pilot_comparison", root, lang),
})}</div>
`,
  });
}

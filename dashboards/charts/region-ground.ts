import { integer, percent } from "../format.js";
import { type Html, html } from "../html.js";
import { levelLook } from "../level.js";
import { ink } from "../style.js";
import { highRisk, type RegionTally } from "../tally.js";
import { type Lang, pick } from "../text.js";

/** Grounds of the map by share of red and orange: neutral, because the four colours mean levels and nothing else. */
const grounds = ["#FFFFFF", "#DDE2E9", "#B4BEC9", "#8A96A6"] as const;
const steps = [0.05, 0.1, 0.2] as const;

/** Regions that a chart shows, those with the largest share first; the table holds all. */
export const mostRegions = 15;

/** That a chart shows some of the regions only; null where it shows all. */
export function sayShown(count: number, lang: Lang): string | null {
  if (count <= mostRegions) return null;
  return lang === "zh"
    ? `图中为红橙占比最高的 ${mostRegions} 个区，全部 ${count} 个区在表中。`
    : `The chart shows the ${mostRegions} regions with the largest share; all ${count} are in the table.`;
}

/** The ground of a region; white without enterprises. */
export function groundOf(region: RegionTally | undefined): string {
  if (!region || region.total === 0) return grounds[0];
  const share = highRisk(region.tally) / region.total;
  return grounds[steps.filter((step) => share >= step).length] ?? grounds[0];
}

/** The steps of the map's ground, each beside the words for it. */
export function mapLegend(lang: Lang): Html {
  const texts =
    lang === "zh"
      ? ["不足 5%", "5%–10%", "10%–20%", "20% 以上"]
      : ["below 5%", "5–10%", "10–20%", "20% and more"];
  const swatch = (ground: string): Html =>
    html`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><rect x="0.5" y="0.5" width="15" height="15" fill="${ground}" stroke="${ink.second}"/></svg>`;
  return html`<span class="legend">${lang === "zh" ? "红橙占比" : "Red and orange"}${grounds.map(
    (ground, index) => html`<span>${swatch(ground)} ${texts[index] ?? ""}</span>`,
  )}</span>`;
}

/** How many regions lie in the darkest step, and how many have no red enterprise. */
export function sayMap(tallies: readonly RegionTally[], lang: Lang): string {
  const dark = tallies.filter(
    (each) => each.total > 0 && highRisk(each.tally) / each.total >= steps[2],
  ).length;
  const without = tallies.filter((each) => each.tally.red === 0).length;
  const [only] = tallies;
  if (!only) return lang === "zh" ? "没有区划。" : "There is no region.";
  if (tallies.length === 1)
    return lang === "zh" ? `只有${only.name}一个区。` : `${only.name} is the only region.`;
  if (lang === "zh") {
    const high = dark === 0 ? "没有一个区红橙占比达到 20%" : `${dark} 个区红橙占比在 20% 以上`;
    return `${tallies.length} 个区中，${high}；${without === 0 ? "每个区都有红色企业" : `${without} 个区没有红色企业`}。`;
  }
  const high = `${dark === 0 ? "none has" : dark === 1 ? "1 has" : `${dark} have`} 20% or more red and orange`;
  const red =
    without === 0
      ? "each has a red enterprise"
      : `${without} ${without === 1 ? "has" : "have"} no red enterprise`;
  return `Of ${tallies.length} regions, ${high}; ${red}.`;
}

/** What a map says aloud: each region with its share. */
export function labelOf(tallies: readonly RegionTally[], lang: Lang): string {
  const read = tallies.map((each) => `${each.name} ${percent(highRisk(each.tally), each.total)}`);
  return `${lang === "zh" ? "各区红橙占比地图" : "Map of the share of red and orange"}: ${read.join("; ")}`;
}

/** Red and orange enterprises of a region in little room. */
export function shortCount(each: RegionTally, lang: Lang): string {
  const { red, orange } = levelLook;
  return `${pick(lang, red.letter)} ${integer(each.tally.red)} · ${pick(lang, orange.letter)} ${integer(each.tally.orange)}`;
}

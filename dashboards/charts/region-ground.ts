import { integer, percent } from "../format.js";
import { levelLook } from "../level.js";
import { highRisk, type RegionTally } from "../tally.js";
import { type Lang, pick } from "../text.js";

/** Grounds of the map by share of red and orange: neutral, because the four colours mean levels and nothing else. */
const grounds = ["#FFFFFF", "#E6EAEF", "#CFD6DE", "#B3BDC9"] as const;
const steps = [0.05, 0.1, 0.2] as const;

/** The ground of a region; white without enterprises. */
export function groundOf(region: RegionTally | undefined): string {
  if (!region || region.total === 0) return grounds[0];
  const share = highRisk(region.tally) / region.total;
  return grounds[steps.filter((step) => share >= step).length] ?? grounds[0];
}

/** The steps of the map's ground in words. */
export function mapLegend(lang: Lang): string {
  return lang === "zh"
    ? "底色由浅到深：红橙占比不足 5%、5%–10%、10%–20%、20% 以上"
    : "Ground from light to dark: red and orange below 5%, 5–10%, 10–20%, 20% and more";
}

/** How many regions lie in the darkest step, and how many have no red enterprise. */
export function sayMap(tallies: readonly RegionTally[], lang: Lang): string {
  const dark = tallies.filter(
    (each) => each.total > 0 && highRisk(each.tally) / each.total >= steps[2],
  ).length;
  const without = tallies.filter((each) => each.tally.red === 0).length;
  return lang === "zh"
    ? `${tallies.length} 个区中，${dark} 个区红橙占比在 20% 以上，${without} 个区没有红色企业。`
    : `Of ${tallies.length} regions, ${dark} ${dark === 1 ? "has" : "have"} 20% or more red and orange, ${without} ${without === 1 ? "has" : "have"} no red enterprise.`;
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

import { percent } from "../format.js";
import type { Html } from "../html.js";
import { ink } from "../style.js";
import { highRisk, type RegionTally } from "../tally.js";
import type { Lang } from "../text.js";
import { bothWidths, fitText } from "./drawing.js";
import { drawPlot } from "./plot.js";

export interface RegionDay {
  readonly asOf: string;
  readonly regions: readonly RegionTally[];
}

/** Panels that fit a card; the regions with the largest share today come first. */
const mostPanels = 8;

interface Point {
  readonly region: string;
  readonly position: number;
  readonly share: number;
  readonly label: string;
  readonly isLast: boolean;
}

function pointsOf(days: readonly RegionDay[], codes: readonly string[]): readonly Point[] {
  return codes.flatMap((code) =>
    days.flatMap((each, position): Point[] => {
      const region = each.regions.find((one) => one.code === code);
      if (!region || region.total === 0) return [];
      return [
        {
          region: code,
          position,
          share: highRisk(region.tally) / region.total,
          label: percent(highRisk(region.tally), region.total),
          isLast: position === days.length - 1,
        },
      ];
    }),
  );
}

/** Small multiples: one panel a region with its share of red and orange over the evaluation days, all on one scale. */
export async function drawRegionTrend(days: readonly RegionDay[], lang: Lang): Promise<Html> {
  const today = days.at(-1)?.regions.slice(0, mostPanels) ?? [];
  const points = pointsOf(
    days,
    today.map((each) => each.code),
  );
  const most = Math.max(0.01, ...points.map((each) => each.share));
  const read = today.map((each) => `${each.name} ${percent(highRisk(each.tally), each.total)}`);
  const label = `${lang === "zh" ? "各区红橙占比的变化" : "Share of red and orange by region over time"}: ${read.join("; ")}`;
  const draw = (width: number, panels: number): Promise<string> => {
    const rows = Math.ceil(today.length / panels);
    const cell = new Map(
      today.map((each, index) => [each.code, { fx: index % panels, fy: Math.floor(index / panels) }]),
    );
    const place = (each: { region: string }): { fx: number; fy: number } =>
      cell.get(each.region) ?? { fx: 0, fy: 0 };
    const placed = points.map((each) => ({ ...each, ...place(each) }));
    const names = today.map((each) => ({
      ...place({ region: each.code }),
      name: fitText(each.name, 13, width / panels - 16),
    }));
    const facets = { fx: "fx", fy: "fy" } as const;
    const first = placed.filter((each) => each.position === 0);
    const last = placed.filter((each) => each.isLast);
    return drawPlot(
      (Plot) => ({
        width,
        height: rows * 110,
        marginLeft: 6,
        marginRight: 6,
        marginTop: 0,
        marginBottom: 4,
        fx: { axis: null, padding: 0.08 },
        fy: { axis: null, padding: 0.06 },
        x: { axis: null, domain: [-0.35, Math.max(1, days.length - 1) + 0.35] },
        y: { axis: null, domain: [0, most * 1.9] },
        marks: [
          Plot.ruleY([0], { stroke: ink.bar }),
          Plot.areaY(placed, { ...facets, x: "position", y: "share", z: "region", fill: ink.ground }),
          Plot.lineY(placed, {
            ...facets,
            x: "position",
            y: "share",
            z: "region",
            stroke: ink.second,
            strokeWidth: 2,
          }),
          Plot.dot(last, { ...facets, x: "position", y: "share", r: 4, fill: ink.ink }),
          Plot.text(last, {
            ...facets,
            x: "position",
            y: "share",
            text: "label",
            fontSize: 13,
            fontWeight: 650,
            dy: -12,
            textAnchor: "end",
            dx: 6,
            fill: ink.ink,
          }),
          Plot.text(
            first.filter((each) => !each.isLast),
            {
              ...facets,
              x: "position",
              y: "share",
              text: "label",
              fontSize: 13,
              dy: -12,
              textAnchor: "start",
              dx: -4,
              fill: ink.second,
            },
          ),
          Plot.text(names, {
            ...facets,
            text: "name",
            fontSize: 13,
            frameAnchor: "top-left",
            dy: 4,
            dx: 2,
            fill: ink.ink,
          }),
        ],
      }),
      label,
    );
  };
  const [wide, narrow] = await Promise.all([draw(520, Math.min(4, Math.max(2, today.length))), draw(330, 2)]);
  return bothWidths(wide, narrow);
}

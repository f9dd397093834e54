import type { TopLevelSpec } from "vega-lite";
import { fontStack, ink } from "../style.js";
import { cleanSvg } from "./drawing.js";

const config = {
  background: "transparent",
  font: fontStack,
  padding: 0,
  view: { stroke: null },
  axis: {
    labelFontSize: 13,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelColor: ink.second,
    titleColor: ink.second,
    domainColor: ink.bar,
    tickColor: ink.bar,
    gridColor: ink.line,
    labelLimit: 400,
  },
} as const;

/**
 * A Vega-Lite specification as static SVG. Expressions are interpreted, not compiled, so nothing is evaluated;
 * the libraries are loaded only when the first chart is drawn.
 */
export async function drawVega(spec: object, label: string): Promise<string> {
  const [{ compile }, vega, { expressionInterpreter }] = await Promise.all([
    import("vega-lite"),
    import("vega"),
    import("vega-interpreter"),
  ]);
  const compiled = compile(spec as TopLevelSpec, { config }).spec;
  const runtime = vega.parse(compiled, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", expr: expressionInterpreter });
  try {
    return cleanSvg(await view.toSVG(), label);
  } finally {
    view.finalize();
  }
}

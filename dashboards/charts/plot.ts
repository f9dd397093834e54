import type { Markish, PlotOptions } from "@observablehq/plot";
import { fontStack } from "../style.js";
import { cleanSvg } from "./drawing.js";

/** Observable Plot as the charts use it. */
export type Plot = typeof import("@observablehq/plot");

let loaded: Promise<{ Plot: Plot; newDocument: () => Document }> | null = null;

// The build of linkedom in one file: the other one is a hundred files and a parser that no chart needs, and takes three times as long to load.
function load(): Promise<{ Plot: Plot; newDocument: () => Document }> {
  loaded ??= Promise.all([import("@observablehq/plot"), import("linkedom/worker")]).then(
    ([Plot, { parseHTML }]) => ({
      Plot,
      newDocument: () => parseHTML("<html><body></body></html>").document as unknown as Document,
    }),
  );
  return loaded;
}

/** An Observable Plot figure as static SVG; `options` is given Plot itself, which is loaded only here. */
export async function drawPlot(
  options: (Plot: Plot) => PlotOptions & { readonly marks: readonly Markish[] },
  label: string,
): Promise<string> {
  const { Plot, newDocument } = await load();
  const figure = Plot.plot({
    ...(options(Plot) as PlotOptions),
    document: newDocument(),
    style: { fontFamily: fontStack },
  });
  return cleanSvg(figure.outerHTML, label);
}

// npm run bench -- [--enterprises N] [--seed S] [--folder DIR] [--memory 8GiB] [--threads 2]
// Prints a table of figures and ratios; a ratio is against DuckDB running the very same statements by hand in this process.
import { parseArgs } from "node:util";
import { measureDecisions } from "./decisions.js";
import type { Figure } from "./figure.js";
import { measureLoading } from "./loading.js";
import { measureOverhead } from "./overhead.js";
import { measureProvince } from "./province.js";
import { measureStartUp } from "./start-up.js";

const { values } = parseArgs({
  options: {
    enterprises: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: "bench-data" },
    memory: { type: "string", default: "8GiB" },
    threads: { type: "string", default: "2" },
  },
});
const enterprises = Number(values.enterprises);
if (!Number.isInteger(enterprises) || enterprises < 1) {
  process.stderr.write(`--enterprises: found "${values.enterprises}", expected a whole number above 0\n`);
  process.exit(2);
}

const figures: Figure[] = [];
const say = (figure: Figure): void => {
  figures.push(figure);
  process.stderr.write(`${figure.what}: ${figure.figure}\n`);
};

await measureStartUp(say);
await measureLoading(say);
await measureOverhead(say);
measureDecisions(say);
await measureProvince(
  {
    enterprises,
    seed: Number(values.seed),
    folder: values.folder,
    memory: values.memory,
    threads: Number(values.threads),
  },
  say,
);
say({
  what: "peak memory of this process",
  figure: `${(process.resourceUsage().maxRSS / 1024 / 1024).toFixed(2)} GiB`,
  budget: "≤ 8 GiB",
});

const width = Math.max(...figures.map((figure) => figure.what.length));
process.stdout.write(
  `\n${[
    {
      what: `what (${enterprises} enterprises, ${values.threads} threads)`,
      figure: "figure",
      budget: "budget",
    },
    ...figures,
  ]
    .map((line) => `${line.what.padEnd(width)}  ${line.figure.padEnd(28)}  ${line.budget}`)
    .join("\n")}\n`,
);

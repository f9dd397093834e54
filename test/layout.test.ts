import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rooms = ["models", "dashboards", "pipelines"] as const;

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** Paths of our own that a file imports, types as well: a boundary holds for meaning, not only for code. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)].map((match) =>
    relative(root, resolve(root, dirname(path), match[1] ?? ""))
      .replaceAll("\\", "/")
      .replace(/\.js$/, ".ts"),
  );
}

const files = rooms.flatMap(sourcesBelow);
const graph = new Map(files.map((file) => [file, importsOf(file)]));

describe("layout", () => {
  it("models imports nothing of ours, dashboards models, pipelines both", () => {
    const allowed: Record<string, readonly string[]> = {
      models: ["models"],
      dashboards: ["dashboards", "models"],
      pipelines: ["pipelines", "dashboards", "models"],
    };
    const offences = files.flatMap((file) =>
      (graph.get(file) ?? [])
        .filter((target) => !allowed[file.split("/")[0] ?? ""]?.includes(target.split("/")[0] ?? ""))
        .map((target) => `${file} imports ${target}`),
    );
    expect(offences).toEqual([]);
  });

  it("models and dashboards touch no disk, network, process or clock", () => {
    const forbidden =
      /from "node:(?:fs|net|http|https|child_process|os|process|worker_threads)[^"]*"|\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/;
    const offences = [...sourcesBelow("models"), ...sourcesBelow("dashboards")].filter((file) =>
      forbidden.test(readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
    );
    expect(offences).toEqual([]);
  });

  it("no imports run in a circle", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      else if (!done.has(file)) {
        for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
        done.add(file);
      }
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("no file is longer than 300 lines, but those with a reason", () => {
    // Only the names of files that one reader still takes in at one sitting, with why; this list may only shrink.
    const reasons: Record<string, string> = {};
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 301);
    expect(long.filter((file) => !(file in reasons))).toEqual([]);
  });
});

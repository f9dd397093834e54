import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratch, sise, smallCity } from "./project.js";

const place = scratch("carried-over");
const city = join(place.folder, "city");
const days = ["2026-11-20T02:00:00Z", "2026-11-21T02:00:00Z"];

/** Overwrites one cell; bytes that are not ASCII stay as they are, whatever the encoding. */
function writeCell(name: string, row: number, column: number, cell: string): string {
  const path = join(city, "data", name);
  const lines = readFileSync(path, "latin1").split("\n");
  const cells = (lines[row - 1] ?? "").split(",");
  cells[column] = cell;
  lines[row - 1] = cells.join(",");
  writeFileSync(path, lines.join("\n"), "latin1");
  return cells[0] ?? "";
}

/** The scorecard of an enterprise, wherever it stands. */
function scorecard(enterprise: string, folder: string): string {
  for (const file of readdirSync(join(city, "published", "current", folder))) {
    const page = readFileSync(join(city, "published", "current", folder, file), "utf8");
    const from = page.indexOf(`<article class="sc" id="e-${enterprise}"`);
    if (from !== -1) return page.slice(from, page.indexOf("</article>", from));
  }
  throw new Error(`no scorecard of ${enterprise} in ${folder}`);
}

let enterprise = "";

beforeAll(() => {
  smallCity(city, 40);
  const run = (day?: string): number | null =>
    sise("run", "--project", city, "--as-of", "2026-11-19", "--known-at", day ?? "", "--accept-diff").status;
  expect(run(days[0])).toBe(0);
  enterprise = writeCell("enterprise.csv", 2, 7, "-5");
  expect(run(days[1])).toBe(0);
});
afterAll(() => place.remove());

describe("a row whose newer version is rejected", () => {
  it("is named beside the rejected one", () => {
    const fault = 'data/enterprise.csv, row 2, column 从业人员数 (employee_count): found "-5", expected';
    const told = sise("rejects", "--project", city, "--lang", "en").out.split("\n");
    expect(told.filter((line) => line.includes("stays in force"))).toEqual([
      expect.stringMatching(
        /^data\/enterprise\.csv, row 2, .*; the version read at 2026-11-20T02:00:00Z stays in force: data\/enterprise\.csv, row 2$/,
      ),
    ]);
    expect(told.some((line) => line.startsWith(fault))).toBe(true);
    expect(sise("rejects", "--project", city, "--lang", "zh").out).toContain(
      "；沿用 2026-11-20T02:00:00Z 读入的前版：data/enterprise.csv，第 2 行\n",
    );
    const { rejects } = JSON.parse(sise("rejects", "--project", city, "--json").out) as {
      rejects: { file: string; row_number: number; in_force_file: string | null; in_force_since: string }[];
    };
    const stands = rejects.filter((each) => each.in_force_file !== null);
    expect(stands).toEqual([
      expect.objectContaining({
        file: "data/enterprise.csv",
        row_number: 2,
        in_force_file: "data/enterprise.csv",
        in_force_row: 2,
        in_force_since: "2026-11-20T02:00:00Z",
      }),
    ]);
    expect(rejects.length).toBeGreaterThan(stands.length);
  });

  it("is marked where an explanation rests on it, and no other row is", () => {
    const { items } = JSON.parse(sise("explain", "--project", city, "--json", enterprise).out) as {
      items: { evidence: { file: string; row: number; carried_over?: object }[] }[];
    };
    const rows = items.flatMap((item) => item.evidence);
    const marked = rows.filter((row) => row.carried_over);
    expect(marked.length).toBeGreaterThan(0);
    for (const row of marked)
      expect(row).toMatchObject({
        file: "data/enterprise.csv",
        row: 2,
        carried_over: {
          known_at: "2026-11-20T02:00:00Z",
          rejected_file: "data/enterprise.csv",
          rejected_row: 2,
        },
      });
    expect(marked).toEqual(rows.filter((row) => row.file === "data/enterprise.csv"));
    expect(sise("explain", "--project", city, "--lang", "en", enterprise).out).toContain(
      `source data/enterprise.csv row 2 · ${enterprise} (carried over as read at 2026-11-20T02:00:00Z: the newer version, data/enterprise.csv row 2, was rejected)`,
    );
    expect(sise("explain", "--project", city, "--lang", "zh", enterprise).out).toContain(
      `来源 data/enterprise.csv 第2行 · ${enterprise}（沿用 2026-11-20T02:00:00Z 读入的前版：新版 data/enterprise.csv 第2行被拒收）`,
    );
  });

  it("is marked on the scorecard, and other enterprises' rows are not", () => {
    expect(scorecard(enterprise, "scorecard")).toContain("data/enterprise.csv 第 2 行（沿用前版）");
    expect(scorecard(enterprise, "en/scorecard")).toContain("data/enterprise.csv row 2 (carried over)");
    const pages = readdirSync(join(city, "published", "current", "scorecard")).map((file) =>
      readFileSync(join(city, "published", "current", "scorecard", file), "utf8"),
    );
    expect(pages.join("").match(/沿用前版/g)?.length).toBe(
      scorecard(enterprise, "scorecard").match(/沿用前版/g)?.length,
    );
  });

  it("stands unmarked again once the row is mended", () => {
    writeCell("enterprise.csv", 2, 7, "6");
    const mended = ["--as-of", "2026-11-19", "--known-at", "2026-11-22T02:00:00Z", "--accept-diff"];
    expect(sise("run", "--project", city, ...mended).status).toBe(0);
    expect(sise("rejects", "--project", city, "--lang", "en").out).not.toContain("stays in force");
    expect(sise("explain", "--project", city, "--lang", "en", enterprise).out).not.toContain("carried over");
    expect(scorecard(enterprise, "scorecard")).not.toContain("沿用前版");
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { levelListPage } from "../../dashboards/pages/levels.js";
import type { ListRow } from "../../dashboards/rows.js";
import type { Publication } from "../../dashboards/shell.js";
import { readScript, writePages } from "../../pipelines/publish/pages.js";
import { fixtureOptions, openFixtureCity } from "./fixture-city.js";

const folder = mkdtempSync(join(tmpdir(), "sise-browser-"));
const many = 100_000;
let browser: Browser;

const publication: Publication = {
  city: { zh: "示例市", en: "Example City" },
  asOf: "2026-11-22",
  knownAt: "2026-11-22T18:00:00Z",
  timeZone: "Asia/Shanghai",
  editions: [],
  missingEntities: [],
  staleSources: [],
};

/** Invented rows, worst first: one red in a hundred, four regions, names that are searched for below. */
function manyRows(): ListRow[] {
  return Array.from({ length: many }, (_, index) => ({
    enterprise_id: `99010${String(100_000_000 + ((index * 7919) % many))}`,
    enterprise_name: `示例企业第${index}号`,
    region_code: `99010${index % 4}`,
    regulated_sector: index % 3 ? "other" : "chemical",
    method: index % 3 ? "general" : "chemical",
    level:
      index < many / 100
        ? "red"
        : index < many / 2
          ? "yellow"
          : index < many - 10
            ? "blue"
            : "insufficient_data",
    score: `${(index * 37) % 100}.${index % 10}00000`,
    inherent_points: index % 11 ? `${index % 50}.000000` : null,
    conduct_points: `${index % 50}.000000`,
    level_since: index % 2 ? "2026-09-30" : "2026-11-22",
    reason_zh: "重大隐患逾期",
    reason_en: "A major hazard is overdue",
    is_lower_worse: true,
    card: index < 500 ? Math.floor(index / 25) + 1 : null,
  }));
}

// The registry's browser is built for Linux alone; elsewhere these tests say so and stand aside.
const isLinux = process.platform === "linux" && process.arch === "x64";
if (!isLinux)
  console.log("browser: the packaged browser runs on Linux x64 only, so the browser tests are skipped");

beforeAll(async () => {
  if (!isLinux) return;
  const warehouse = await openFixtureCity(folder);
  await writePages(warehouse, fixtureOptions(folder));
  warehouse.close();
  writeFileSync(
    join(folder, "many.html"),
    levelListPage(
      publication,
      { lang: "zh", path: "levels.html" },
      {
        rows: manyRows(),
        tally: { red: 1000, orange: 0, yellow: 49_000, blue: 49_990, insufficient_data: 10 },
        regionNames: new Map([0, 1, 2, 3].map((index) => [`99010${index}`, `第${index}区`])),
      },
      await readScript("level-list"),
    ),
  );
  // Its own list of arguments runs everything in one process, which does not live to open a second page.
  browser = await driver.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page from disk; whatever the browser complains of or asks for is collected. */
async function open(
  path: string,
  hash = "",
  javaScriptEnabled = true,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) faults.push(request.url());
  });
  await page.goto(pathToFileURL(join(folder, path)).href + hash);
  return { page, faults };
}

const firstCells = (page: Page, column: number): Promise<string[]> =>
  page.$$eval(`#list tbody tr > :nth-child(${column})`, (cells) =>
    cells.map((cell) =>
      // Without what stands on paper only.
      [...cell.childNodes]
        .map((node) => (node instanceof Element && node.matches(".printed") ? "" : node.textContent))
        .join(""),
    ),
  );

test.runIf(isLinux)(
  "on a narrow screen the quality page, the rules and a scorecard lose nothing off the side and squeeze no column",
  async () => {
    for (const [path, hash] of [
      ["quality.html", ""],
      ["en/quality.html", ""],
      ["methods.html", ""],
      ["scorecard/1.html", "#e-9901010000000000A1"],
      ["en/scorecard/1.html", "#e-9901010000000000A1"],
    ] as const)
      for (const width of [390, 700]) {
        const { page } = await open(path, hash);
        await page.setViewportSize({ width, height: 800 });
        const found = await page.$$eval(".stack, .items", (tables) =>
          tables
            .filter((table) => table.getClientRects().length > 0)
            .map((table) => {
              const cells = [...table.querySelectorAll<HTMLElement>("tbody td, tbody th")].filter(
                (cell) => cell.getClientRects().length > 0,
              );
              const frame = table.parentElement?.getBoundingClientRect();
              return {
                cells: cells.length,
                outside: cells.filter((cell) => cell.getBoundingClientRect().right > (frame?.right ?? 0) + 1)
                  .length,
                // A cell with more lines than a third of its letters has become a column of letters.
                squeezed: cells.filter((cell) => {
                  const letters = (cell.textContent ?? "").trim().length;
                  return letters > 3 && cell.getBoundingClientRect().height / 20 > Math.max(3, letters / 3);
                }).length,
                unlabelled: cells.filter(
                  (cell) => cell.tagName === "TD" && getComputedStyle(cell, "::before").content === "none",
                ).length,
              };
            }),
        );
        expect(found.length, path).toBeGreaterThan(0);
        for (const table of found)
          expect(table, `${path} at ${width}`).toEqual({
            cells: table.cells,
            outside: 0,
            squeezed: 0,
            unlabelled: 0,
          });
        await page.context().close();
      }
  },
  60_000,
);

test.runIf(isLinux)(
  "every page opens from disk without a complaint and without asking for anything",
  async () => {
    for (const path of [
      "index.html",
      "levels.html",
      "methods.html",
      "quality.html",
      "scorecard/1.html",
      "en/index.html",
      "en/levels.html",
    ]) {
      const { page, faults } = await open(path);
      expect(await page.evaluate(() => getComputedStyle(document.body).margin), path).toBe("0px");
      expect(faults, path).toEqual([]);
      await page.context().close();
    }
  },
);

test.runIf(isLinux)("no page is wider than a phone", async () => {
  for (const path of [
    "index.html",
    "en/index.html",
    "levels.html",
    "methods.html",
    "en/quality.html",
    "scorecard/1.html#e-9901010000000000A1",
  ]) {
    const [file = "", hash] = path.split("#");
    const { page } = await open(file, hash ? `#${hash}` : "");
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await page.context().close();
  }
});

test.runIf(isLinux)(
  "on a narrow screen the level list stacks its rows, keeps every number and can be sorted",
  async () => {
    const { page } = await open("many.html");
    await page.setViewportSize({ width: 390, height: 800 });
    const box = await page.$eval("div:has(> #list)", (each) => [each.scrollWidth, each.clientWidth]);
    expect(box[0]).toBe(box[1]);
    const shown = await page.$$eval("#list tbody tr:first-child > *", (cells) =>
      cells
        .filter((cell) => cell.checkVisibility())
        .map((cell) => {
          const label = getComputedStyle(cell, "::before").content;
          return (label === "none" ? "" : label.replaceAll('"', "")) + cell.textContent;
        }),
    );
    expect(shown).toEqual([
      "红 红色",
      "示例企业第0号99010100000000",
      "统一社会信用代码 99010100000000",
      "区划 第0区",
      "行业 危险化学品",
      "得分 0.0",
      "固有风险得分 —",
      "管理状况得分 0",
      "本等级首见 2026-11-22",
      "首要原因 重大隐患逾期",
    ]);
    await page.click("th[data-sort=score] button");
    expect((await firstCells(page, 6))[0]).toBe("0.0");
    expect(await page.isVisible("th[data-sort=id] button")).toBe(true);
    await page.context().close();
    const { page: plain } = await open("many.html", "", false);
    await plain.setViewportSize({ width: 390, height: 800 });
    expect(await plain.$eval("#list thead", (each) => each.getBoundingClientRect().height)).toBeLessThan(2);
    await plain.context().close();
  },
);

test.runIf(isLinux)("a scorecard is shown by its address, without script", async () => {
  const { page } = await open("scorecard/1.html", "#e-9901020000000000B1", false);
  expect(
    await page.$$eval("article", (cards) =>
      cards.filter((card) => card.checkVisibility()).map((card) => card.id),
    ),
  ).toEqual(["e-9901020000000000B1"]);
  expect(await page.isVisible(".sc-index")).toBe(false);
  await page.context().close();
  const { page: index } = await open("scorecard/1.html", "", false);
  expect(await index.isVisible(".sc-index")).toBe(true);
  await index.context().close();
});

describe.runIf(isLinux)("the level list of 100,000 enterprises", () => {
  test("shows its first rows without script, and no dead controls", async () => {
    const { page } = await open("many.html", "", false);
    expect(await firstCells(page, 2)).toHaveLength(50);
    expect(await page.isVisible(".controls")).toBe(false);
    const numbers = async (from: Page): Promise<string[][]> =>
      Promise.all([6, 7, 8].map((column) => firstCells(from, column)));
    const plain = await numbers(page);
    expect(plain[0]?.slice(0, 2)).toEqual(["0.0", "37.1"]);
    await page.context().close();
    const { page: scripted } = await open("many.html");
    expect(await numbers(scripted)).toEqual(plain);
    await scripted.context().close();
  });

  test("filters, searches, sorts and pages, each within a blink", async () => {
    const { page, faults } = await open("many.html");
    const timed = async (act: () => Promise<unknown>): Promise<void> => {
      const start = Date.now();
      await act();
      // A quarter of a second by itself; the limit leaves room for a busy machine.
      expect(Date.now() - start).toBeLessThan(2500);
    };
    expect(await page.textContent("#shown")).toBe(
      "共 100,000 家，符合条件 100,000 家；第 1–50 家，第 1 / 2,000 页",
    );
    expect(await page.textContent("#printed")).toBe("第 1–50 家，共 100,000 家");
    await timed(() => page.click("#next"));
    expect((await firstCells(page, 2))[0]).toBe("示例企业第50号");
    await timed(() => page.check("input[value=red]"));
    expect(await page.textContent("#shown")).toContain("符合条件 1,000 家；第 1–50 家");
    expect(await page.textContent("#printed")).toBe("第 1–50 家，符合条件 1,000 家，共 100,000 家");
    await timed(() => page.selectOption("#region", { label: "第3区" }));
    expect(await page.textContent("#shown")).toContain("符合条件 250 家");
    await page.uncheck("input[value=red]");
    await page.selectOption("#region", { label: "全部" });
    await timed(async () => {
      await page.fill("#query", "第99999号");
      await page.waitForFunction(() =>
        document.getElementById("shown")?.textContent?.includes("符合条件 1 家"),
      );
    });
    expect(await firstCells(page, 2)).toEqual(["示例企业第99999号"]);
    expect(await page.textContent("#shown")).toBe("共 100,000 家，符合条件 1 家；第 1 家，第 1 / 1 页");
    expect(await page.textContent("#printed")).toBe("第 1 家，符合条件 1 家，共 100,000 家");
    await page.fill("#query", "");
    await page.waitForFunction(() =>
      document.getElementById("shown")?.textContent?.includes("符合条件 100,000 家"),
    );
    const order = () => page.textContent("#order");
    expect(await order()).toBe(
      "风险高者在前，同一等级内按得分排列；数据不足者排在最后。不同评定方法的得分不可直接比较。",
    );
    // By these rules few points are bad: the worst stand first here too.
    await timed(() => page.click("th[data-sort=score] button"));
    expect((await firstCells(page, 6))[0]).toBe("0.0");
    expect(await page.getAttribute("th[data-sort=score]", "aria-sort")).toBe("ascending");
    expect(await order()).toBe(
      "按“得分”由小到大排列。没有该项得分的排在最后。不同评定方法的得分不可直接比较。",
    );
    await timed(() => page.click("th[data-sort=score] button"));
    expect((await firstCells(page, 6))[0]).toBe("99.7");
    expect(await page.getAttribute("th[data-sort=score]", "aria-sort")).toBe("descending");
    expect(await order()).toBe(
      "按“得分”由大到小排列。没有该项得分的排在最后。不同评定方法的得分不可直接比较。",
    );
    await timed(() => page.click("th[data-sort=id] button"));
    const ids = await firstCells(page, 3);
    expect(ids).toEqual([...ids].sort());
    await timed(() => page.click("th[data-sort=since] button"));
    expect(await order()).toBe("按“本等级首见”由近到远排列。");
    await timed(() => page.click("th[data-sort=level] button"));
    await timed(() => page.click("th[data-sort=level] button"));
    expect(await order()).toBe("风险低者在前；数据不足者排在最后。");
    expect(await firstCells(page, 1)).toEqual(Array(50).fill("蓝 蓝色"));
    await page.click("#last");
    expect((await firstCells(page, 1)).at(-1)).toBe("缺 数据不足");
    await timed(() => page.click("th[data-sort=inherent] button"));
    expect(await order()).toBe("按“固有风险得分”由小到大排列。没有该项得分的排在最后。");
    await page.click("#last");
    expect(new Set(await firstCells(page, 7))).toEqual(new Set(["—"]));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("keeps a filter in its address, links to scorecards, and works by keyboard", async () => {
    const { page } = await open("many.html", "#level=red&page=2");
    expect(await page.isChecked("input[value=red]")).toBe(true);
    expect((await firstCells(page, 2))[0]).toBe("示例企业第50号");
    expect(await page.getAttribute("#list tbody a", "href")).toBe("scorecard/3.html#e-99010100095950");
    await page.focus("#query");
    await page.keyboard.type("第0号");
    await page.waitForFunction(() =>
      document.getElementById("shown")?.textContent?.includes("符合条件 1 家"),
    );
    expect(decodeURIComponent(page.url())).toContain("q=第0号");
    await page.context().close();
  });
});

test.runIf(isLinux)("the fixture's hostile names do nothing", async () => {
  const { page, faults } = await open("levels.html", `#q=${encodeURIComponent("<script>")}`);
  expect(await firstCells(page, 2)).toEqual([`<script>alert("名称")</script>`]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test.runIf(isLinux)("the browser is the one from the registry", async () => {
  expect(existsSync(await chromium.executablePath())).toBe(true);
});

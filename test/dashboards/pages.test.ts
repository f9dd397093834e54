import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../pipelines/package-root.js";
import { writePages } from "../../pipelines/publish/pages.js";
import { fixtureOptions, openFixtureCity } from "./fixture-city.js";

const golden = join(packageRoot, "fixtures/golden/pages");
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "sise-pages-")));
let paths: readonly string[] = [];
const read = (path: string, folder = folders[0] ?? ""): string => readFileSync(join(folder, path), "utf8");

beforeAll(async () => {
  for (const folder of folders) {
    const warehouse = await openFixtureCity(folder);
    ({ paths } = await writePages(warehouse, fixtureOptions(folder)));
    warehouse.close();
  }
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The compiled script is left out, with its hash: it changes with the compiler, not with the page. */
function withoutScript(page: string): string {
  return page
    .replace(/<script type="module">[\s\S]*?<\/script>/g, '<script type="module"></script>')
    .replace(/script-src &#39;sha256-[^&]*/, "script-src &#39;sha256-…");
}

test("every page is written in both languages", () => {
  const chinese = paths.filter((path) => !path.startsWith("en/"));
  expect(chinese).toEqual([
    "index.html",
    "levels.html",
    "methods.html",
    "plan.html",
    "premium.html",
    "quality.html",
    "ranking.html",
    "scorecard/1.html",
  ]);
  expect(paths.filter((path) => path.startsWith("en/"))).toEqual(chinese.map((path) => `en/${path}`));
});

test("the same build gives the same bytes", () => {
  for (const path of paths) expect(read(path, folders[1]), path).toBe(read(path));
});

test("the pages are the golden ones", () => {
  const changed = paths.filter((path) => {
    const file = join(golden, path.replaceAll("/", "-"));
    const page = withoutScript(read(path));
    if (existsSync(file) && readFileSync(file, "utf8") === page) return false;
    if (!process.env.CI)
      writeFileSync(existsSync(file) ? file.replace(/\.html$/, "-changed.html") : file, page);
    return true;
  });
  expect(
    changed,
    "read the -changed pages in fixtures/golden/pages; move them over the old ones if they are right",
  ).toEqual([]);
  expect(readdirSync(golden).filter((name) => !name.includes("-changed")).length).toBe(paths.length);
});

describe.each(["index.html", "levels.html", "methods.html", "quality.html", "scorecard/1.html"])(
  "%s",
  (chinesePath) => {
    const both = [chinesePath, `en/${chinesePath}`];

    test("asks nothing of anybody, admits its own style and script by hash, and nothing inline besides", () => {
      for (const path of both) {
        const page = read(path);
        const { document } = parseHTML(page);
        const policy =
          document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content") ?? "";
        expect(policy).toContain("default-src 'none'");
        expect(policy).not.toMatch(/unsafe|https?:|\*/);
        const hash = (text: string): string =>
          `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
        const between = (tag: string): string[] =>
          [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag.split(" ")[0]}>`, "g"))].map(
            (each) => each[1] ?? "",
          );
        expect(between("style").length).toBe(1);
        for (const text of between("style")) expect(policy).toContain(hash(text));
        for (const text of between('script type="module"')) expect(policy).toContain(hash(text));
        for (const element of document.querySelectorAll("*")) {
          expect(element.hasAttribute("style"), `${path}: style attribute on ${element.tagName}`).toBe(false);
          for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on/);
          for (const name of ["src", "srcset", "action", "data", "poster"])
            expect(element.hasAttribute(name)).toBe(false);
          if (element.tagName !== "A") {
            const target = element.getAttribute("href") ?? "";
            expect(
              target === "" ||
                target === "data:," ||
                target.startsWith("levels.html#") ||
                target.includes("levels.html#"),
              `${path}: ${target}`,
            ).toBe(true);
          }
        }
      }
    });

    test("every name from the data is text", () => {
      for (const path of both) {
        const page = read(path);
        const { document } = parseHTML(page);
        const kinds = [...document.querySelectorAll("script")].map((each) => each.getAttribute("type"));
        expect(kinds.every((kind) => kind === "module" || kind === "application/json")).toBe(true);
        expect(page).not.toContain("<script>alert");
        expect(page).not.toContain("<b>重大</b>");
        for (const link of document.querySelectorAll("a"))
          expect(link.getAttribute("href") ?? "").not.toMatch(/^\s*javascript:/i);
      }
    });

    test("says its language, as-of, known-at, edition, and links to the run; neither run id nor clock", () => {
      for (const path of both) {
        const page = read(path);
        const { document } = parseHTML(page);
        expect(document.documentElement.getAttribute("lang")).toBe(path.startsWith("en/") ? "en" : "zh-CN");
        const stamp =
          document.querySelector(".stamp a[href$='manifest.json']")?.parentElement?.textContent ?? "";
        expect(stamp).toContain("2026-11-22");
        expect(stamp).toContain("2026-11-23 02:00");
        expect(stamp).toContain("2026-05-01");
        expect(page).not.toContain(new Date().toISOString().slice(0, 13));
      }
    });

    test("has one heading, captions on its tables, labels on its pictures", () => {
      for (const path of both) {
        const { document } = parseHTML(read(path));
        const headings = [...document.querySelectorAll("h1")];
        expect(headings.length).toBeGreaterThan(0);
        expect(headings.every((each) => (each.textContent ?? "").trim().length > 4)).toBe(true);
        for (const each of document.querySelectorAll("table")) {
          expect(each.querySelector("caption")?.textContent?.trim(), path).toBeTruthy();
          for (const head of each.querySelectorAll("thead th"))
            expect(head.getAttribute("scope")).toBe("col");
        }
        for (const each of document.querySelectorAll("main svg")) {
          const isHidden =
            each.getAttribute("aria-hidden") === "true" || each.closest("svg svg, [aria-hidden=true]");
          if (!isHidden && each.parentElement?.tagName !== "A")
            expect(each.getAttribute("aria-label")).toBeTruthy();
        }
        for (const text of document.querySelectorAll("svg text")) {
          const size = Number.parseFloat(text.getAttribute("font-size") ?? "13");
          expect(size, `${path}: ${text.textContent}`).toBeGreaterThanOrEqual(13);
        }
      }
    });

    test("its links lead to pages of the publication, and to anchors that stand there", () => {
      for (const path of both) {
        const { document } = parseHTML(read(path));
        for (const link of document.querySelectorAll("a")) {
          const href = link.getAttribute("href") ?? "";
          if (/^https:/.test(href)) continue;
          const [target = "", anchor] = href.split("#");
          const full = target === "" ? path : posix.normalize(posix.join(dirname(path), target));
          if (/^(export|data)\//.test(full) || full === "manifest.json") continue;
          expect(paths, `${path}: ${href}`).toContain(full);
          if (anchor && !full.endsWith("levels.html"))
            expect(read(full), `${path}: ${href}`).toContain(`id="${decodeURIComponent(anchor)}"`);
        }
      }
    });
  },
);

describe("what the pages say", () => {
  test("the headline is written from the data", () => {
    expect(read("index.html")).toContain(
      "<h1>红色企业 3 家，比 2026-09-30 多 3 家；其中 2 家有重大隐患逾期未改，2 家在青石区。</h1>",
    );
    expect(read("en/index.html")).toContain(
      "<h1>3 enterprises are red, 3 more than on 2026-09-30; 2 have a major hazard past its deadline",
    );
  });

  test("insufficient data is said in words and is not low risk", () => {
    expect(read("index.html")).toContain("1 家数据不足，不定级，不等于低风险");
    expect(read("en/index.html")).toContain(
      "1 enterprise has insufficient data and no level, which is not low risk",
    );
  });

  test("what is missing is said on every page of results", () => {
    for (const path of ["index.html", "levels.html", "scorecard/1.html"])
      expect(read(path)).toContain("未接入的数据");
    expect(read("quality.html")).toContain("3 类数据没有来源");
  });

  test("a scorecard shows level, sub-scores, the deciding cell, source rows and the way out", () => {
    const { document } = parseHTML(read("scorecard/1.html"));
    const card = document.getElementById("e-9901010000000000A1");
    const text = card?.textContent ?? "";
    expect(card?.querySelector(".big")?.getAttribute("aria-label")).toBe("红色（重大风险）");
    expect(text).toContain("直接判定：重大隐患逾期超过30日未销号");
    expect(text).toContain("data/风险点.csv 第 12、15、16、17、18 行等 7 行");
    expect(text).toContain("整改并验收 2 条隐患（H-0001、H-0002）");
    expect(card?.querySelectorAll(".matrix .here").length).toBe(1);
    const none = document.getElementById("e-9901030000000000C3")?.textContent ?? "";
    expect(none).toContain("数据不足，不定级，不等于低风险");
  });

  test("on paper each department's visits stand under its name", () => {
    expect(read("plan.html")).toMatch(/@media print[\s\S]*summary\{display:block/);
  });

  test("a clause that says that it is a default of this project is not told so twice", () => {
    const methods = read("methods.html");
    expect(methods).toContain('data-h="条款">项目默认值</td>');
    expect(methods).toContain('data-h="条款">示例附录 2 <span class="unit">示例</span></td>');
  });

  test("a reason is named as the pack names a cause, by its title where the pack names none", () => {
    expect(read("index.html")).toContain("首要原因最多的是“隐患未全部按期整改”");
    expect(read("en/levels.html")).toContain('data-h="First reason">Not all hazards closed on time</td>');
    const scorecard = read("scorecard/1.html");
    expect(scorecard).toContain("隐患未全部按期整改（75%，−10 分）");
    expect(scorecard).toContain("风险点暴露人数（12 人，−6 分）");
    // Among the indicators, of which most cost nothing, it goes by its title.
    expect(scorecard).toContain('<th scope="row">经核验的按期整改率</th>');
    expect(scorecard).not.toContain('<th scope="row">隐患未全部按期整改</th>');
  });

  test("a scorecard links the workbook of indicators only where it holds the enterprise, and says what it holds", () => {
    const { document } = parseHTML(read("scorecard/1.html"));
    const cards = [...document.querySelectorAll("article.sc")];
    const linked = cards.map((card) => ({
      isHigh: /红色|橙色/.test(card.querySelector(".big")?.getAttribute("aria-label") ?? ""),
      label: card.querySelector('a[href$="enterprise_level_item.xlsx"]')?.textContent ?? null,
    }));
    expect(new Set(linked.map((each) => each.isHigh)).size).toBe(2);
    for (const { isHigh, label } of linked)
      expect(label).toBe(isHigh ? "指标得分 Excel（只含红色、橙色企业）" : null);
  });

  test("a fault of the sources is shown with an example and who acts", () => {
    const quality = read("quality.html");
    expect(quality).toContain("校验码错误");
    expect(quality).toContain("&lt;特别重大&gt;");
    expect(quality).toContain("hazard_ledger__deadline_given");
    expect(quality).not.toContain("enterprise_level__one_row");
  });

  test("methods shows only what is in force, with issuer, clause and basis", () => {
    const methods = read("methods.html");
    expect(methods).toContain("示例〔2026〕5号 要求分级 · 2026-04-20");
    expect(read("en/methods.html")).toContain("示例〔2026〕5号 要求分级 (asks for levels) · 2026-04-20");
    expect(read("scorecard/1.html")).toContain("示例〔2026〕5号 要求分级 · <a");
    expect(read("en/scorecard/1.html")).toContain("示例〔2026〕5号 要求分级 (asks for levels) · <a");
    expect(methods).not.toContain("企业整体安全风险等级（旧）");
    expect(methods).toContain("&gt; 320");
  });
});

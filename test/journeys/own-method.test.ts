import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root, scratch, sise, smallCity } from "./project.js";

const place = scratch("own-method");
const city = join(place.folder, "city");
beforeAll(() => smallCity(city, 40));
afterAll(() => place.remove());

/** The shipped edition under a name of the city's own, in its family or in none; every other one of the city's is taken away. */
function copy(method: string, edition: string, isInFamily = true): void {
  rmSync(join(city, "rules"), { recursive: true, force: true });
  const text = readFileSync(join(root, "models", "rules", method, `${edition}.yaml`), "utf8")
    .replace(/^method: .*/m, `method: city-${method}`)
    .replace(/^family: .*\n/m, (line) => (isInFamily ? line : ""));
  mkdirSync(join(city, "rules", `city-${method}`), { recursive: true });
  writeFileSync(join(city, "rules", `city-${method}`, `${edition}.yaml`), text);
}

it("is told not to be in use where another variant of its family is chosen", () => {
  copy("premium-default", "2016-10-09");
  const idle =
    "rules/city-premium-default/2016-10-09.yaml: not in use, premium goes by premium-default; to use it, say methods: {premium: city-premium-default} in sise.yaml";
  const checked = sise("check", "--project", city, "--lang", "en");
  expect(checked.status).toBe(0);
  expect(checked.out).toContain(idle);
  // The demo's files fill every column and use every heading.
  expect(checked.out).not.toMatch(/not supplied|not used/);
  const run = sise("run", "--project", city, "--as-of", "2026-11-20", "--lang", "en");
  expect(run.status, run.err).toBe(0);
  expect(run.err).toContain(idle);
});

it.each([
  ["enterprise-level-general", "2016-10-09", "enterprise_level__every_enterprise_judged"],
  ["inspection-requirement", "2021-03-30", "inspection_requirement__one_edition_an_enterprise"],
  ["premium-default", "2016-10-09", "premium_coefficient__one_edition_a_policy"],
  ["region-level", "2016-10-09", "region_level__one_edition_a_region"],
  ["assessment-region", "2016-10-09", "assessment_ranking__one_edition_a_subject"],
  ["hazard-limit", "2016-10-09", "hazard_ledger__one_limit_edition"],
])("that judges what %s judges stops the run with both named", (method, edition, check) => {
  copy(method, edition, false);
  const run = sise("run", "--project", city, "--as-of", "2026-11-21", "--lang", "en");
  expect(run.status, run.err).toBe(3);
  const told = run.err.split("\n").find((line) => line.startsWith(`sql/checks/${check}.sql: found `)) ?? "";
  expect(told).toMatch(new RegExp(`: city-${method}[ ,)]`));
  expect(told).toMatch(new RegExp(`: ${method}[ ,)]`));
});

it("that is chosen and not yet in force is told: nobody is priced", () => {
  copy("premium-default", "2016-10-09");
  const folder = join(city, "rules", "city-premium-default");
  const text = readFileSync(join(folder, "2016-10-09.yaml"), "utf8");
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, "2027-01-01.yaml"), text.replace(/^edition: .*/m, "edition: 2027-01-01"));
  const config = join(city, "sise.yaml");
  const yaml = readFileSync(config, "utf8");
  writeFileSync(config, yaml.replace("methods: {", "methods: {premium: city-premium-default, "));
  const run = sise("run", "--project", city, "--as-of", "2026-11-22", "--lang", "en");
  writeFileSync(config, yaml);
  expect(run.status, run.err).toBe(0);
  expect(run.err).toMatch(
    /premium_coefficient__edition_in_force\.sql: found 1 offending .*\(As of: 2026-11-22, Policies: \d+\)/,
  );
});

it("whose levels are no colours is refused where colours are graded, with every level named", () => {
  copy("region-level", "2016-10-09");
  const path = join(city, "rules", "city-region-level", "2016-10-09.yaml");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replaceAll("level: red", "level: A").replaceAll("level: blue", "level: D"));
  for (const command of ["check", "run"]) {
    const refused = sise(command, "--project", city, "--lang", "zh");
    expect(refused.status).toBe(1);
    const named = refused.err.match(/levels\[\d\]\.level：读到 [AD]，应为 red、orange、yellow、blue 之一/g);
    expect(named).toHaveLength(2);
  }
  rmSync(join(city, "rules"), { recursive: true });
});

it("is no reason to miss what a mapping leaves out: check names empty columns and unused headings", () => {
  writeFileSync(join(city, "data", "region.csv"), "区划代码,名称,常住人口,地区生产总值,备注\n");
  const lines = sise("check", "--project", city, "--lang", "zh").out.split("\n");
  const at = lines.indexOf("region: 1 个文件，表头可用");
  expect(lines.slice(at + 1, at + 3)).toEqual([
    "  没有提供：上级代码（parent_region_code）、考核分组（peer_group）",
    "  没有使用的表头：“备注”",
  ]);
});

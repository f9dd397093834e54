import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entities } from "../../models/entities.js";
import { parseConfig, readConfig } from "../../pipelines/config.js";
import { checkSources } from "../../pipelines/ingest/check.js";
import { initialConfig, initProject } from "../../pipelines/init.js";

let folder: string;
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), "sise-init-")), "my-city");
});
afterAll(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

describe("init", () => {
  it("makes a project whose configuration decides what an empty one would, with a template of every entity", async () => {
    const files = await initProject(folder);
    expect(files).toEqual(["sise.yaml", ...entities.map((one) => `templates/${one.name}.xlsx`)]);
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    const config = await readConfig(folder);
    const bare = parseConfig(`city: {name: {zh: 示例市, en: Example City}, region_code: "650200"}`);
    expect({ ...config, sources: [], schedule: {} }).toEqual(bare);
    expect(config.sources.map((one) => one.name)).toEqual([
      "department",
      "enterprise",
      "hazard",
      "region",
      "risk_point",
    ]);
  });

  it("refuses a folder that is a project", async () => {
    await expect(initProject(folder)).rejects.toMatchObject({
      kind: "usage",
      messages: [
        `${join(folder, "sise.yaml")}: found a project there already, expected a new folder; name another one`,
      ],
    });
  });

  it("has sources that hold once their # is taken away, and templates whose headings map", async () => {
    const all = initialConfig().replaceAll(/^ {2}# (?=\w+: +\{entity)/gm, "  ");
    const config = parseConfig(all);
    expect(config.sources.map((one) => one.entity).sort()).toEqual(entities.map((one) => one.name).sort());
    for (const { name } of entities)
      copyFileSync(join(folder, "templates", `${name}.xlsx`), join(folder, "data", `${name}.xlsx`));
    const checked = await checkSources(folder, config, {});
    expect(checked.filter((one) => one.message !== null)).toEqual([]);
    expect(checked.map((one) => one.files)).toEqual(entities.map(() => 1));
  });
});

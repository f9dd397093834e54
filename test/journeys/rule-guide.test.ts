import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root, scratch, sise, smallCity } from "./project.js";

const place = scratch("rule-guide");
afterAll(() => place.remove());

it.each(["rule-packs.md", "rule-packs.zh.md"])("the example of docs/%s grades the demo city", (file) => {
  const city = join(place.folder, file);
  smallCity(city, 40);
  const [, text = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(join(root, "docs", file), "utf8")) ?? [];
  mkdirSync(join(city, "rules", "enterprise-level-general"), { recursive: true });
  writeFileSync(join(city, "rules", "enterprise-level-general", "2026-01-01.yaml"), text);
  expect(sise("check", "--project", city).status).toBe(0);
  const run = sise("run", "--project", city, "--as-of", "2026-11-20");
  expect(run.status, run.err).toBe(0);
  const [, row = ""] = readFileSync(
    join(city, "published", "current", "export", "premium_renewal.csv"),
    "utf8",
  ).split("\n");
  const enterprise = /\b91[0-9A-Z]{16}\b/.exec(row)?.[0] ?? "";
  const explained = JSON.parse(sise("explain", "--project", city, "--json", enterprise).out) as {
    method: string;
    edition: string;
  };
  expect(explained).toMatchObject({ method: "enterprise-level-general", edition: "2026-01-01" });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plan } from "../../pipelines/commands/plan.js";
import { Fault } from "../../pipelines/fault.js";

const folder = mkdtempSync(join(tmpdir(), "sise-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function validate(text: string, lang: "zh" | "en" = "zh", isJson = false) {
  const file = join(folder, "plan.yaml");
  writeFileSync(file, text);
  const lines: string[] = [];
  const status = await plan(
    {
      projectFolder: folder,
      isJson,
      lang,
      clock: () => new Date("2026-11-23T02:00:00Z"),
      out: (line) => void lines.push(line),
      err: () => undefined,
    },
    { validate: file },
  );
  return { status, lines };
}

// A plan of 2025 as it was published (methods 6.1), with its own errors.
const published = `
statutoryWorkingDays: 248
staff: 8
otherEnforcementDays: 1035
nonEnforcementDays: 535
totalDays: 1984
inspectionDays: 414
shares: {otherEnforcement: "21", nonEnforcement: "71", inspection: "8"}
statements: ["24天×8人=1984"]
`;

describe("sise plan --validate", () => {
  it("names each figure of the published plan of 2025 that does not add up", async () => {
    const { status, lines } = await validate(published);
    expect(status).toBe(3);
    expect(lines).toHaveLength(6);
    // 248 × 8 = 1984; 1984 − 1035 − 535 = 414
    expect(lines[0]).toBe(
      "总法定工作日 1984：其他执法 1035（52.2 %），非执法 535（27.0 %），监督检查 414（20.9 %）",
    );
    expect(lines[1]).toContain("1035 ÷ 1984 = 52.2%");
    expect(lines[2]).toContain("27.0%");
    expect(lines[3]).toContain("20.9%");
    expect(lines[4]).toContain("248 × 8 = 1984");
    expect(lines[5]).toBe("4 个数字不符。");
  });

  it("passes the same plan once mended, and tells machines too", async () => {
    const mended = published
      .replace('"21"', '"52.2"')
      .replace('"71"', '"27.0"')
      .replace('"8"', '"20.9"')
      .replace("24天", "248天");
    expect(await validate(mended, "en")).toEqual({
      status: 0,
      lines: [
        "statutory working days 1984: other enforcement 1035 (52.2 %), other than enforcement 535 (27.0 %), inspections 414 (20.9 %)",
        "Every figure adds up.",
      ],
    });
    const { lines } = await validate(published, "en", true);
    expect(JSON.parse(lines[0] ?? "{}").findings).toHaveLength(4);
    expect(JSON.parse(lines[0] ?? "{}").working_days.inspectionDays).toBe("414");
  });

  it("names every fault of a file that is no plan", async () => {
    const fault = await validate("staff: eight\nofficers: 3").catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    const { messages } = fault as Fault;
    expect(messages.join("\n")).toMatch(/staff[\s\S]*officers/);
    expect(messages.every((message) => message.includes("plan.yaml › "))).toBe(true);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plan } from "../../pipelines/commands/plan.js";
import { packageRoot } from "../../pipelines/package-root.js";
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

  it("takes the working days of the year from the edition in force, and a changed edition changes the number", async () => {
    const short = published.replace("statutoryWorkingDays: 248", "year: 2025");
    const days = async () => JSON.parse((await validate(short, "en", true)).lines[0] ?? "{}");
    expect(await days()).toMatchObject({
      rule: "inspection-plan-150 2017-12-27",
      working_days: { totalDays: "1984", inspectionDays: "414" },
    });
    const edition = join(folder, "rules", "inspection-plan-150", "2024-07-01.yaml");
    const shipped = readFileSync(
      join(packageRoot, "models/rules/inspection-plan-150/2017-12-27.yaml"),
      "utf8",
    ).replace("edition: 2017-12-27", "edition: 2024-07-01");
    mkdirSync(dirname(edition), { recursive: true });
    writeFileSync(edition, shipped.replace("value: 248", "value: 250").replace("value: 0.6", "value: 0.8"));
    try {
      // 250 × 8 − 1035 − 535 = 430
      expect(await days()).toMatchObject({
        rule: "inspection-plan-150 2024-07-01",
        working_days: { totalDays: "2000", inspectionDays: "430" },
      });
      const printed = await validate(published.replace("staff", "year: 2025\nstaff"), "zh");
      expect(printed.lines[1]).toBe("国家法定工作日：印为248，inspection-plan-150 2024-07-01所列2025年为250");
      const remark = async (key: number) =>
        JSON.parse((await validate(`${short}keyInspectionDays: ${key}\n`, "en", true)).lines[0] ?? "{}");
      // 0.8 × 430 = 344
      expect((await remark(344)).key_inspection).toMatchObject({ share: "80", least: "80", isBelow: false });
      const below = await remark(343);
      expect(below.key_inspection).toMatchObject({ isBelow: true });
      expect(below.findings.map((each: { figure: string }) => each.figure)).not.toContain(
        "keyInspectionDays",
      );
    } finally {
      rmSync(join(folder, "rules"), { recursive: true });
    }
    const { key_inspection } = JSON.parse(
      (await validate(`${short}keyInspectionDays: 343\n`, "en", true)).lines[0] ?? "{}",
    );
    expect(key_inspection).toMatchObject({ least: "60", isBelow: false });
  });

  it("asks for the working days where neither the file nor the edition gives them", async () => {
    const asked = async (line: string) =>
      validate(published.replace("statutoryWorkingDays: 248", line)).catch((error: unknown) => error);
    expect(((await asked("year: 2031")) as Fault).messages.join()).toMatch(
      /plan\.yaml › statutoryWorkingDays: none found, and inspection-plan-150 2017-12-27 gives none for 2031/,
    );
    expect(((await asked("")) as Fault).messages.join()).toContain("enter them, or year");
  });

  it("names every fault of a file that is no plan", async () => {
    const fault = await validate("staff: eight\nofficers: 3").catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    const { messages } = fault as Fault;
    expect(messages.join("\n")).toMatch(/staff[\s\S]*officers/);
    expect(messages.every((message) => message.includes("plan.yaml › "))).toBe(true);
  });
});

it("sise plan --more refuses what is no number of person-days, as wrong usage", async () => {
  const context = {
    projectFolder: folder,
    isJson: false,
    lang: "en" as const,
    clock: () => new Date("2026-11-23T02:00:00Z"),
    out: () => undefined,
    err: () => undefined,
  };
  for (const more of ["0", "five"]) {
    const fault = await plan(context, { more }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    expect((fault as Fault).exitStatus).toBe(2);
    expect((fault as Fault).messages.join()).toContain(`--more: found ${more}`);
  }
});

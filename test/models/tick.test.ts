import { createTask } from "node-cron";
import { describe, expect, it } from "vitest";
import { instantOf, type Cron, dueTicks, readCron, settleMissed } from "../../models/tick.js";

function cron(pattern: string): Cron {
  const read = readCron(pattern);
  if ("faults" in read) throw new Error(read.faults.join("; "));
  return read.cron;
}

function due(pattern: string, from: string, to: string, timeZone = "UTC"): string[] {
  return dueTicks(cron(pattern), new Date(from), new Date(to), timeZone).map((each) =>
    each.toISOString().replace(":00.000Z", "Z"),
  );
}

describe("readCron", () => {
  it("reads lists, ranges, steps, names and ranges round the end", () => {
    expect(cron("*/20 22-2 * jan,MARCH-may/2 *")).toMatchObject({
      minutes: [0, 20, 40],
      hours: [0, 1, 2, 22, 23],
      months: [1, 3, 5],
    });
    expect(cron("5 4 * * mon-fri").weekdays).toEqual([1, 2, 3, 4, 5]);
    expect(cron("5 4 * * 5-7").weekdays).toEqual([0, 5, 6]);
    expect(cron("5 4 * * 7").weekdays).toEqual([0]);
    expect(cron("5 4 * * sat-sun").weekdays).toEqual([0, 6]);
    expect(cron("5 4 * * 1-7").weekdays).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(cron("1,2,3-9/2 * * * *").minutes).toEqual([1, 2, 3, 5, 7, 9]);
    expect(cron("0 0 1-31/10 * *").days).toEqual([1, 11, 21, 31]);
  });

  it.each([
    ["0 2 * *", "has 4 fields, expected five"],
    ["0 0 2 * * *", "has 6 fields, expected five"],
    ["60 2 * * *", 'minute "60", expected 0 to 59'],
    ["5/10 2 * * *", 'minute "5/10"'],
    ["*/0 2 * * *", 'minute "*/0"'],
    ["0 2 L * *", 'day of month "L"'],
    ["0 2 * * sun#2", 'day of week "sun#2"'],
    ["0 2 0 * *", 'day of month "0", expected 1 to 31'],
    ["0 2 * 13 *", 'month "13"'],
    ["0 2,, * * *", 'hour "2,,"'],
    ["0 -2 * * *", 'hour "-2"'],
    ["0 2 1 * mon", "sets both day of month and day of week, expected one of them to be *"],
    ["0 2 */2 * 1", "sets both day of month and day of week"],
    ["0 2 30 2 *", "names a day that its months never have"],
    ["0 2 31 4,6,9,11 *", "names a day that its months never have"],
  ])("refuses %j: %s", (pattern, message) => {
    const read = readCron(pattern);
    expect("faults" in read ? read.faults.map((fault) => fault.en).join("\n") : "no fault").toContain(
      message,
    );
    for (const { zh } of "faults" in read ? read.faults : []) expect(zh).toMatch(/^[^a-z]*“.*，应/u);
  });

  it("reports all faults of a pattern at once", () => {
    const read = readCron("60 24 1 * mon");
    expect("faults" in read && read.faults).toHaveLength(3);
  });
});

describe("dueTicks", () => {
  it("is open at the start, closed at the end", () => {
    const at = "2026-11-23T02:00:00Z";
    expect(due("0 2 * * *", at, "2026-11-25T02:00:00Z")).toEqual(["2026-11-24T02:00Z", "2026-11-25T02:00Z"]);
    expect(due("0 2 * * *", at, at)).toEqual([]);
    expect(due("0 2 * * *", "2026-11-25T02:00:00Z", at)).toEqual([]);
  });

  it("takes days and hours of the time zone", () => {
    expect(due("0 2 1 * *", "2026-10-01T00:00:00Z", "2026-12-31T00:00:00Z", "Asia/Shanghai")).toEqual([
      "2026-10-31T18:00Z",
      "2026-11-30T18:00Z",
    ]);
    expect(due("30 5 * * mon", "2026-11-21T00:00:00Z", "2026-11-24T00:00:00Z", "Asia/Kolkata")).toEqual([
      "2026-11-23T00:00Z",
    ]);
  });

  it("knows month ends and leap days", () => {
    expect(due("0 0 31 * *", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z")).toEqual([
      "2026-01-31T00:00Z",
      "2026-03-31T00:00Z",
      "2026-05-31T00:00Z",
    ]);
    expect(due("0 0 29 2 *", "2023-01-01T00:00:00Z", "2029-01-01T00:00:00Z")).toEqual([
      "2024-02-29T00:00Z",
      "2028-02-29T00:00Z",
    ]);
  });

  // New York 2026: 02:00 jumps to 03:00 on 8 March, 02:00 falls back to 01:00 on 1 November.
  it("takes a time that the spring change leaves out as much later, once", () => {
    const zone = "America/New_York";
    expect(due("30 2 * * *", "2026-03-07T12:00:00Z", "2026-03-10T00:00:00Z", zone)).toEqual([
      "2026-03-08T07:30Z",
      "2026-03-09T06:30Z",
    ]);
    expect(due("30 2,3 * * *", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", zone)).toEqual([
      "2026-03-08T07:30Z",
    ]);
    expect(due("30 * * * *", "2026-03-08T06:00:00Z", "2026-03-08T08:00:00Z", zone)).toEqual([
      "2026-03-08T06:30Z",
      "2026-03-08T07:30Z",
    ]);
  });

  it("takes a time that the autumn change repeats once, but every hour as hours pass", () => {
    const zone = "America/New_York";
    expect(due("30 1 * * *", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", zone)).toEqual([
      "2026-11-01T05:30Z",
    ]);
    expect(due("30 * * * *", "2026-11-01T05:00:00Z", "2026-11-01T08:00:00Z", zone)).toEqual([
      "2026-11-01T05:30Z",
      "2026-11-01T06:30Z",
      "2026-11-01T07:30Z",
    ]);
  });

  it("keeps the newest ticks of too many", () => {
    const ticks = dueTicks(
      cron("* * * * *"),
      new Date("2020-01-01T00:00:00Z"),
      new Date("2026-01-01T00:00:00Z"),
      "UTC",
      3,
    );
    expect(ticks.map((each) => each.toISOString())).toEqual([
      "2025-12-31T23:58:00.000Z",
      "2025-12-31T23:59:00.000Z",
      "2026-01-01T00:00:00.000Z",
    ]);
  });

  it("agrees with the clock that node-cron keeps", () => {
    const patterns = [
      "0 2 * * *",
      "*/7 8-18/3 * * mon-fri",
      "59 23 28-31 * *",
      "15 0,12 * feb-apr sun",
      "5 22-2 1-31/9 */5 *",
      "0 0 1 jan *",
    ];
    const now = new Date();
    for (const timeZone of ["Asia/Shanghai", "UTC", "Asia/Kathmandu"])
      for (const pattern of patterns) {
        const expected = createTask(pattern, () => {}, { timezone: timeZone }).getNextRuns(20);
        const last = expected.at(-1) as Date;
        expect(dueTicks(cron(pattern), now, last, timeZone)).toEqual(expected);
      }
  });
});

describe("settleMissed", () => {
  const days = ["20", "21", "22", "23"].map((day) => new Date(`2026-11-${day}T02:00:00Z`));
  const now = new Date("2026-11-23T09:00:00Z");
  const fates = (catchUp: "skip" | "latest" | "each", graceMinutes: number, atMost = 10) =>
    settleMissed(days, { catch_up: catchUp, grace_minutes: graceMinutes, at_most: atMost }, now).map(
      (each) => (each.reason === null ? each.fate : `${each.fate} ${each.reason}`),
    );

  it("runs none, the latest or each, within grace and cap", () => {
    expect(fates("skip", 100_000)).toEqual([
      "missed policy",
      "missed policy",
      "missed policy",
      "missed policy",
    ]);
    expect(fates("latest", 100_000)).toEqual([
      "skipped superseded",
      "skipped superseded",
      "skipped superseded",
      "run",
    ]);
    expect(fates("latest", 24 * 60 + 420)).toEqual([
      "missed grace",
      "missed grace",
      "skipped superseded",
      "run",
    ]);
    expect(fates("latest", 24 * 60 + 419)).toEqual(["missed grace", "missed grace", "missed grace", "run"]);
    expect(fates("latest", 419)).toEqual(["missed grace", "missed grace", "missed grace", "missed grace"]);
    expect(fates("each", 100_000)).toEqual(["run", "run", "run", "run"]);
    expect(fates("each", 100_000, 2)).toEqual(["missed cap", "missed cap", "run", "run"]);
    expect(fates("each", 24 * 60 + 420, 10)).toEqual(["missed grace", "missed grace", "run", "run"]);
    expect(settleMissed([], { catch_up: "each", grace_minutes: 1, at_most: 1 }, now)).toEqual([]);
  });
});

describe("instantOf", () => {
  const told = (text: string): string => new Date(instantOf(text, "Asia/Shanghai")).toISOString();

  it("takes the zone that stands there, else the city's, whatever the machine's", () => {
    expect(told("2026-11-23T02:00:00Z")).toBe("2026-11-23T02:00:00.000Z");
    expect(told("2026-11-23T10:00+08:00")).toBe("2026-11-23T02:00:00.000Z");
    expect(told("2026-11-23 10:00")).toBe("2026-11-23T02:00:00.000Z");
    expect(told("2026-11-23")).toBe("2026-11-22T16:00:00.000Z");
  });

  it.each(["", "now", "2026-02-30", "2026-11-23T25:00", "23.11.2026", "2026-11-23T10"])(
    "refuses %j",
    (text) => {
      expect(instantOf(text, "Asia/Shanghai")).toBeNaN();
    },
  );
});

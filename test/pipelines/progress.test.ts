import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgress, secondsLeft } from "../../pipelines/progress.js";

let written: string;
let now: number;

function progress(options: {
  lang?: "zh" | "en";
  isInteractive?: boolean;
  estimates?: Record<string, number>;
}) {
  return createProgress({
    lang: "en",
    isInteractive: false,
    estimates: {},
    ...options,
    write: (text) => {
      written += text;
    },
    clock: () => new Date(now),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  written = "";
  now = Date.UTC(2026, 10, 23);
});
afterEach(() => vi.useRealTimers());

describe("createProgress", () => {
  it("writes one line of JSON a step where nobody watches", () => {
    const shown = progress({});
    shown.start("ingest");
    now += 1234;
    vi.advanceTimersByTime(1000);
    shown.done("ingest", 20_000);
    shown.start("publish");
    now += 500;
    shown.failed("publish", "disk full");
    shown.close();
    expect(written).toBe(
      '{"step":"ingest","state":"done","rows":20000,"seconds":1.234}\n{"step":"publish","state":"failed","rows":null,"seconds":0.5,"message":"disk full"}\n',
    );
  });

  it("redraws one line a step for a person, with rows and the time left by the last run", () => {
    const shown = progress({ isInteractive: true, estimates: { ingest: 4, score: 60, publish: 30 } });
    shown.start("ingest");
    now += 3000;
    shown.update(1500);
    vi.advanceTimersByTime(250);
    shown.done("ingest", 20_000);
    vi.advanceTimersByTime(1000);
    expect(written.split("\r\u001b[2K").slice(1)).toEqual([
      "… read sources · 0.0 s · about 1 min 34 s left",
      "… read sources · 1,500 rows · 3.0 s · about 1 min 31 s left",
      "✓ read sources · 20,000 rows · 3.0 s\n",
    ]);
  });

  it("speaks Chinese, says nothing of time that it cannot know, and ends a line that stands", () => {
    const shown = progress({ isInteractive: true, lang: "zh", estimates: { ingest: 4 } });
    shown.start("diff");
    now += 12_400;
    vi.advanceTimersByTime(250);
    shown.close();
    vi.advanceTimersByTime(1000);
    expect(written).toBe("\r\u001b[2K… 比对上次发布 · 0.0秒\r\u001b[2K… 比对上次发布 · 12秒\n");
  });
});

describe("secondsLeft", () => {
  it("adds the steps to come to what is left of this one, never less than nothing", () => {
    const estimates = { a: 5, b: 10, c: 20 };
    expect(secondsLeft(estimates, new Set(), "a", 2)).toBe(3 + 10 + 20);
    expect(secondsLeft(estimates, new Set(["a"]), "b", 11)).toBe(20);
    expect(secondsLeft(estimates, new Set(), "z", 0)).toBeNull();
  });
});

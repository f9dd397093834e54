import type { Lang, Text } from "../models/text.js";

export interface ProgressOptions {
  readonly lang: Lang;
  /** A person at a terminal: one redrawn line a step; else one line of JSON a step. */
  readonly isInteractive: boolean;
  /** Seconds that each step took last time, in their order; empty before the first run. */
  readonly estimates: Readonly<Record<string, number>>;
  readonly write: (text: string) => void;
  readonly clock: () => Date;
}

/** Tells how far a run is. Steps follow one another. */
export interface Progress {
  start(step: string): void;
  /** Rows so far, where a step knows them before its end. */
  update(rows: number): void;
  /** `rows`: what the step wrote, null where it writes none. */
  done(step: string, rows: number | null): void;
  failed(step: string, message: string): void;
  /** Stops redrawing; a line that stands is ended. */
  close(): void;
}

const stepNames: Readonly<Record<string, Text>> = {
  ingest: { zh: "读入来源", en: "read sources" },
  stage: { zh: "校验入库", en: "validate rows" },
  rules: { zh: "装载规则", en: "load rules" },
  build: { zh: "计算", en: "compute" },
  score: { zh: "计分定级", en: "score" },
  check: { zh: "核对", en: "check" },
  diff: { zh: "比对上次发布", en: "compare with the last publication" },
  publish: { zh: "发布", en: "publish" },
};

/** A step's name for a person; a step without one keeps its own. */
export function stepName(step: string, lang: Lang): string {
  return stepNames[step]?.[lang] ?? step;
}

const redrawMilliseconds = 250;

function secondsText(seconds: number, lang: Lang): string {
  const unit = lang === "zh" ? { minute: "分", second: "秒" } : { minute: " min ", second: " s" };
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}${unit.second}`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}${unit.minute}${whole % 60}${unit.second}`;
}

/** Seconds left of a whole run: what the step at work and those after it took last time; null when nothing is known of this step. */
export function secondsLeft(
  estimates: Readonly<Record<string, number>>,
  finished: ReadonlySet<string>,
  step: string,
  elapsed: number,
): number | null {
  const own = estimates[step];
  if (own === undefined) return null;
  const steps = Object.keys(estimates);
  return steps
    .slice(steps.indexOf(step) + 1)
    .filter((each) => !finished.has(each))
    .reduce((sum, each) => sum + (estimates[each] ?? 0), Math.max(0, own - elapsed));
}

/** The progress of one run, as contracts.md §2 wants it: for a person at a terminal, or one line of JSON a step. */
export function createProgress(options: ProgressOptions): Progress {
  const { lang, write, clock } = options;
  const finished = new Set<string>();
  let current: { readonly step: string; readonly since: number; rows: number | null } | null = null;
  let timer: NodeJS.Timeout | null = null;

  const elapsed = (): number => (current === null ? 0 : (clock().getTime() - current.since) / 1000);
  const rowsText = (rows: number | null): string =>
    rows === null
      ? ""
      : ` · ${rows.toLocaleString("en-US")} ${lang === "zh" ? "行" : rows === 1 ? "row" : "rows"}`;

  function draw(mark: string, end: string, tail = ""): void {
    if (current === null) return;
    const line = `${mark} ${stepName(current.step, lang)}${rowsText(current.rows)} · ${secondsText(elapsed(), lang)}${tail}`;
    write(`\r\u001b[2K${line}${end}`);
  }

  function redraw(): void {
    if (current === null) return;
    const left = secondsLeft(options.estimates, finished, current.step, elapsed());
    const zh = lang === "zh";
    draw(
      "…",
      "",
      left === null ? "" : ` · ${zh ? "约余 " : "about "}${secondsText(left, lang)}${zh ? "" : " left"}`,
    );
  }

  function stopTimer(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function end(step: string, rows: number | null, message: string | null): void {
    stopTimer();
    if (current?.step !== step) current = { step, since: clock().getTime(), rows };
    current.rows = rows;
    const state = message === null ? "done" : "failed";
    if (options.isInteractive) draw(message === null ? "✓" : "✗", "\n");
    else {
      const seconds = Math.round(elapsed() * 1000) / 1000;
      write(`${JSON.stringify({ step, state, rows, seconds, ...(message === null ? {} : { message }) })}\n`);
    }
    finished.add(step);
    current = null;
  }

  return {
    start(step) {
      stopTimer();
      current = { step, since: clock().getTime(), rows: null };
      if (!options.isInteractive) return;
      redraw();
      timer = setInterval(redraw, redrawMilliseconds);
      // Drawing must not keep a finished program alive.
      timer.unref();
    },
    update(rows) {
      if (current !== null) current.rows = rows;
    },
    done: (step, rows) => end(step, rows, null),
    failed: (step, message) => end(step, null, message),
    close() {
      stopTimer();
      if (current !== null && options.isInteractive) write("\n");
      current = null;
    },
  };
}

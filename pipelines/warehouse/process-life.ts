import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What is known of a process by its number: `began` is null where the system does not tell when it started. */
export interface ProcessLife {
  readonly isAlive: boolean;
  /** A text that two processes of the same number never share (Linux: boot and clock tick), or null. */
  readonly mark: string | null;
  /** When it started, in milliseconds since 1970, to about a second; asked for only outside Linux. */
  readonly beganAt: number | null;
}

const dead: ProcessLife = { isAlive: false, mark: null, beganAt: null };

function linuxLife(pid: number): ProcessLife | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces and brackets; the fields that follow it are fixed (proc(5): state is 3, starttime 22).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return dead;
    return { isAlive: true, mark: `${boot}:${fields[19]}`, beganAt: null };
  } catch {
    return null;
  }
}

/** Seconds out of `ps -o etime=`: `[[days-]hours:]minutes:seconds`; null when it reads otherwise. */
export function secondsOfElapsed(text: string): number | null {
  const match = /^\s*(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)\s*$/.exec(text);
  if (!match) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}

function ask(program: string, words: readonly string[]): string {
  return execFileSync(program, words, {
    encoding: "utf8",
    timeout: 5000,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function beganAt(pid: number, now: Date): number | null {
  try {
    if (process.platform === "win32") {
      const script = `([DateTimeOffset](Get-Process -Id ${pid}).StartTime).ToUnixTimeMilliseconds()`;
      const text = ask("powershell.exe", ["-NoProfile", "-Command", script]);
      return /^\d+$/.test(text.trim()) ? Number(text) : null;
    }
    const elapsed = secondsOfElapsed(ask("ps", ["-o", "etime=", "-p", String(pid)]));
    return elapsed === null ? null : now.getTime() - elapsed * 1000;
  } catch {
    return null;
  }
}

/** The mark of this very process, to be kept beside its number. Null where the system has none (macOS, Windows). */
export function markOf(pid: number): string | null {
  return linuxLife(pid)?.mark ?? null;
}

/** Whether a process of this number runs on this machine now, and what tells it from an earlier one of the same number. */
export function processLife(pid: number, now: Date): ProcessLife {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return dead;
  }
  return linuxLife(pid) ?? { isAlive: true, mark: null, beganAt: beganAt(pid, now) };
}

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { programRoot } from "../package-root.js";

/** How a child process ended: its exit status, or the signal that killed it, or why it never began. */
export interface ChildEnd {
  readonly status: number | null;
  readonly signal: string | null;
  readonly fault: string | null;
}

/** A job's run in a process of its own. */
export interface Child {
  readonly ended: Promise<ChildEnd>;
  /** Asks it to end (SIGTERM); it may finish or roll back. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts `sise <words>`; what it prints goes to the end of `logFile`. */
export type SpawnRun = (words: readonly string[], logFile: string) => Child;

/** A program in a child process, its output appended to a file. Never throws: a program that cannot start ends with a fault. */
export function spawnLogged(program: string, words: readonly string[], logFile: string): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(program, words, { stdio: ["ignore", log, log], windowsHide: true });
  closeSync(log);
  return {
    ended: new Promise((done) => {
      child.once("error", (error) => done({ status: null, signal: null, fault: error.message }));
      child.once("exit", (status, signal) => done({ status, signal, fault: null }));
    }),
    stop: () => void child.kill("SIGTERM"),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Runs this very program's command line for a project. */
export function spawnSise(projectFolder: string): SpawnRun {
  const commandLine = join(programRoot, "pipelines/cli.js");
  return (words, logFile) =>
    spawnLogged(process.execPath, [commandLine, ...words, "--project", projectFolder], logFile);
}

import { execFileSync, fork, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../pipelines/fault.js";
import { acquireLock } from "../../pipelines/warehouse/lock.js";
import { markOf, secondsOfElapsed } from "../../pipelines/warehouse/process-life.js";
import { compileInto } from "./compiled.js";

const now = new Date("2026-11-23T02:00:00Z");
const owner = { host: "here", pid: process.pid, now, command: "sise run" };
const scratch = mkdtempSync(join(tmpdir(), "sise-lock-"));
const program = join(scratch, "program");
let folder: string;

beforeAll(() => compileInto(program, "pipelines/warehouse/lock.ts"));
beforeEach(() => {
  folder = mkdtempSync(join(scratch, "project-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function leaveLock(holding: object): void {
  const whole = {
    pid: process.pid,
    host: "here",
    started_at: "2026-11-22T02:00:00.000Z",
    command: "sise run",
    process_mark: null,
    is_brief: false,
    token: "1-ab",
    ...holding,
  };
  writeFileSync(join(folder, "warehouse.lock"), JSON.stringify(whole));
}

/** The number of a process that has surely ended. */
function endedPid(): number {
  return Number(execFileSync(process.execPath, ["-e", "console.log(process.pid)"], { encoding: "utf8" }));
}

/** Runs a module text as a child; resolves with what it printed. */
function child(text: string, ...words: string[]): Promise<string> {
  return new Promise((done) => {
    const started = spawn(process.execPath, ["--input-type=module", "-e", text, ...words], { cwd: program });
    let printed = "";
    for (const stream of [started.stdout, started.stderr]) stream.on("data", (part) => (printed += part));
    started.on("close", () => done(printed));
  });
}

describe("acquireLock", () => {
  it("writes who holds it, refuses a second holder by name and is free after release", () => {
    const lock = acquireLock(folder, owner);
    expect(JSON.parse(readFileSync(lock.path, "utf8"))).toMatchObject({
      pid: process.pid,
      host: "here",
      started_at: "2026-11-23T02:00:00.000Z",
      command: "sise run",
    });
    let fault: unknown;
    try {
      acquireLock(folder, owner);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    expect((fault as Fault).exitStatus).toBe(1);
    expect((fault as Fault).message).toBe(
      `warehouse.lock: held by process ${process.pid} on host here since 2026-11-23T02:00:00.000Z (sise run); wait for it or stop it`,
    );
    lock.release();
    lock.release();
    const next = acquireLock(folder, owner);
    expect(next.recovered).toBeNull();
    lock.release();
    expect(readdirSync(folder)).toEqual(["warehouse.lock"]);
    next.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("recovers the lock of an ended process and says whose it was", () => {
    const pid = endedPid();
    leaveLock({ pid });
    writeFileSync(join(folder, "warehouse.lock.new-77-ee"), "{");
    const lock = acquireLock(folder, owner);
    expect(lock.recovered?.en).toBe(
      `warehouse.lock: was left by process ${pid} on host here since 2026-11-22T02:00:00.000Z (sise run); that process has ended, so the lock was taken over`,
    );
    expect(readdirSync(folder)).toEqual(["warehouse.lock"]);
    expect(JSON.parse(readFileSync(lock.path, "utf8")).pid).toBe(process.pid);
    lock.release();
  });

  it("recovers behind a successor that was killed while recovering", () => {
    leaveLock({ pid: endedPid(), token: "1-aa" });
    const successor = {
      pid: endedPid(),
      host: "here",
      started_at: "2026-11-22T03:00:00.000Z",
      command: "",
      token: "2-bb",
    };
    writeFileSync(join(folder, "warehouse.lock.after-1-aa"), JSON.stringify(successor));
    const lock = acquireLock(folder, owner);
    expect(lock.recovered?.zh.split("\n")).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(["warehouse.lock"]);
    lock.release();
  });

  it.runIf(process.platform === "linux")(
    "tells a reused process number from the process that took the lock",
    () => {
      leaveLock({ process_mark: "another-boot:1" });
      const lock = acquireLock(folder, owner);
      expect(lock.recovered?.en).toContain("another one bears its number");
      lock.release();
      leaveLock({ process_mark: markOf(process.pid) });
      expect(() => acquireLock(folder, owner)).toThrow("held by process");
    },
  );

  it("never takes a lock of another host and says how to clear it", () => {
    leaveLock({ pid: endedPid(), host: "there" });
    expect(() => acquireLock(folder, owner)).toThrow(
      /on host there since .*this is host here.* delete .*warehouse\.lock$/,
    );
    expect(readdirSync(folder)).toEqual(["warehouse.lock"]);
  });

  it("says so where the folder is not there", () => {
    expect(() => acquireLock(join(folder, "nowhere"), owner)).toThrow(/cannot be written \(ENOENT\)/);
  });

  it("waits for a brief holder", async () => {
    const holder = child(
      `import { acquireLock } from "./pipelines/warehouse/lock.js";
       const lock = acquireLock(process.argv[1], { host: "here", pid: process.pid, now: new Date(), isBrief: true });
       console.log("held"); setTimeout(() => lock.release(), 300);`,
      folder,
    );
    while (!readdirSync(folder).includes("warehouse.lock")) await new Promise((done) => setTimeout(done, 5));
    const lock = acquireLock(folder, owner);
    expect(lock.recovered).toBeNull();
    lock.release();
    expect(await holder).toBe("held\n");
  });

  it("lets exactly one win when many processes recover the same stale lock at once", async () => {
    const script = join(program, "rival.mjs");
    writeFileSync(
      script,
      `import { acquireLock } from "./pipelines/warehouse/lock.js";
       let lock;
       process.on("message", (folder) => {
         if (folder === "release") { lock?.release(); lock = undefined; process.send("free"); return; }
         try { lock = acquireLock(folder, { host: "here", pid: process.pid, now: new Date() }); process.send("won"); }
         catch (error) { process.send(/held by|changed hands/.test(error.message) ? "held" : error.stack); }
       });
       process.send("ready");`,
    );
    const rivals = Array.from({ length: 6 }, () => fork(script));
    const answers = () =>
      Promise.all(rivals.map((rival) => new Promise<string>((done) => rival.once("message", done as never))));
    const tell = (message: string) => {
      const told = answers();
      for (const rival of rivals) rival.send(message);
      return told;
    };
    await answers();
    const pid = endedPid();
    for (let round = 0; round < 80; round++) {
      leaveLock({ pid, token: `1-${round}` });
      const told = await tell(folder);
      expect(told.sort()).toEqual(["held", "held", "held", "held", "held", "won"]);
      await tell("release");
      expect(readdirSync(folder)).toEqual([]);
    }
    for (const rival of rivals) rival.kill();
  });

  it("lets one of many processes through at a time, also when some are killed while they hold", async () => {
    leaveLock({ pid: endedPid() });
    // Each child tries for a while; a winner proves alone by an exclusive file, holds for a moment, then releases, or is killed while holding.
    const text = `import { acquireLock } from "./pipelines/warehouse/lock.js";
      import { rmSync, writeFileSync } from "node:fs";
      const [folder, number, until] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])];
      while (Date.now() < until) {
        let lock;
        try { lock = acquireLock(folder, { host: "here", pid: process.pid, now: new Date() }); }
        catch (error) { if (!/held by|changed hands/.test(error.message)) { console.log("odd " + error.stack); break; } await new Promise((d) => setTimeout(d, Math.random() * 4)); continue; }
        const proof = folder + "/proof";
        try { writeFileSync(proof, String(process.pid), { flag: "wx" }); } catch { console.log("TWICE"); }
        await new Promise((d) => setTimeout(d, Math.random() * 3));
        rmSync(proof, { force: true });
        console.log("won");
        if (number % 2 && Math.random() < 0.3) process.kill(process.pid, "SIGKILL");
        lock.release();
      }`;
    const until = String(Date.now() + 2500);
    const printed = (
      await Promise.all(Array.from({ length: 16 }, (_, number) => child(text, folder, String(number), until)))
    ).join("");
    expect(printed).not.toContain("TWICE");
    expect(printed).not.toContain("odd");
    expect(printed.split("won").length).toBeGreaterThan(3);
    acquireLock(folder, owner).release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("secondsOfElapsed", () => {
  it.each([
    ["00:05", 5],
    ["  01:02:03\n", 3723],
    ["2-00:00:01", 172_801],
    ["soon", null],
  ])("reads %j as %j", (text, seconds) => expect(secondsOfElapsed(text)).toBe(seconds));
});

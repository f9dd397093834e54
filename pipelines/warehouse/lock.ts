import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Text } from "../../models/text.js";
import { Fault, linesOfText } from "../fault.js";
import { markOf, processLife } from "./process-life.js";

/** Who wants the lock. `host` and `pid` name this process; `now` is only written down, and compared where pids are reused. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly now: Date;
  /** The command line, for the message that somebody else will read. */
  readonly command?: string;
  /** Held for the blink of a small write (the scheduler's ticks): others wait for it instead of giving up. */
  readonly isBrief?: boolean;
  /** What is locked: the warehouse where nothing is said; the scheduler keeps a second one off by `schedule.lock`. */
  readonly name?: "warehouse.lock" | "schedule.lock";
}

/** The lock of a project's warehouse, held until `release`. */
export interface Lock {
  readonly path: string;
  /** What was found and set aside, when an ended process had left its lock behind; else null. To be shown and logged. */
  readonly recovered: Text | null;
  /** Gives the lock back; a second call, or a call after somebody cleared it by hand, does nothing. */
  release(): void;
}

interface LockFile {
  readonly pid: number;
  readonly host: string;
  readonly started_at: string;
  readonly command: string;
  readonly process_mark: string | null;
  readonly is_brief: boolean;
  /** Told apart from every other holding: names the file by which a stale lock is succeeded. */
  readonly token: string;
}

const briefWaitMilliseconds = 10_000;
const pauseMilliseconds = 20;
// A start read from the system is a second or so off; a lock is taken well after its process began.
const startTolerance = 2_000;

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Makes `path` with its whole content at once; false when it exists already. */
function createWhole(path: string, lockPath: string, content: LockFile): boolean {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const draft = `${lockPath}.new-${content.token}`;
  try {
    writeFileSync(draft, text);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // A new owner swept our draft away; the caller tries again.
    if (codeOf(error) === "ENOENT" && existsSync(dirname(lockPath))) return false;
    // Only a system without links is tried without: on a full disk the lock would be left empty, and nobody could read it.
    if (["ENOSPC", "EDQUOT", "EROFS"].includes(codeOf(error) ?? "")) throw unwritable(path, error);
    return createWithoutLinks(path, text);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** File systems without hard links (FAT, some shares): exclusive, though a reader may see the file before its content. */
function createWithoutLinks(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // Made by us, and not whole.
    rmSync(path, { force: true });
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Fault {
  const code = codeOf(error) ?? String(error);
  const isFull = /ENOSPC|EDQUOT/.test(code);
  return new Fault({
    zh: `${basename(path)}：无法写入（${code}），应为本用户可写、且有空间的项目目录；${isFull ? "请腾出空间再运行" : `请检查 ${path}`}`,
    en: `${basename(path)}: cannot be written (${code}), expected a project folder with room that this user may write to; ${isFull ? "free space and run again" : `check ${path}`}`,
  });
}

/** The holding that a file describes; null when there is no file, "unreadable" when it holds something else. */
function readHolding(path: string): LockFile | "unreadable" | null {
  try {
    const holding = JSON.parse(readFileSync(path, "utf8")) as LockFile;
    return Number.isInteger(holding.pid) && /^[0-9a-f-]+$/.test(holding.token) ? holding : "unreadable";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : "unreadable";
  }
}

function describe({ pid, host, started_at, command }: LockFile): Text {
  return {
    zh: `主机 ${host} 上的进程 ${pid}（始于 ${started_at}${command ? `，${command}` : ""}）`,
    en: `process ${pid} on host ${host} since ${started_at}${command ? ` (${command})` : ""}`,
  };
}

/** Why a holding is void: its process has ended, or another one bears its number; null while it may be alive. */
function whyVoid(holding: LockFile, now: Date): Text | null {
  const life = processLife(holding.pid, now);
  if (!life.isAlive) return { zh: "该进程已结束", en: "that process has ended" };
  const reused = {
    zh: "该进程已结束，其进程号已归另一进程",
    en: "that process has ended and another one bears its number",
  };
  if (holding.process_mark && life.mark) return holding.process_mark === life.mark ? null : reused;
  if (life.beganAt !== null && life.beganAt > Date.parse(holding.started_at) + startTolerance) return reused;
  return null;
}

/** What one try came to: ours (after these stale holdings), held by a living process, changed under our hands, or not ours to read. */
type Attempt =
  | { readonly won: readonly { readonly holding: LockFile; readonly reason: Text }[] }
  | { readonly holder: LockFile }
  | "again"
  | "unreadable";

/**
 * A stale lock is succeeded, never deleted: whoever makes the file `warehouse.lock.after-<token of the stale one>` comes next,
 * and only one process can. If the successor is killed as well, its own token names the next file, and so on. The new owner
 * then renames its file over the lock; a slow rival whose chain no longer begins at the lock sees that and starts afresh.
 */
function attempt(lockPath: string, mine: LockFile, now: Date): Attempt {
  const chain: { readonly path: string; readonly holding: LockFile; readonly reason: Text }[] = [];
  let path = lockPath;
  while (!createWhole(path, lockPath, mine)) {
    const holding = readHolding(path);
    if (holding === null) return "again";
    if (holding === "unreadable") return "unreadable";
    if (holding.host !== mine.host) return { holder: holding };
    const reason = whyVoid(holding, now);
    if (reason === null) return { holder: holding };
    chain.push({ path, holding, reason });
    path = `${lockPath}.after-${holding.token}`;
  }
  const stands = chain.every(({ path: link, holding }) => {
    const found = readHolding(link);
    return found !== null && found !== "unreadable" && found.token === holding.token;
  });
  if (!stands) {
    rmSync(path, { force: true });
    return "again";
  }
  if (path !== lockPath) renameOver(path, lockPath);
  return { won: chain };
}

function renameOver(from: string, to: string): void {
  for (let tries = 0; ; tries++)
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      // Windows refuses for as long as anyone has the old file open.
      if (tries >= 50) throw error;
      pause(pauseMilliseconds);
    }
}

/** Removes drafts and successors that killed processes left; the owner alone may, since no living chain passes through them. */
function sweep(lockPath: string): void {
  const folder = dirname(lockPath);
  const name = basename(lockPath);
  for (const each of readdirSync(folder))
    if (each.startsWith(`${name}.after-`) || each.startsWith(`${name}.new-`))
      rmSync(join(folder, each), { force: true });
}

/**
 * Takes `warehouse.lock` of a project (or the lock named), so that one process owns the warehouse. A lock whose process has ended (or whose number
 * another process bears by now) is recovered and named in `recovered`; one of another host is never taken over. A brief holder is waited for.
 * Throws a Fault naming process, host and time when somebody else holds it.
 */
export function acquireLock(projectFolder: string, owner: LockOwner): Lock {
  const name = owner.name ?? "warehouse.lock";
  const path = join(projectFolder, name);
  const mine: LockFile = {
    pid: owner.pid,
    host: owner.host,
    started_at: owner.now.toISOString(),
    command: owner.command ?? "",
    process_mark: markOf(owner.pid),
    is_brief: owner.isBrief ?? false,
    token: `${owner.pid}-${randomBytes(8).toString("hex")}`,
  };
  for (let waited = 0; ; waited += pauseMilliseconds) {
    const result = attempt(path, mine, owner.now);
    if (typeof result === "object" && "won" in result) {
      sweep(path);
      const recovered = result.won.map(({ holding, reason }) => {
        const left = describe(holding);
        return {
          zh: `${name}：由${left.zh}留下；${reason.zh}，因此接管了锁`,
          en: `${name}: was left by ${left.en}; ${reason.en}, so the lock was taken over`,
        };
      });
      return {
        path,
        recovered: linesOfText(recovered),
        release() {
          const found = readHolding(path);
          if (found !== null && found !== "unreadable" && found.token === mine.token)
            rmSync(path, { force: true });
        },
      };
    }
    const mayWait = typeof result === "string" || result.holder.is_brief;
    if (!mayWait || waited >= briefWaitMilliseconds) throw heldFault(result, mine.host, path);
    pause(pauseMilliseconds);
  }
}

function heldFault(
  result: "again" | "unreadable" | { readonly holder: LockFile },
  host: string,
  path: string,
): Fault {
  const name = basename(path);
  if (result === "again")
    return new Fault({
      zh: `${name}：不断易手，应为空闲的锁；请重试`,
      en: `${name}: changed hands all the time, expected a free lock; try again`,
    });
  if (result === "unreadable")
    return new Fault({
      zh: `${name}：读不出锁的内容，应为含 pid、host 和 token 的 JSON；若此处没有 sise 在运行，请删除 ${path}`,
      en: `${name}: cannot be read as a lock, expected JSON with pid, host and token; delete ${path} if no sise is at work here`,
    });
  const { holder } = result;
  const { zh, en } = describe(holder);
  const held = { zh: `${name}：由${zh}持有`, en: `${name}: held by ${en}` };
  return new Fault(
    holder.host === host
      ? { zh: `${held.zh}；请等它结束，或停止它`, en: `${held.en}; wait for it or stop it` }
      : {
          zh: `${held.zh}；本机是 ${host}，无法判断它是否仍在运行；请等它结束或在那里停止它；若已结束，请删除 ${path}`,
          en: `${held.en}, and this is host ${host}, which cannot tell whether it still runs; wait for it or stop it there, or, if it has ended, delete ${path}`,
        },
  );
}

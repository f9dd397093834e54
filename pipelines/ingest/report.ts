import type { Text } from "../../models/text.js";
import { linesOfText } from "../fault.js";
import type { FileState } from "./ledger.js";

/** What became of one file. */
export interface FileReport {
  readonly source: string;
  readonly entity: string;
  readonly file: string;
  readonly state: FileState | "missing";
  /** Why it failed, or what a person should know; null when there is nothing to say. Several lines when there are several. */
  readonly message: Text | null;
  /** Rows in the file. */
  readonly rows: number;
  /** Rows appended to raw and rows withdrawn from it. */
  readonly added: number;
  readonly withdrawn: number;
}

/** What became of one source: `failed` when any file failed, else `read` when any was read or is gone. */
export interface SourceReport {
  readonly source: string;
  readonly entity: string;
  readonly state: "read" | "unchanged" | "failed" | "missing";
  readonly message: Text | null;
  readonly read: number;
  readonly added: number;
  readonly withdrawn: number;
  /** Rows whose key was in the source before and is in no file of it now. */
  readonly vanished: number;
  readonly files: readonly FileReport[];
}

export interface IngestReport {
  /** In the order of the configuration. */
  readonly sources: readonly SourceReport[];
  /** Rows in all files that were read or are unchanged. */
  readonly read: number;
  readonly added: number;
  readonly withdrawn: number;
}

const stateNames: Readonly<Record<SourceReport["state"], string>> = {
  read: "已读入",
  unchanged: "未变",
  failed: "失败",
  missing: "没有文件",
};

/** What became of a source, for a run's log: a line, and those of its message. */
export function logLine({ source, state, read, added, withdrawn, message }: SourceReport): Text {
  return {
    zh: `来源 ${source}：${stateNames[state]}，${read} 行，新增 ${added} 行，撤回 ${withdrawn} 行${message ? `\n${message.zh}` : ""}`,
    en: `source ${source}: ${state}, ${read} row(s), ${added} new, ${withdrawn} withdrawn${message ? `\n${message.en}` : ""}`,
  };
}

const total = (files: readonly FileReport[], key: "rows" | "added" | "withdrawn"): number =>
  files.reduce((sum, file) => sum + file[key], 0);

/** A source's report from those of its files; without any file it is `missing`. */
export function summarise(source: string, entity: string, files: readonly FileReport[]): SourceReport {
  const has = (...states: readonly FileReport["state"][]): boolean =>
    files.some((file) => states.includes(file.state));
  const messages = files.flatMap((file) => (file.message === null ? [] : [file.message]));
  return {
    source,
    entity,
    state: has("failed") ? "failed" : has("missing") ? "missing" : has("read", "gone") ? "read" : "unchanged",
    message: linesOfText(messages),
    read: total(files, "rows"),
    added: total(files, "added"),
    withdrawn: total(files, "withdrawn"),
    vanished: 0,
    files,
  };
}

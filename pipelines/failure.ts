import { CommanderError } from "commander";
import type { Lang, Text } from "../models/text.js";
import { Fault, type FaultKind } from "./fault.js";
import { usageText } from "./usage-text.js";

/** How a command failed; under `--json` printed on standard error as `{"error": …}`, one line. */
export interface Failure {
  /** `internal` is a fault of this program: please report it. */
  readonly kind: FaultKind | "internal";
  readonly exit_status: 1 | 2 | 3;
  /** Every fault found at once, each `where: what was found, what was expected; what to do`. */
  readonly messages: readonly string[];
  /** Of an internal fault only. */
  readonly stack?: string;
  /** Chinese was asked for and some message has none: a line that says what kind of failure it is. */
  readonly preface?: string;
}

/** What stands before messages that are in English only, for a reader of Chinese. */
const prefaces: Readonly<Record<Failure["kind"], string>> = {
  usage: "命令用法有误，说明为英文：",
  data: "数据、规则、配置或系统有误，说明为英文：",
  stopped: "已停止，未发布，说明为英文：",
  internal: "程序内部错误，请报告，说明为英文：",
};

/** What the system refuses, by what Node or DuckDB say of it: words for a person, who can do something about it. */
const refusals: readonly (readonly [RegExp, found: Text, advice: Text])[] = [
  [
    /\bENOSPC\b|no space left on device/i,
    { zh: "磁盘已满", en: "no space left on the disk" },
    { zh: "请腾出空间，或把项目移到更大的磁盘", en: "free space, or move the project to a larger disk" },
  ],
  [
    /\bEDQUOT\b|disk quota exceeded/i,
    { zh: "磁盘配额用尽", en: "the disk quota used up" },
    { zh: "请腾出空间，或申请更大的配额", en: "free space, or ask for a larger quota" },
  ],
  [
    /\bEROFS\b|read-only file system/i,
    { zh: "文件系统只读", en: "a file system that is read-only" },
    {
      zh: "请以可写方式挂载，或用 --project 另指目录",
      en: "mount it for writing, or name another folder with --project",
    },
  ],
  [
    /not a valid DuckDB database file|database file with version number|Could not read from file .*Is a directory/i,
    { zh: "数据库文件无法打开", en: "a database file that cannot be opened" },
    {
      zh: "若是发布的快照：重新发布或 sise rollback；若是数据仓库：从备份恢复，或把它移开，全部来源会重新读入，但不再知道此前各日已知的内容",
      en: "a publication's snapshot: publish anew or sise rollback; the warehouse: restore it from a copy, or move it away, and every source is read anew without what was known on earlier days",
    },
  ],
  [
    /\b(?:EACCES|EPERM)\b|permission denied/i,
    { zh: "没有权限", en: "no permission" },
    {
      zh: "请给本用户读写项目目录的权限",
      en: "give this user the right to read and write the project folder",
    },
  ],
  [
    /\bEMFILE\b|\bENFILE\b|too many open files/i,
    { zh: "打开的文件过多", en: "too many open files" },
    { zh: "请提高打开文件数的上限（ulimit -n）", en: "raise the limit of open files (ulimit -n)" },
  ],
  [
    /\bOut of Memory Error\b|\bENOMEM\b|failed to allocate/i,
    { zh: "内存不足", en: "not enough memory" },
    {
      zh: "请在 sise.yaml 中调高 limits.memory，或调低 limits.threads",
      en: "raise limits.memory in sise.yaml, or lower limits.threads",
    },
  ],
  [
    /\bENOTDIR\b|\bEISDIR\b|\bEEXIST\b/,
    {
      zh: "应为目录处是文件，或应为文件处是目录",
      en: "a file where a folder is expected, or a folder where a file is",
    },
    { zh: "请把它移开", en: "move it away" },
  ],
];

/** What the system said first: DuckDB, once it can no longer write, answers every statement with what it could not write. */
function reasonOf(message: string): string {
  return /^Original error: "(.+)"$/m.exec(message)?.[1] ?? (message.split("\n")[0] as string);
}

/** What `describeFailure` says, as one text in both languages, a line a message. */
export function failureText(error: unknown): Text {
  const linesIn = (lang: Lang): string => describeFailure(error, lang).messages.join("\n");
  return { zh: linesIn("zh"), en: linesIn("en") };
}

/** The failure behind anything that was thrown: a Fault, a fault of the command line, a refusal of the system, or a fault of ours. */
export function describeFailure(error: unknown, lang: Lang = "en"): Failure {
  const preface = (kind: Failure["kind"]): Pick<Failure, "preface"> =>
    lang === "zh" ? { preface: prefaces[kind] } : {};
  if (error instanceof Fault)
    return {
      kind: error.kind,
      exit_status: error.exitStatus,
      messages: error.messagesIn(lang),
      ...(error.isTranslated ? {} : preface(error.kind)),
    };
  if (error instanceof CommanderError)
    return { kind: "usage", exit_status: 2, messages: [usageText(error.message, lang)] };
  const message = error instanceof Error ? error.message : String(error);
  for (const [words, found, advice] of refusals)
    if (words.test(message))
      return {
        kind: "data",
        exit_status: 1,
        messages: [
          lang === "zh"
            ? `系统：${found.zh}（${reasonOf(message)}）；${advice.zh}，再重新运行`
            : `system: found ${found.en} (${reasonOf(message)}), expected otherwise; ${advice.en}, then run again`,
        ],
      };
  return {
    kind: "internal",
    exit_status: 1,
    messages: [message],
    ...preface("internal"),
    ...(error instanceof Error && error.stack ? { stack: error.stack } : {}),
  };
}

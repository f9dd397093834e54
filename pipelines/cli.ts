#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { isDay } from "../models/calendar.js";
import { instantOf } from "../models/tick.js";
import { describeFailure } from "./failure.js";
import type { CommandContext } from "./commands/context.js";
import { usageText } from "./usage-text.js";

// A run's JavaScript is done before functions inlined into one another pay for their compilation: a tenth of the demo's processor
// time went into it. Loops that run long (plans) are as quick without.
setFlagsFromString("--no-turbo-inlining");

// Each command's module is loaded only when it is called: `--help` must answer within 150 ms.
type Action = (context: CommandContext, ...words: never[]) => Promise<number>;

const program = new Command();

// A reader that has seen enough (`| head`) closes the pipe, and the disk of a log may be full: neither ends work that is under way,
// and the command keeps its own exit status. Only an answer that could not be written anywhere is a failure.
let isAnswerLost = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || isAnswerLost) return;
  isAnswerLost = true;
  process.stderr.write(
    langOfSystem() === "zh"
      ? `标准输出：无法写入（${error.message}），应有空间写下答复\n`
      : `standard output: cannot be written (${error.message}), expected room for the answer\n`,
  );
});
process.stderr.on("error", () => {});
process.on("exit", (status) => {
  if (status === 0 && isAnswerLost) process.exitCode = 1;
});

function langOfSystem(): "zh" | "en" {
  return /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? "") ? "zh" : "en";
}

function context(options: Record<string, unknown>): CommandContext {
  const all = { ...program.opts(), ...options } as { project: string; json?: boolean; lang?: "zh" | "en" };
  return {
    projectFolder: all.project,
    isJson: all.json === true,
    lang: all.lang ?? langOfSystem(),
    clock: () => new Date(),
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  };
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError(`found "${text}", expected a day such as 2026-11-22`);
  return text;
}

function instant(text: string): string {
  // Without a zone it is the city's time, which is known once sise.yaml is read.
  if (Number.isNaN(instantOf(text, "UTC")))
    throw new InvalidArgumentError(
      `found "${text}", expected an instant such as 2026-11-23T10:00 (the city's time) or 2026-11-23T02:00:00Z`,
    );
  return text;
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535))
    throw new InvalidArgumentError(`found "${text}", expected a port from 0 (any that is free) to 65535`);
  return number;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`found "${text}", expected a whole number`);
  return Number(text);
}

/** Adds the options that every command has and runs it; its number is the exit status. */
function command(syntax: string, description: string, load: () => Promise<Action>): Command {
  return program
    .command(syntax)
    .description(description)
    .action(async (...words: unknown[]) => {
      const options = words.at(-2) as Record<string, unknown>;
      const action = await load();
      process.exitCode = await action(context(options), ...([...words.slice(0, -2), options] as never[]));
    });
}

program
  .name("sise")
  .description(
    "Sise 四色: enterprise risk levels, explained and replayable / 企业安全风险分级：可解释、可复算",
  )
  .version("0.1.0")
  .option("--project <dir>", "the city's project folder / 项目目录", ".")
  .option("--json", "machine-readable output / 机器可读输出")
  .addOption(new Option("--lang <lang>", "language of messages / 语言").choices(["zh", "en"]))
  .exitOverride();

command(
  "init <dir>",
  "a new project folder with templates / 新建项目目录",
  async () => (await import("./commands/init.js")).init,
);
command(
  "demo [dir]",
  "generate the demo city and run everything / 演示城市",
  async () => (await import("./commands/demo.js")).demo,
)
  .option("--enterprises <n>", "how many enterprises / 企业数", whole, 3000)
  .option("--seed <s>", "seed of the generator / 随机种子", whole, 1)
  .option("--serve", "serve the pages afterwards / 完成后提供网页");
command(
  "generate <dir>",
  "only the data of the synthetic city / 只生成模拟数据",
  async () => (await import("./commands/generate.js")).generate,
)
  .requiredOption("--enterprises <n>", "how many enterprises / 企业数", whole)
  .requiredOption("--seed <s>", "seed / 随机种子", whole)
  .addOption(new Option("--format <format>").choices(["csv", "parquet"]).default("csv"));
command(
  "run",
  "ingest, build, check and publish / 全流程",
  async () => (await import("./commands/run.js")).run,
)
  .option("--as-of <date>", "business day (default: yesterday in the city) / 业务日期", day)
  .option("--known-at <time>", "what was known by then (default: now) / 知悉时点", instant)
  .option("--accept-diff", "publish although the levels changed more than the limit / 接受差异")
  .option("--no-publish", "stop before publishing / 不发布");
command(
  "check",
  "configuration, rule packs and sources, without building / 检查配置",
  async () => (await import("./commands/check.js")).check,
);
command(
  "explain <subject_id>",
  "the score walked back / 解释结果",
  async () => (await import("./commands/explain.js")).explain,
)
  .option("--method <method>", "only this method / 指定方法")
  .option("--as-of <date>", "as of another day / 指定日期", day);
command(
  "plan",
  "inspections of any period, or the errors of a published plan / 检查计划",
  async () => (await import("./commands/plan.js")).plan as Action,
)
  .option("--from <date>", "first day / 起", day)
  .option("--to <date>", "last day / 止", day)
  .option("--more <days>", "what so many more person-days a month would buy / 每部门每月再增人日能多排什么")
  .option("--validate <file>", "recompute the figures of a published plan (YAML or JSON) / 校验已公布的计划")
  .option("--fixed <file>", "agreed visits that stay where they are (YAML or JSON) / 已定检查")
  .option("--seed <text>", "seed of the random draw / 抽取种子")
  .option("--out <dir>", "folder for Excel and iCalendar files / 输出目录");
command(
  "what-if <policy_id>",
  "a policy's premium, had something been otherwise / 假如",
  async () => (await import("./commands/what-if.js")).whatIf,
)
  .option("--without-accident <id>", "had this accident not happened / 假如没有这起事故")
  .option("--without-claim <id>", "had this claim not been made / 假如没有这件赔案")
  .addOption(
    new Option("--standardization-grade <grade>", "after this grade / 达到该标准化等级").choices([
      "1",
      "2",
      "3",
      "none",
    ]),
  );
command(
  "replay <run_id>",
  "rebuild a published run and compare every hash / 复算",
  async () => (await import("./commands/replay.js")).replay,
);
command(
  "diff [run_a] [run_b]",
  "what changed between two publications / 比较",
  async () => (await import("./commands/publications.js")).diff,
);
command(
  "rollback [run_id]",
  "point back to an earlier publication / 回退",
  async () => (await import("./commands/publications.js")).rollback,
);
command("runs", "the ledger of runs / 运行台账", async () => (await import("./commands/runs.js")).runs);
command(
  "rejects [run_id]",
  "rejected rows with reasons / 拒收明细",
  async () => (await import("./commands/rejects.js")).rejects,
).option(
  "--superseded",
  "sound rows that another row of their key took the place of, instead / 改列被取代的行",
);
command(
  "schedule",
  "the scheduler in the foreground / 定时运行",
  async () => (await import("./commands/schedule.js")).schedule,
);
command(
  "serve",
  "the publication over HTTP / 网页服务",
  async () => (await import("./commands/serve.js")).serve,
)
  .option("--port <p>", "port / 端口", port, 8020)
  .option("--host <h>", "address to listen on / 监听地址", "127.0.0.1");
command(
  "template <file>",
  "an empty Excel template, named ENTITY.xlsx / 模板",
  async () => (await import("./commands/prepare.js")).template,
);
command(
  "dictionary",
  "the data dictionary / 数据字典",
  async () => (await import("./commands/prepare.js")).dictionary,
);

// Known before anything is parsed: a fault of the command line itself is told in the same form and language as every other.
const words = process.argv.slice(2);
const isJson = words.includes("--json");
const asked = words.findLast((word, at) => word.startsWith("--lang=") || words[at - 1] === "--lang");
const lang = /^(--lang=)?zh$/.test(asked ?? "") ? "zh" : asked === undefined ? langOfSystem() : "en";
const output = {
  ...(isJson ? { writeErr: () => {} } : {}),
  outputError: (text: string, write: (text: string) => void) =>
    write(lang === "zh" ? `${usageText(text.trimEnd(), lang)}\n` : text),
};

// The global options may stand before or after the command.
for (const each of program.commands) {
  each.option("--project <dir>", "the city's project folder / 项目目录");
  each.option("--json", "machine-readable output / 机器可读输出");
  each.addOption(new Option("--lang <lang>", "language of messages / 语言").choices(["zh", "en"]));
  each.exitOverride();
  each.configureOutput(output);
}
program.configureOutput(output);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else {
    const failure = describeFailure(error, lang);
    process.exitCode = failure.exit_status;
    // Commander has told a person already what is wrong with the command line.
    if (isJson) process.stderr.write(`${JSON.stringify({ error: failure })}\n`);
    else if (!(error instanceof CommanderError))
      process.stderr.write(
        `${[...(failure.preface ? [failure.preface] : []), ...failure.messages, ...(failure.stack ? [failure.stack] : [])].join("\n")}\n`,
      );
  }
}

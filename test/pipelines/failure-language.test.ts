import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../pipelines/failure.js";
import { Fault } from "../../pipelines/fault.js";
import { packageRoot } from "../../pipelines/package-root.js";

describe("a failure in the language asked for", () => {
  it("is in Chinese where it has words, and says what kind it is where it has none", () => {
    const told = new Fault({ zh: "甲：找不到", en: "a: found none" }, "usage");
    expect(describeFailure(told, "zh")).toEqual({ kind: "usage", exit_status: 2, messages: ["甲：找不到"] });
    expect(describeFailure(told)).toEqual({ kind: "usage", exit_status: 2, messages: ["a: found none"] });
    expect(told.message).toBe("a: found none");
    const untold = new Fault(["a: found none", "b: found none"]);
    expect(describeFailure(untold, "zh")).toEqual({
      kind: "data",
      exit_status: 1,
      messages: ["a: found none", "b: found none"],
      preface: "数据、规则、配置或系统有误，说明为英文：",
    });
    expect(describeFailure(untold, "en")).not.toHaveProperty("preface");
  });

  it("says in Chinese what the system refuses", () => {
    const invalidated = new Error(
      'FATAL Error: Failed: database has been invalidated because of a previous fatal error.\nOriginal error: "Failed to create checkpoint because of error: Could not write file "warehouse.duckdb": No space left on device"',
    );
    expect(describeFailure(invalidated, "en").messages).toEqual([
      'system: found no space left on the disk (Failed to create checkpoint because of error: Could not write file "warehouse.duckdb": No space left on device), expected otherwise; free space, or move the project to a larger disk, then run again',
    ]);
    const { messages } = describeFailure(new Error("ENOSPC: no space left on device, write"), "zh");
    expect(messages).toEqual([
      "系统：磁盘已满（ENOSPC: no space left on device, write）；请腾出空间，或把项目移到更大的磁盘，再重新运行",
    ]);
    expect(describeFailure(new Error("ENOSPC")).messages[0]).toBe(
      "system: found no space left on the disk (ENOSPC), expected otherwise; free space, or move the project to a larger disk, then run again",
    );
  });
});

describe("a fault that the source throws", () => {
  it("has words in Chinese wherever it is written out", () => {
    const files = readdirSync(join(packageRoot, "pipelines"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `pipelines/${name.replaceAll("\\", "/")}`);
    const plain = files.filter((file) =>
      /new Fault\(\s*(?:\[\s*)?[`"]|faults: (?:readonly )?string\[\]/.test(
        readFileSync(join(packageRoot, file), "utf8"),
      ),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(plain).toEqual([]);
  });
});

describe("a fault of the command line", () => {
  const day = (text: string): string => {
    throw new InvalidArgumentError(`found "${text}", expected a day such as 2026-11-22`);
  };

  /** What Commander itself throws for a call; its own words are not repeated here. */
  function fault(words: readonly string[]): CommanderError {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    const run = program.command("run <where>").option("--as-of <date>", "day", day);
    run.addOption(new Option("--lang <lang>").choices(["zh", "en"]));
    run
      .requiredOption("--seed <s>", "seed")
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    run.action(() => {});
    try {
      program.parse([...words], { from: "user" });
    } catch (error) {
      if (error instanceof CommanderError) return error;
    }
    throw new Error(`${words.join(" ")}: nothing was wrong`);
  }

  it.each([
    [["rnu"], "没有“rnu”这个命令；sise --help 列出全部命令\n（是不是想写 run？）"],
    [
      ["run", "x", "--seed", "1", "--sede", "1"],
      "没有“--sede”这个选项；加 --help 查看用法\n（是不是想写 --seed？）",
    ],
    [["run", "--seed", "1"], "缺少参数“where”；加 --help 查看用法"],
    [["run", "x"], "缺少必需的选项“--seed <s>”；加 --help 查看用法"],
    [["run", "x", "--seed"], "选项“--seed <s>”缺少取值；加 --help 查看用法"],
    [["run", "x", "y", "--seed", "1"], "“run”的参数过多：应为 1 个，读到 2 个"],
    [["run", "x", "--lang", "fr"], "选项“--lang <lang>”的取值“fr”不在选项内，应为 zh, en 之一"],
    [["run", "x", "--as-of", "soon"], "选项“--as-of <date>”：读到“soon”，应为日期，如 2026-11-22"],
  ])("%j is told in Chinese", (words, expected) => {
    expect(describeFailure(fault(words), "zh")).toEqual({
      kind: "usage",
      exit_status: 2,
      messages: [expected],
    });
    expect(describeFailure(fault(words)).messages[0]).not.toMatch(/\p{Script=Han}|^error/u);
  });
});

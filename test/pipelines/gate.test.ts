import { expect, test } from "vitest";
import type { Config } from "../../models/config.js";
import { Fault } from "../../pipelines/fault.js";
import type { BuildOutcome } from "../../pipelines/run/build.js";
import { refuseBadBuild, refuseDiff } from "../../pipelines/run/gate.js";
import type { LevelDiff } from "../../pipelines/run/level-diff.js";

const config = { limits: { level_change_share: 0.05 } } as Config;
const diff = (given: Partial<LevelDiff>): LevelDiff => ({
  compared: 0,
  changed: 0,
  added: 0,
  removed: 0,
  pairs: [],
  ...given,
});

test("a twentieth of the enterprises may change their level, not one more", () => {
  expect(() => refuseDiff(diff({ compared: 100, changed: 5 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ compared: 100, changed: 6 }), config, "last")).toThrow(
    /found 6 of 100 enterprises \(6\.0 %\) .* publication last .* expected at most 5\.0 %/,
  );
});

test("an enterprise that is gone counts like one whose level changed", () => {
  expect(() => refuseDiff(diff({ compared: 95, removed: 5 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ compared: 94, removed: 6 }), config, "last")).toThrow(
    /found 6 of 100 enterprises .*no longer there: 6/,
  );
  expect(() => refuseDiff(diff({ compared: 96, changed: 2, removed: 4 }), config, "last")).toThrow(
    /found 6 of 100/,
  );
});

test("enterprises that came new never stop a publication", () => {
  expect(() => refuseDiff(diff({ compared: 10, added: 1000 }), config, "last")).not.toThrow();
  expect(() => refuseDiff(diff({ added: 1000 }), config, "last")).not.toThrow();
});

function faultOf(work: () => void): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error("nothing was refused");
}

test("who is stopped reads why in Chinese too", () => {
  const levels = faultOf(() =>
    refuseDiff(
      diff({
        compared: 94,
        changed: 3,
        removed: 6,
        pairs: [{ from_level: "blue", to_level: "red", enterprises: 3 }],
      }),
      config,
      "20261121-060000",
    ),
  );
  expect(levels.messagesIn("zh")).toEqual([
    "等级变动：100 家企业中有 9 家（9.0 %）的等级与发布 20261121-060000 不同（蓝 低 → 红 重大: 3；不再存在: 6），应不超过 5.0 %；请查明原因，再以 --accept-diff 运行",
  ]);
  const build = {
    checks: [
      {
        name: "enterprise_level__key",
        severity: "error",
        offending: 2,
        examples: ['{"enterprise_id":"91650202MA6188557H","level":"red","row_count":1200}'],
        who: "we act",
        who_zh: "由本项目处理",
      },
    ],
    sources: [{ source: "hazard", entity: "hazard", read: 100, rejected: 21, accepted: 79, superseded: 0 }],
  } as unknown as BuildOutcome;
  const limits = { limits: { ...config.limits, rejected_share: 0.2 } } as Config;
  const bad = faultOf(() => refuseBadBuild(build, limits));
  expect(bad.messagesIn("zh")).toEqual([
    "sql/checks/enterprise_level__key.sql：有 2 行不符，例如（统一社会信用代码：91650202MA6188557H，等级：红 重大，行数：1,200），应一行也没有；由本项目处理",
    "来源 hazard：100 行中有 21 行被拒绝（21.0 %），应不超过 20.0 %；见 sise rejects，请修正来源，或调高 limits.rejected_share",
  ]);
  // A cell of a source may hold a line end and the signs by which a terminal is commanded.
  const hostile = { ...build.checks[0], examples: ['{"risk_point_id":"A\\n已发布：伪造\\u001b[31m"}'] };
  const told = faultOf(() => refuseBadBuild({ ...build, checks: [hostile] } as BuildOutcome, limits));
  expect(told.messagesIn("zh")[0]).toContain(
    "例如（风险点编号：A\\u000a已发布：伪造\\u001b[31m），应一行也没有",
  );
  expect(bad.messagesIn("en")).toEqual([
    "sql/checks/enterprise_level__key.sql: found 2 offending row(s), such as (Enterprise: 91650202MA6188557H, Level: Red, Rows: 1,200), expected none; we act",
    "source hazard: found 21 of 100 rows rejected (21.0 %), expected at most 20.0 %; see sise rejects, mend the source or raise limits.rejected_share",
  ]);
});

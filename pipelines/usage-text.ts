import type { Lang } from "../models/text.js";

/** What the command line says is wrong with a call, and the same in Chinese. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*)'$/, "没有“$1”这个命令；sise --help 列出全部命令"],
  [/^unknown option '(.*)'$/, "没有“$1”这个选项；加 --help 查看用法"],
  [/^missing required argument '(.*)'$/, "缺少参数“$1”；加 --help 查看用法"],
  [/^required option '(.*)' not specified$/, "缺少必需的选项“$1”；加 --help 查看用法"],
  [/^option '(.*)' argument missing$/, "选项“$1”缺少取值；加 --help 查看用法"],
  [
    /^too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)(?:: .*)?\.?$/,
    "“$1”的参数过多：应为 $2 个，读到 $3 个",
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    "选项“$1”的取值“$2”不在选项内，应为 $3 之一",
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. found ".*", expected a day such as (.*)$/,
    "选项“$1”：读到“$2”，应为日期，如 $3",
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. found ".*", expected an instant such as (.*) \(the city's time\) or (.*)$/,
    "选项“$1”：读到“$2”，应为时间，如 $3（城市时间）或 $4",
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. found ".*", expected a port .*$/,
    "选项“$1”：读到“$2”，应为 0（任选空闲端口）至 65535 的端口号",
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. found ".*", expected a whole number$/,
    "选项“$1”：读到“$2”，应为整数",
  ],
];

/** A fault of the command line in a language; the hint after a misspelt word stays below it. */
export function usageText(message: string, lang: Lang): string {
  const bare = message.replace(/^error: /, "");
  if (lang === "en") return bare;
  const [first = "", ...rest] = bare.split("\n");
  const found = wordings.find(([pattern]) => pattern.test(first));
  const said = found ? first.replace(found[0], found[1]) : `命令用法有误：${first}`;
  const hint = rest
    .map((line) => line.replace(/^\(Did you mean (?:one of )?(.*)\?\)$/, "（是不是想写 $1？）"))
    .join("\n");
  return hint === "" ? said : `${said}\n${hint}`;
}

import { describe, expect, test } from "vitest";
import { readYamlText } from "../../pipelines/yaml-fault.js";

/** Faults as `line:column reason` in both languages. */
function faultsOf(text: string): { zh: string[]; en: string[] } {
  const read = readYamlText(text);
  if ("value" in read) return { zh: [], en: [] };
  const told = (lang: "zh" | "en"): string[] =>
    read.faults.map(({ line, column, reason }) => `${line}:${column} ${reason[lang]}`);
  return { zh: told("zh"), en: told("en") };
}

describe("what is wrong with a YAML text", () => {
  const slips: readonly (readonly [what: string, text: string, zh: string, en: string])[] = [
    [
      "a tab",
      "city:\n\tname: 甲\n",
      "2:1 缩进用了制表符（Tab），应为空格",
      "2:1 Tabs are not allowed as indentation",
    ],
    [
      "a key twice",
      "a: 1\nb: 2\na: 3\n",
      "3:1 键重复，同一级中每个键只能写一次",
      "3:1 Map keys must be unique",
    ],
    [
      "two pairs in one line",
      "a: b: c\n",
      "1:4 一行中有不止一个“键: 值”，应分行写，或给值加引号",
      "1:4 Nested mappings are not allowed in compact mappings",
    ],
    ["an open quote", 'a: "甲\n', "2:1 引号没有结束", '2:1 Missing closing "quote'],
    [
      "a key without colon",
      "a: 1\nb\n",
      "2:1 键后缺少冒号和值",
      "2:1 Implicit map keys need to be followed by map values",
    ],
    [
      "a backslash in double quotes",
      'a: "data\\x.csv"\n',
      "1:9 双引号中的反斜杠转义有误，路径请用 / 或单引号",
      "1:9 Invalid escape sequence \\x.c",
    ],
    [
      "an odd first sign",
      "a: @b\n",
      "1:4 值不能以此字符开头，应加引号",
      "1:4 Plain value cannot start with reserved character @",
    ],
  ];
  test.each(slips)("%s is told with its place in both languages", (_, text, zh, en) => {
    const { zh: toldZh, en: toldEn } = faultsOf(text);
    expect(toldZh).toContain(zh);
    expect(toldEn).toContain(en);
    expect(toldZh.length).toBe(toldEn.length);
  });

  test("is not asked of good texts, with a mark of byte order or without", () => {
    expect(readYamlText("\ufeffa: [1, 甲]\n")).toMatchObject({ value: { a: [1, "甲"] } });
    expect(readYamlText('{"a": null}')).toMatchObject({ value: { a: null } });
    expect(readYamlText("")).toMatchObject({ value: null });
  });

  test("is told of the text as a whole where aliases lead nowhere or unfold without end", () => {
    const levels = Array.from({ length: 9 }, (_, at) =>
      at === 0 ? "a0: &a0 [x]" : `a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}*a${at - 1}]`,
    );
    expect(faultsOf(levels.join("\n")).zh).toEqual(["null:null 别名（*）展开过多，请逐一写出"]);
    expect(faultsOf("a: *nobody\n").zh).toEqual([
      expect.stringMatching(/^(1:4|null:null) 别名（\*）没有对应的锚点（&）$/),
    ]);
  });
});

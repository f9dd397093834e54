import { isMap, isScalar, type ErrorCode, parseDocument, type YAMLError } from "yaml";
import type { Text } from "../models/text.js";

/** What the parser's codes mean, for who writes the file. */
const reasonsZh: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "别名（*）不能再带锚点或标签",
  BAD_ALIAS: "锚点（&）或别名（*）的名称有误，* 或 & 开头的值应加引号",
  BAD_COLLECTION_TYPE: "标签（!）与内容的类型不符",
  BAD_DIRECTIVE: "% 开头的指令有误",
  BAD_DQ_ESCAPE: "双引号中的反斜杠转义有误，路径请用 / 或单引号",
  BAD_INDENT: "缩进不一致，同级各项应对齐",
  BAD_PROP_ORDER: "锚点或标签的位置有误",
  BAD_SCALAR_START: "值不能以此字符开头，应加引号",
  BLOCK_AS_IMPLICIT_KEY: "一行中有不止一个“键: 值”，应分行写，或给值加引号",
  BLOCK_IN_FLOW: "花括号或方括号之内不能用缩进的写法",
  DUPLICATE_KEY: "键重复，同一级中每个键只能写一次",
  IMPOSSIBLE: "无法理解的写法",
  KEY_OVER_1024_CHARS: "键超过 1024 个字符",
  MISSING_CHAR: "缺少符号（冒号、逗号、空格或 -）",
  MULTILINE_IMPLICIT_KEY: "键应写在一行之内，或此处缺少冒号",
  MULTIPLE_ANCHORS: "一个值只能有一个锚点（&）",
  MULTIPLE_DOCS: "文件中有不止一个文档（---），应只有一个",
  MULTIPLE_TAGS: "一个值只能有一个标签（!）",
  NON_STRING_KEY: "键应为文字",
  RESOURCE_EXHAUSTION: "别名（*）展开过多，请逐一写出",
  TAB_AS_INDENT: "缩进用了制表符（Tab），应为空格",
  TAG_RESOLVE_FAILED: "无法识别的标签（!），! 开头的值应加引号",
  UNEXPECTED_TOKEN: "出现了意外的符号，可能缺少引号或括号",
};

/** The parser has one code for every sign that may be missing. */
const missingZh: readonly (readonly [RegExp, string])[] = [
  [/closing .quote/, "引号没有结束"],
  [/space after :/, "冒号后缺少空格"],
  [/Missing ,/, "各项之间缺少逗号"],
  [/followed by map values/, "键后缺少冒号和值"],
  [/Comments must be separated/, "注释（#）前缺少空格"],
  [/without - indicator/, "各项前缺少 -"],
];

function reasonOf(error: YAMLError): Text {
  const en = error.message.split(/ at line |\n/)[0] ?? "";
  const missing = error.code === "MISSING_CHAR" ? missingZh.find(([sign]) => sign.test(en)) : undefined;
  return { zh: missing?.[1] ?? reasonsZh[error.code] ?? reasonsZh.IMPOSSIBLE, en };
}

/** Why a text is no YAML: where (lines and columns from 1; null of the text as a whole), and the reason. */
export interface YamlFault {
  readonly line: number | null;
  readonly column: number | null;
  readonly reason: Text;
}

/** Names below one of the first level, as they stand in the text: an object has those that are numbers first. None where it is no mapping. */
type KeysOf = (name: string) => readonly string[];

/** A YAML text as plain data, or every fault of it. */
export function readYamlText(
  text: string,
): { readonly value: unknown; readonly keysOf: KeysOf } | { readonly faults: readonly YamlFault[] } {
  const document = parseDocument(text.replace(/^\ufeff/, ""));
  if (document.errors.length > 0)
    return {
      faults: document.errors.map((error) => ({
        line: error.linePos?.[0].line ?? null,
        column: error.linePos?.[0].col ?? null,
        reason: reasonOf(error),
      })),
    };
  try {
    return {
      value: document.toJS(),
      keysOf(name) {
        const found = document.get(name);
        return isMap(found) ? found.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
      },
    };
  } catch (error) {
    // Aliases that unfold to millions of values, or that lead nowhere.
    const en = (error as Error).message;
    const zh = /Unresolved alias/.test(en) ? "别名（*）没有对应的锚点（&）" : reasonsZh.RESOURCE_EXHAUSTION;
    return { faults: [{ line: null, column: null, reason: { zh, en } }] };
  }
}

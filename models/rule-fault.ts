import type { z } from "zod";
import { apart, type Text } from "./text.js";
import { fromLines, typeName } from "./zod-text.js";

/** A fault of a rule pack at its address: what was found, what was expected; what to do. */
export function at(address: string, zh: string, en: string): Text {
  return { zh: `${address}：${zh}`, en: `${address}: ${en}` };
}

/** What zod found wrong with the shape of a pack: what was found, what was expected; what to do. */
export function sayIssue(issue: z.core.$ZodIssue): Text {
  const own = fromLines(issue.message);
  if (own)
    return {
      zh: own.zh.includes("；") ? own.zh : `${own.zh}；请改正`,
      en: own.en.includes("; ") ? own.en : `${own.en}; correct it`,
    };
  switch (issue.code) {
    case "unrecognized_keys": {
      const keys = issue.keys.join(", ");
      return {
        zh: `读到 ${keys}，没有这样的键；请改正名称，或删去`,
        en: `found ${keys}, expected no such entry; correct the name or take it out`,
      };
    }
    case "invalid_value": {
      const values = issue.values.join(", ");
      return {
        zh: `读到其他值，应为 ${values} 之一；请改正`,
        en: `found another value, expected one of ${values}; correct it`,
      };
    }
    case "invalid_type": {
      const [, received = "nothing"] = issue.message.match(/received (.+)$/) ?? [];
      const found = received === "undefined" ? "nothing" : received;
      const is = found === "nothing" ? "没有写" : `读到${apart(typeName(found).zh)}`;
      return {
        zh: `${is}，应为${apart(typeName(issue.expected).zh)}；请写出`,
        en: `found ${found}, expected ${issue.expected}; write it`,
      };
    }
    case "invalid_union":
      return { zh: "读到其他内容，应为此处允许的几种写法之一；请改正", en: `${issue.message}; correct it` };
    default:
      return {
        zh: `不合要求（${issue.message}）；请改正`,
        en: issue.message.includes("; ") ? issue.message : `${issue.message}; correct it`,
      };
  }
}

import type { z } from "zod";
import { nearestWord } from "./nearest.js";
import { apart, type Text } from "./text.js";
import { fromLines, typeName } from "./zod-text.js";

/** One fault of a configuration: the way through the YAML, and `found …, expected …; what to do`. */
export interface ConfigFault {
  readonly path: readonly string[];
  readonly message: Text;
}

type Issue = z.core.$ZodIssue;
type Definition = {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
};

/** Keys that an object may have at a place of the schema; empty where the place is no object. */
function keysAt(schema: z.ZodType | undefined, path: readonly PropertyKey[]): readonly string[] {
  const definition = schema?._zod.def as Definition | undefined;
  if (!definition) return [];
  if (definition.innerType) return keysAt(definition.innerType, path);
  if (definition.options) return definition.options.flatMap((option) => keysAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(definition.shape ?? {});
  return keysAt(definition.shape?.[String(step)] ?? definition.valueType ?? definition.element, rest);
}

function valueAt(spec: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null)?.[step], spec);
}

/** A value as a message shows it: short, and never the whole of a nested block. */
function shown(value: unknown): Text {
  if (value === undefined) return { zh: "空缺", en: "nothing" };
  if (value === null) return { zh: "空值", en: "an empty value" };
  if (Array.isArray(value)) return { zh: "列表", en: "a list" };
  if (typeof value === "object") return { zh: "一组键", en: "a block of keys" };
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return { zh: `“${short}”`, en: `"${short}"` };
}

function oneOf(words: readonly string[]): Text {
  const list = words.join(", ");
  return { zh: `${list} 之一`, en: `one of ${list}` };
}

function expectation(issue: Issue): Text {
  const own = fromLines(issue.message);
  if (own) return { zh: own.zh.replace(/^应为 ?/, ""), en: own.en.replace(/^expected /, "") };
  switch (issue.code) {
    case "invalid_type":
      return typeName(issue.expected);
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? { zh: `不小于 ${issue.minimum} 的值`, en: `at least ${issue.minimum}` }
        : { zh: "非空的内容", en: "something, not an empty one" };
    case "too_big":
      return { zh: `不大于 ${issue.maximum} 的值`, en: `at most ${issue.maximum}` };
    case "invalid_union": {
      const kinds = issue.errors.flatMap((errors) =>
        errors.flatMap((one) =>
          one.path.length === 0 && one.code === "invalid_type" ? [typeName(one.expected)] : [],
        ),
      );
      const names = (lang: keyof Text): string[] => [...new Set(kinds.map((kind) => kind[lang]))];
      return {
        zh: names("zh")
          .join("、")
          .replace(/、([^、]*)$/, "或$1"),
        en: names("en").join(" or "),
      };
    }
    default:
      return { zh: `其他内容：${issue.message}`, en: `otherwise: ${issue.message}` };
  }
}

/** A union of a text and a block fails with the faults of both; those of the block are the ones that help. */
function deepest(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const inner = issue.errors.find((errors) =>
    errors.some((one) => one.path.length > 0 || one.code === "unrecognized_keys"),
  );
  return inner ? inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) : [issue];
}

/** What to do about a word that was not expected; `otherwise` where no known word is near. */
export function adviceFor(near: string | null, otherwise: Text): Text {
  return near ? { zh: `是不是想写 ${near}？`, en: `did you mean ${near}?` } : otherwise;
}

const addIt: Text = { zh: "请补上", en: "add it" };
const mendIt: Text = { zh: "请改正", en: "mend it" };
const removeIt: Text = { zh: "请删去", en: "remove it" };

/** zod's issues in the words of this project: `found …, expected …; what to do`, unknown keys with the nearest known one. */
export function faultsOf(schema: z.ZodType, spec: unknown, issues: readonly Issue[]): ConfigFault[] {
  return issues.flatMap(deepest).flatMap((issue): ConfigFault[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) => {
        const say = oneOf(known);
        const advice = adviceFor(nearestWord(key, known), removeIt);
        return {
          path: [...path, key],
          message: {
            zh: `没有这个键，应为 ${say.zh}；${advice.zh}`,
            en: `found an unknown key, expected ${say.en}; ${advice.en}`,
          },
        };
      });
    }
    const found = valueAt(spec, issue.path);
    const say = expectation(issue);
    const near =
      issue.code === "invalid_value" && typeof found === "string"
        ? nearestWord(found, issue.values.map(String))
        : null;
    const advice = adviceFor(near, found === undefined ? addIt : mendIt);
    const is = shown(found);
    // Some expectations say themselves what to do.
    const ending = (lang: keyof Text, stop: string): string =>
      say.en.includes(";") ? "" : stop + advice[lang];
    return [
      {
        path,
        message: {
          zh: `读到${is.zh}，应为${apart(say.zh)}${ending("zh", "；")}`,
          en: `found ${is.en}, expected ${say.en}${ending("en", "; ")}`,
        },
      },
    ];
  });
}

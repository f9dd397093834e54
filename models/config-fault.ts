import type { z } from "zod";
import { nearestWord } from "./nearest.js";

/** One fault of a configuration: the way through the YAML, and `found …, expected …; what to do`. */
export interface ConfigFault {
  readonly path: readonly string[];
  readonly message: string;
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
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a block of keys";
  const text = String(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "a block of keys",
  record: "a block of keys",
  array: "a list",
};

function expectation(issue: Issue): string {
  if (issue.message.startsWith("expected")) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `expected at least ${issue.minimum}`
        : "expected something, not an empty one";
    case "too_big":
      return `expected at most ${issue.maximum}`;
    case "invalid_union": {
      const kinds = issue.errors.flatMap((errors) =>
        errors.flatMap((one) =>
          one.path.length === 0 && one.code === "invalid_type"
            ? [typeNames[one.expected] ?? one.expected]
            : [],
        ),
      );
      return `expected ${[...new Set(kinds)].join(" or ")}`;
    }
    default:
      return `expected otherwise: ${issue.message}`;
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

/** zod's issues in the words of this project: `found …, expected …; what to do`, unknown keys with the nearest known one. */
export function faultsOf(schema: z.ZodType, spec: unknown, issues: readonly Issue[]): ConfigFault[] {
  return issues.flatMap(deepest).flatMap((issue): ConfigFault[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) => {
        const near = nearestWord(key, known);
        return {
          path: [...path, key],
          message: `found an unknown key, expected one of ${known.join(", ")}; ${near ? `did you mean ${near}?` : "remove it"}`,
        };
      });
    }
    const found = valueAt(spec, issue.path);
    const say = expectation(issue);
    const near =
      issue.code === "invalid_value" && typeof found === "string"
        ? nearestWord(found, issue.values.map(String))
        : null;
    const advice = say.includes(";")
      ? ""
      : `; ${near ? `did you mean ${near}?` : found === undefined ? "add it" : "mend it"}`;
    return [{ path, message: `found ${shown(found)}, ${say}${advice}` }];
  });
}

import { z } from "zod";
import { casIsValid, usccIsValid } from "./check-digit.js";
import type { Text } from "./text.js";

export type ColumnType = "text" | "code" | "int" | "dec" | "bool" | "date" | "time";

/** One value of an enum: the code stored, its label in both languages, and other words read as the same value. */
export interface EnumValue {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly aliases: readonly string[];
}

export interface ForeignKey {
  readonly entity: string;
  readonly column: string;
  /** Whether a key that finds nothing rejects the row (`FK!` of contracts.md); otherwise it is reported as an orphan. */
  readonly rejects: boolean;
}

/** Everything the contract says of one column, besides its name. */
export interface ColumnMeta {
  readonly type: ColumnType;
  readonly required: boolean;
  readonly key: boolean;
  readonly heading: Text;
  /** What a person filling in the column has to know; null when the heading says it all. */
  readonly meaning: Text | null;
  readonly unit: string | null;
  /** Enum values in the order of the contract; null when the column is no enum. */
  readonly values: readonly EnumValue[] | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Whether `min` itself lies outside. */
  readonly exclusiveMin: boolean;
  readonly pattern: { readonly source: string; readonly says: Text } | null;
  readonly checkDigit: "uscc" | "cas" | null;
  readonly foreign: ForeignKey | null;
  /** The column holds an enterprise code when another column of the row has this value (assessment_input). */
  readonly enterpriseWhen: { readonly column: string; readonly value: string } | null;
  /** Letters are read as upper case: always, or where the text has the 18 characters of a credit code; null leaves them. */
  readonly upper: "always" | "uscc" | null;
  /** A date that must be the first day of a month; `2026-11` is read as one. */
  readonly firstOfMonth: boolean;
  /** What an empty cell stands for, in the words of a source. */
  readonly whenEmpty: string | null;
  /** The name contracts.md and mappings use where the table cannot (hazard's `source`); else null. */
  readonly publicName: string | null;
  /** DuckDB type where it differs from the one of the column type. */
  readonly storedAs: string | null;
}

export interface ColumnContract extends ColumnMeta {
  readonly name: string;
}

/** A rule between two columns of a row: `earlier` must not lie after `later`; holds when either is empty. */
export interface OrderRule {
  readonly earlier: string;
  readonly later: string;
}

export interface EntityContract {
  readonly name: string;
  readonly heading: Text;
  /** What one row is. */
  readonly meaning: Text;
  readonly columns: readonly ColumnContract[];
  readonly keys: readonly string[];
  readonly rules: readonly OrderRule[];
  /** Headings that must not come in at all, because they would identify a person who is protected. */
  readonly refused: readonly string[];
  /** The same contract as a zod schema of one row (dates and times as ISO text, decimals as numbers). */
  readonly schema: z.ZodObject;
}

/** Where the builders leave what zod itself has no word for. */
export const columnRegistry: z.core.$ZodRegistry<ColumnMeta> = z.registry<ColumnMeta>();

/** What a contract file may say of a column; the rest is derived. */
export type ColumnOptions = Partial<Omit<ColumnMeta, "type" | "heading" | "values">>;

type Held<Schema extends z.ZodType, Options> = Options extends
  | { readonly required: true }
  | { readonly key: true }
  ? Schema
  : z.ZodOptional<z.ZodNullable<Schema>>;

function column<Schema extends z.ZodType, Options extends ColumnOptions>(
  type: ColumnType,
  heading: Text,
  schema: Schema,
  options: Options,
  values: readonly EnumValue[] | null = null,
): Held<Schema, Options> {
  const required = options.required === true || options.key === true;
  const held = required ? schema.clone() : schema.nullish();
  held.register(columnRegistry, {
    meaning: null,
    unit: null,
    min: null,
    max: null,
    exclusiveMin: false,
    pattern: null,
    checkDigit: null,
    foreign: null,
    enterpriseWhen: null,
    upper: options.checkDigit === "uscc" || options.foreign?.entity === "enterprise" ? "uscc" : null,
    firstOfMonth: false,
    whenEmpty: null,
    publicName: null,
    storedAs: null,
    key: false,
    ...options,
    type,
    heading,
    values,
    required,
  });
  return held as unknown as Held<Schema, Options>;
}

function textSchema(options: ColumnOptions): z.ZodString {
  let schema = z.string().min(1);
  if (options.pattern) schema = schema.regex(new RegExp(options.pattern.source));
  if (options.checkDigit === "uscc") schema = schema.refine(usccIsValid);
  if (options.checkDigit === "cas") schema = schema.refine(casIsValid);
  return schema;
}

/**
 * More than this is a slip of the pen: a telephone number among the employees, kilograms for tonnes. Default of this project, by
 * unit; no Chinese enterprise, store or policy comes near it (the largest oil stores hold some million tonnes), and every sum of such
 * figures still has room.
 */
const believedMost: Readonly<Record<string, number>> = {
  people: 10_000_000,
  d: 100_000,
  h: 100_000,
  t: 100_000_000,
  CNY: 100_000_000_000,
};

/** The limits of a number: what the contract says, else what anybody would believe. */
function believed<Options extends ColumnOptions>(options: Options): Options {
  const most = options.unit ? believedMost[options.unit] : undefined;
  return options.max === undefined && most !== undefined ? { ...options, max: most } : options;
}

function bounded(schema: z.ZodNumber, options: ColumnOptions): z.ZodNumber {
  let held = schema;
  if (typeof options.min === "number")
    held = options.exclusiveMin ? held.gt(options.min) : held.gte(options.min);
  return typeof options.max === "number" ? held.lte(options.max) : held;
}

/** Free text. */
export function text<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  return column("text", heading, textSchema(options), options);
}

/** An identifier or a code: full-width characters are folded, nothing is computed with it. */
export function code<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  return column("code", heading, textSchema(options), options);
}

/** A whole number. */
export function int<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  const limited = believed(options);
  return column("int", heading, bounded(z.int(), limited), limited);
}

/** A decimal number, stored as decimal(18,6). */
export function dec<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  const limited = believed(options);
  return column("dec", heading, bounded(z.number(), limited), limited);
}

/** `true false 1 0 是 否`. */
export function bool<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  return column("bool", heading, z.boolean(), options);
}

/** A calendar day. */
export function date<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  const day = z.iso.date();
  return column("date", heading, options.firstOfMonth ? day.regex(/-01$/) : day, options);
}

/** An instant; stored in UTC, read as city time when it has no zone. */
export function time<const Options extends ColumnOptions>(heading: Text, options: Options = {} as Options) {
  return column("time", heading, z.iso.datetime({ local: true, offset: true }), options);
}

/** One of a list of codes. `labels`: code → [Chinese, English, further words that mean the same …]. */
export function choice<const Code extends string, const Options extends ColumnOptions>(
  heading: Text,
  labels: Readonly<Record<Code, readonly [zh: string, en: string, ...aliases: string[]]>>,
  options: Options = {} as Options,
) {
  const codes = Object.keys(labels) as Code[];
  const values = codes.map((one) => {
    const [zh, en, ...aliases] = labels[one];
    return { code: one, zh, en, aliases };
  });
  return column("code", heading, z.enum(codes as [Code, ...Code[]]), options, values);
}

/** Points to the key of another entity; the row stays and is reported when nothing is found. */
export function points(entity: string, key: string): ForeignKey {
  return { entity, column: key, rejects: false };
}

/** Points to the key of another entity; the row is rejected when nothing is found (`FK!`). */
export function needs(entity: string, key: string): ForeignKey {
  return { entity, column: key, rejects: true };
}

/** `earlier` ≤ `later` wherever both are known. */
export function notAfter<const Earlier extends string, const Later extends string>(
  earlier: Earlier,
  later: Later,
): { readonly earlier: Earlier; readonly later: Later } {
  return { earlier, later };
}

/** The contract of an entity from its columns; `schema` keeps their types, so that `z.infer` gives the row. */
export function entity<Shape extends Record<string, z.ZodType>>(given: {
  readonly name: string;
  readonly heading: Text;
  readonly meaning: Text;
  readonly columns: Shape;
  readonly rules?: readonly {
    readonly earlier: keyof Shape & string;
    readonly later: keyof Shape & string;
  }[];
  readonly refused?: readonly string[];
}): EntityContract & { readonly schema: z.ZodObject<Shape> } {
  const rules = given.rules ?? [];
  const columns = Object.entries(given.columns).map(([name, schema]) => {
    const meta = columnRegistry.get(schema);
    if (!meta) throw new Error(`${given.name}.${name}: not made by a column builder; use text, code, int …`);
    return { name, ...meta };
  });
  const schema = z.object(given.columns).superRefine((row, context) => {
    const values = row as Record<string, unknown>;
    for (const { earlier, later } of rules)
      if (Date.parse(String(values[earlier])) > Date.parse(String(values[later])))
        context.addIssue({ code: "custom", path: [later], message: `not before ${earlier}` });
  });
  return {
    name: given.name,
    heading: given.heading,
    meaning: given.meaning,
    columns,
    keys: columns.filter((one) => one.key).map((one) => one.name),
    rules,
    refused: given.refused ?? [],
    schema: schema as unknown as z.ZodObject<Shape>,
  };
}

import { z } from "zod";
import { adviceFor, type ConfigFault, faultsOf } from "./config-fault.js";
import { columnNamed, entities, entityContract } from "./entities.js";
import { nearestWord } from "./nearest.js";
import { defaultMethods } from "./rule-purpose.js";
import type { Text } from "./text.js";
import { expects } from "./zod-text.js";

/** Kinds of source that are read; the others of contracts.md §1 are known but not available. */
export const sourceKinds = ["csv", "xlsx", "json", "ndjson", "parquet", "arrow"] as const;
export type SourceKind = (typeof sourceKinds)[number];
const kindsToCome: readonly string[] = ["http", "postgres", "mysql"];

export const audiences = ["leadership", "regulator", "insurer"] as const;

// YAML reads 650200, true and 3 as numbers and booleans; a cell of a source is always text.
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const someWord = word.refine((text) => text.trim() !== "", expects({ zh: "非空文本", en: "some text" }));
const words = z.record(z.string(), word);

const nameSchema = z.union([
  z.string().transform((name): Text => ({ zh: name, en: name })),
  z.strictObject({ zh: z.string(), en: z.string() }),
]);

const correctionSchema = z.strictObject({
  match: words.refine(
    (match) => Object.keys(match).length > 0,
    expects({ zh: "一列或多列及其值", en: "at least one column and its value" }),
  ),
  set: z.record(z.string(), z.union([word, z.null().transform(() => "")])),
  reason: z.string().min(1),
  guard: words.default({}),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

const sourceSchema = z.strictObject({
  entity: z.enum(entities.map((one) => one.name)),
  kind: z.enum(sourceKinds, {
    error: ({ input }) =>
      kindsToCome.includes(String(input))
        ? expects({
            zh: `${sourceKinds.join(", ")} 之一，尚不能直接读 ${input}；请把表导出为这些格式的文件`,
            en: `one of ${sourceKinds.join(", ")}, for ${input} is not read yet; export the table to a file of these kinds`,
          })
        : undefined,
  }),
  path: someWord,
  encoding: z.enum(["auto", "utf-8", "gb18030"]).default("auto"),
  extract: z.enum(["full", "incremental"]).default("full"),
  columns: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])).default({}),
  compose: z
    .record(
      z.string(),
      z.string().regex(
        /\{[^{}]+\}/,
        expects({
          zh: "花括号中的来源列，如 {NUMBER}/{DATE}",
          en: "source columns in braces, such as {NUMBER}/{DATE}",
        }),
      ),
    )
    .default({}),
  set: words.default({}),
  values: z.record(z.string(), words).default({}),
  corrections: z.array(correctionSchema).default([]),
  foreign_ids: z.boolean().default(false),
  allow_empty: z.boolean().default(false),
  sheet: someWord.nullable().default(null),
  records: someWord.nullable().default(null),
});

const scheduleSchema = z.strictObject({
  cron: z.string().min(1),
  // The whole run, or the words of another command.
  run: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).default("all"),
  catch_up: z.enum(["skip", "latest", "each"]).default("latest"),
  grace_minutes: z.int().min(0).default(720),
  at_most: z.int().min(1).max(366).default(7),
  retries: z.int().min(0).max(10).default(2),
});

const share = z.number().min(0).max(1);

/** The whole of sise.yaml (contracts.md §1); a key that is not here is a fault. */
export const configSchema = z.strictObject({
  city: z.strictObject({
    name: nameSchema,
    region_code: word.refine(
      (code) => /^(\d{6}|\d{9}|\d{12})$/.test(code),
      expects({ zh: "6、9 或 12 位数字", en: "6, 9 or 12 digits" }),
    ),
    time_zone: z
      .string()
      .default("Asia/Shanghai")
      .refine(isTimeZone, expects({ zh: "时区，如 Asia/Shanghai", en: "a time zone such as Asia/Shanghai" })),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, expects({ zh: "三个大写字母，如 CNY", en: "three capital letters such as CNY" }))
      .default("CNY"),
  }),
  sources: z.record(z.string().min(1), sourceSchema).default({}),
  methods: z.record(z.string(), word).default({}),
  schedule: z.record(z.string().min(1), scheduleSchema).default({}),
  limits: z
    .strictObject({
      level_change_share: share.default(0.05),
      rejected_share: share.default(0.02),
      memory: z
        .string()
        .regex(
          /^\d+(\.\d+)? ?(KiB|MiB|GiB|TiB|KB|MB|GB|TB)$/,
          expects({ zh: "容量，如 8GiB", en: "a size such as 8GiB" }),
        )
        .default("8GiB"),
      /** Null: as many as the machine has, eight at most. */
      threads: z.int().min(1).max(1024).nullable().default(null),
    })
    .prefault({}),
  history: z.strictObject({ quarters: z.int().min(0).max(40).default(4) }).prefault({}),
  scorecards: z.strictObject({ at_most: z.int().min(0).default(20_000) }).prefault({}),
  keep: z.int().min(1).default(30),
  audiences: z
    .array(z.enum(audiences))
    .min(1)
    .default([...audiences]),
  language: z.enum(["zh", "en"]).default("zh"),
});

type Decided = z.output<typeof configSchema>;

/** One source of the city, with every default filled in. Column names are those of the tables (hazard's `source` is `hazard_source`). */
export interface SourceConfig
  extends Omit<Decided["sources"][string], "columns" | "compose" | "set" | "values"> {
  /** Its key in sise.yaml. */
  readonly name: string;
  /** Its place there, from 0: of rows of one key that come in one run, that of the later source stands. */
  readonly position: number;
  /** Heading of the source → columns it fills. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Column → text with `{heading}` in it. */
  readonly compose: Readonly<Record<string, string>>;
  /** Column → constant. */
  readonly set: Readonly<Record<string, string>>;
  /** Column → word of the source → word of the contract. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** sise.yaml with every default decided; plain JSON, so that a replay can keep it. Sources are ordered by name. */
export interface Config extends Omit<Decided, "sources"> {
  readonly sources: readonly SourceConfig[];
}

/** One mapped source; a column that its entity does not have goes to `faults`. */
function decideSource(
  [name, given]: readonly [string, Decided["sources"][string]],
  position: number,
  faults: ConfigFault[],
): SourceConfig {
  const contract = entityContract(given.entity);
  const filled = new Map<string, string>();
  const nameIn = (path: readonly string[], found: string): string => {
    const column = columnNamed(contract, found);
    if (column) return column.name;
    const known = contract.columns.map((one) => one.publicName ?? one.name);
    const list = known.join(", ");
    const advice = adviceFor(nearestWord(found, known), { zh: `可用的列：${list}`, en: `one of ${list}` });
    faults.push({
      path: ["sources", name, ...path],
      message: {
        zh: `读到“${found}”，应为 ${given.entity} 的列；${advice.zh}`,
        en: `found "${found}", expected a column of ${given.entity}; ${advice.en}`,
      },
    });
    return found;
  };
  const rename = <Value>(key: string, columns: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(columns).map(([found, value]) => [nameIn([key, found], found), value]));
  const fill = (path: readonly string[], found: string): string => {
    const column = nameIn(path, found);
    const other = filled.get(column);
    if (other !== undefined)
      faults.push({
        path: ["sources", name, ...path],
        message: {
          zh: `读到“${found}”，而 ${other} 已经填了它；一列只能有一个来源，请删去一处`,
          en: `found "${found}", which ${other} fills already; one column has one origin, remove one`,
        },
      });
    filled.set(column, path.join("."));
    return column;
  };
  /** Says where a column of a list of words is given one that is none of them: every row of it would be rejected. */
  const listed = (path: readonly string[], columnName: string, word: unknown): void => {
    const values = columnNamed(contract, columnName)?.values;
    if (!values || word === null || word === undefined || String(word).trim() === "") return;
    const plain = (text: string): string => text.trim().normalize("NFKC").toLowerCase();
    const words = values.flatMap((value) => [value.code, value.zh, value.en, ...value.aliases]);
    if (words.some((one) => plain(one) === plain(String(word)))) return;
    const codes = values.map((value) => value.code);
    const list = values.map((value) => `${value.code} (${value.zh})`).join(", ");
    const advice = adviceFor(nearestWord(String(word), codes), {
      zh: `可用的值：${list}`,
      en: `one of ${list}`,
    });
    faults.push({
      path: ["sources", name, ...path],
      message: {
        zh: `读到“${word}”，应为 ${columnName} 的一个值；${advice.zh}`,
        en: `found "${word}", expected a value of ${columnName}; ${advice.en}`,
      },
    });
  };
  for (const [column, word] of Object.entries(given.set)) listed(["set", column], column, word);
  for (const [column, translated] of Object.entries(given.values))
    for (const [from, word] of Object.entries(translated)) listed(["values", column, from], column, word);
  for (const [index, one] of given.corrections.entries())
    for (const [column, word] of Object.entries(one.set))
      listed([`corrections[${index}].set`, column], column, word);
  const columns = Object.fromEntries(
    Object.entries(given.columns).map(([heading, targets]) => [
      heading,
      [targets].flat().map((target) => fill(["columns", heading], target)),
    ]),
  );
  const compose = Object.fromEntries(
    Object.entries(given.compose).map(([target, text]) => [fill(["compose", target], target), text]),
  );
  return {
    ...given,
    name,
    position,
    columns,
    compose,
    set: rename("set", given.set),
    values: rename("values", given.values),
    corrections: given.corrections.map((one, index) => ({
      ...one,
      match: rename(`corrections[${index}].match`, one.match),
      set: rename(`corrections[${index}].set`, one.set),
      guard: rename(`corrections[${index}].guard`, one.guard),
    })),
  };
}

/**
 * What sise.yaml says, checked and with every default decided (contracts.md §1). `spec` is the parsed YAML.
 * `order`: the names of the sources as they stand in the file, since an object has names that are numbers first.
 * Comes back with all faults at once instead when there are any; a fault's path is the way through the YAML.
 */
export function decideConfig(
  spec: unknown,
  order: readonly string[] = [],
): { readonly config: Config } | { readonly faults: readonly ConfigFault[] } {
  const parsed = configSchema.safeParse(spec ?? {});
  if (!parsed.success) return { faults: faultsOf(configSchema, spec ?? {}, parsed.error.issues) };
  const faults: ConfigFault[] = [];
  const sources = Object.entries(parsed.data.sources)
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map((entry, position) => decideSource(entry, position, faults))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  if (faults.length > 0) return { faults };
  return { config: { ...parsed.data, methods: { ...defaultMethods, ...parsed.data.methods }, sources } };
}

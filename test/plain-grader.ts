// A second opinion on GB 18218: grades one installation by reading the pack's tables, as a clerk would with the standard in hand.
// Slow on purpose, and without a line in common with sql/scores/installation_*.sql.
import type { RulePack } from "../models/rule-pack.js";

export interface HeldChemical {
  readonly cas: string;
  readonly class?: string | null;
  /** Tonnes, at most six decimals. */
  readonly q: number;
}

export interface PlainGrade {
  readonly chemicals: readonly { readonly threshold: number | null; readonly beta: number | null }[];
  /** Null while a chemical is unknown. */
  readonly s: number | null;
  /** Null while a chemical or the people around are unknown. */
  readonly r: number | null;
  readonly isMajor: boolean | null;
  readonly grade: string | null;
  readonly proven: string | null;
  readonly possible: string | null;
  readonly status: "scored" | "no_data" | "no_rule";
  readonly hits: ReadonlySet<string>;
}

interface Row {
  readonly code: string;
  readonly under?: string | undefined;
  readonly points: number;
  readonly address: string;
}

/** A product of decimals as a whole number of 10^-18, so that no sum is rounded. */
const scale = 10n ** 18n;
const exact = (value: number): bigint => BigInt(Math.round(value * 1e6)) * 10n ** 12n;

const tables = new Map<string, readonly Row[]>();

/** The rows of a table with their addresses; read once a pack. */
function addressed(pack: RulePack, id: string): readonly Row[] {
  const key = `${pack.method} ${pack.edition} ${id}`;
  const known = tables.get(key);
  if (known) return known;
  const lookup = pack.indicators!.find((one) => one.id === id)!.lookup!;
  const rows = lookup.map((row, place) => ({ ...row, address: `indicators.${id}.lookup[${place}]` }));
  tables.set(key, rows);
  return rows;
}

export function gradePlainly(
  pack: RulePack,
  people: number | null,
  held: readonly HeldChemical[],
): PlainGrade {
  const hits = new Set<string>();
  const rowsOf = (id: string): readonly Row[] => addressed(pack, id);
  const bare = (id: string, code: string): Row | undefined =>
    rowsOf(id).find((row) => row.code === code && row.under === undefined);
  const use = (row: Row | undefined): number | null => {
    if (row) hits.add(row.address);
    return row?.points ?? null;
  };

  const chemicals = held.map(({ cas, class: written }) => {
    const symbols = (written ?? "").split(/[;；、，,/／\s]+/).filter((symbol) => symbol !== "");
    const says = (row: Row): boolean =>
      symbols.some((symbol) => symbol.toLowerCase() === row.code.toLowerCase());
    const listed = bare("threshold_t", cas);
    // Table 1: the row that a name code chooses under this number (the lowest Q of several), else the number's own.
    const named = rowsOf("threshold_t")
      .filter((row) => row.under === (listed ? cas : "unlisted") && says(row))
      .sort((a, b) => a.points - b.points)[0];
    const first = named ?? listed;
    const betaByNumber = bare("beta", cas);
    const classes = rowsOf("class_threshold_t")
      .filter(says)
      .map((row) => ({ row, beta: rowsOf("class_beta").find((one) => one.code === row.code)! }));
    if (first) {
      const heaviest = [...classes].sort((a, b) => b.beta.points - a.beta.points)[0]?.beta;
      const byName = rowsOf("named_beta").find((row) => row.code === first.code);
      return { threshold: use(first), beta: use(betaByNumber ?? heaviest ?? byName) };
    }
    // Table 2: the class with the lowest Q, if every symbol is one of its classes.
    const isWhole = symbols.every((symbol) =>
      classes.some(({ row }) => row.code.toLowerCase() === symbol.toLowerCase()),
    );
    const strictest = [...classes].sort(
      (a, b) => a.row.points - b.row.points || b.beta.points - a.beta.points,
    )[0];
    if (!isWhole || !strictest) return { threshold: null, beta: betaByNumber ? use(betaByNumber) : null };
    return { threshold: use(strictest.row), beta: use(betaByNumber ?? strictest.beta) };
  });

  let s = 0n;
  let weighted = 0n;
  const isComplete = held.length > 0 && chemicals.every((one) => one.threshold !== null && one.beta !== null);
  for (const [place, { threshold, beta }] of chemicals.entries()) {
    if (threshold === null) continue;
    const share = (exact(held[place]!.q) * scale) / exact(threshold);
    s += share;
    if (beta !== null) weighted += (share * exact(beta)) / scale;
  }
  // A third of a tonne has no end: what lies within 10^-12 of a limit has reached it.
  const reaches = (sum: bigint, limit: number): boolean => sum + 10n ** 6n >= exact(limit);
  const alphaBands = pack.indicators!.find((one) => one.id === "alpha")!.bands!;
  const alphas = alphaBands.map((band) => band.points);
  let alpha: number | null = null;
  if (people !== null)
    for (const [place, band] of alphaBands.entries())
      if (people >= band.from!) {
        alpha = band.points;
        for (const at of alphaBands.keys()) hits.delete(`indicators.alpha.bands[${at}]`);
        hits.add(`indicators.alpha.bands[${place}]`);
      }
  const levels = pack.levels!;
  const gradeAt = (factor: number): { level: string; row: string } => {
    const r = (weighted * exact(factor)) / scale;
    const place = levels.findIndex((level) => level.from === undefined || reaches(r, level.from));
    return { level: levels[place]!.level, row: `levels[${place}]` };
  };
  const identified = reaches(
    s,
    pack.parameters!.find((one) => one.id === "identification_threshold")!.value as number,
  );
  const least = gradeAt(alpha ?? Math.min(...alphas));
  const most = gradeAt(alpha ?? Math.max(...alphas));
  const proven = identified ? least.level : null;
  let possible: string | null = null;
  if (!isComplete) possible = levels[0]!.level;
  else if (identified) possible = most.level;
  const isKnown = proven === possible;
  if (isKnown && identified) hits.add(least.row);
  const number = (sum: bigint): number => Number(sum) / 1e18;
  let status: PlainGrade["status"] = "scored";
  if (!isKnown) status = isComplete || held.length === 0 ? "no_data" : "no_rule";
  return {
    chemicals,
    s: isComplete ? number(s) : null,
    r: isComplete && alpha !== null ? number((weighted * exact(alpha)) / scale) : null,
    isMajor: identified ? true : isComplete ? false : null,
    grade: isKnown ? proven : null,
    proven,
    possible,
    status,
    hits,
  };
}

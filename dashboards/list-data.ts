/** What the level list hands its script; one array a column, in the order of the list (worst first). */
export interface ListData {
  readonly id: readonly string[];
  readonly name: readonly string[];
  readonly region: readonly number[];
  readonly sector: readonly number[];
  /** A digit a row: 0 red … 4 insufficient data. */
  readonly level: string;
  readonly score: readonly (string | null)[];
  readonly inherent: readonly (string | null)[];
  readonly conduct: readonly (string | null)[];
  readonly since: readonly number[];
  readonly reason: readonly number[];
  readonly card: readonly (number | null)[];
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly sinces: readonly string[];
  readonly reasons: readonly string[];
  readonly levels: readonly {
    readonly code: string;
    readonly letter: string;
    readonly name: string;
    readonly css: string;
  }[];
  /** Whether few points are bad by the rules of every row. */
  readonly isLowerWorse: boolean;
  /** Sentences for each order; `mixed` and `unscored` follow those of scores and of points. */
  readonly orders: Readonly<
    Record<"worst" | "best" | "largest" | "smallest" | "latest" | "earliest" | "mixed" | "unscored", string>
  >;
  readonly words: Readonly<Record<"shown" | "printed" | "printedMatch" | "none", string>>;
  readonly pageSize: number;
}

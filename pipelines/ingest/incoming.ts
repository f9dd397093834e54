/** The file whose rows lie in the temporary table `incoming`. */
export interface Incoming {
  readonly source: string;
  readonly entity: string;
  readonly file: string;
  readonly extract: "full" | "incremental";
  readonly runId: string;
  /** The stamp of what is new, UTC. */
  readonly knownAt: string;
  /** The file was taken over before, and is now read in another way: what stood may be what the old mapping made of it. */
  readonly isReread?: boolean;
}

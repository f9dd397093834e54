import type { FaultText } from "../fault.js";
import type { IngestReport } from "../ingest/report.js";
import type { Progress } from "../progress.js";
import type { Manifest } from "../publish/publication.js";
import type { Project } from "./project.js";
import type { RunLog } from "./run-log.js";

export interface RunRequest {
  readonly projectFolder: string;
  /** Business day; null is yesterday in the city's time zone. */
  readonly asOf: string | null;
  /** ISO 8601, the city's time where it names no zone; null is now. */
  readonly knownAt: string | null;
  readonly acceptDiff: boolean;
  readonly publish: boolean;
  readonly command: string;
  readonly clock: () => Date;
  /** Called once the sources are read, before anything can stop the run. */
  readonly onIngested?: (report: IngestReport) => void;
  /** Made once the durations of the last run are known: it estimates the time left from them. */
  readonly progress: (secondsByStep: Record<string, number>) => Progress;
}

export interface RunOutcome {
  readonly runId: string;
  readonly asOf: string;
  readonly knownAt: string;
  /** The publication's folder; null when the run was told not to publish. */
  readonly folder: string | null;
  readonly ingest: IngestReport;
  /** Rows by source, as the manifest has them. */
  readonly sources: Manifest["sources"];
  readonly warnings: readonly FaultText[];
  /** The run whose files were published again, since nothing changed after it; null where they were made anew. */
  readonly sameAs: string | null;
}

/** What the steps of one run share. */
export interface RunContext {
  readonly request: RunRequest;
  readonly project: Project;
  readonly runId: string;
  readonly progress: Progress;
  readonly published: string;
  readonly started: Date;
  readonly log: RunLog;
  readonly lanes: number;
}

import type { Lang } from "../../models/text.js";

/** What every command is given from outside: where, in which language, whose clock, and where words go. */
export interface CommandContext {
  readonly projectFolder: string;
  readonly isJson: boolean;
  readonly lang: Lang;
  readonly clock: () => Date;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

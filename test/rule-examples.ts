import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Given } from "./plain-scorer.js";

/** One worked example: what is given, what must come out, and the arithmetic in words. */
export interface RuleExample {
  readonly name: string;
  /** The arithmetic, so that a reader can check it without the program. */
  readonly why: string;
  readonly clause: string;
  readonly given: Given;
  readonly expect: {
    readonly points?: Readonly<Record<string, number>>;
    readonly parts?: Readonly<Record<string, number>>;
    readonly score?: number;
    readonly level?: string;
    readonly determined_by?: string;
    readonly determinations?: readonly string[];
    readonly applies?: boolean;
  };
  readonly path: string;
}

export const examplesFolder = join(import.meta.dirname, "../fixtures/rules");

interface ExampleFile {
  /** What every example of the file gives unless it says otherwise. */
  readonly usual?: Given;
  readonly examples: readonly RuleExample[];
}

/** All worked examples of an edition: `fixtures/rules/<method>/<edition>/<case>.yaml`, each file a list. */
export function readExamples(method: string, edition: string): readonly RuleExample[] {
  const folder = join(examplesFolder, method, edition);
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const { usual, examples } = parse(readFileSync(join(folder, file), "utf8")) as ExampleFile;
      return examples.map((example) => ({
        ...example,
        given: { ...usual, ...example.given },
        path: `fixtures/rules/${method}/${edition}/${file} › ${example.name}`,
      }));
    });
}

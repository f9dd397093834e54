import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/** Where a build leaves the shipped packs as it parsed them, by the SHA-256 of their text: YAML takes a fifth of a second to read, and every command reads them. */
export const compiledPacksFile = join(packageRoot, "dist", "rules.json");

let packs: Readonly<Record<string, unknown>> | null = null;

/** A pack's text as parsed by the build, before any check of it; undefined where the build knew no such text, or there is none. */
export function compiledPack(sha256: string): unknown {
  packs ??= readPacks(compiledPacksFile);
  return packs[sha256];
}

/** The packs of a build's file; none where it is missing or a build was cut off while writing it: the texts are there to be parsed. */
export function readPacks(path: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}

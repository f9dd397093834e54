import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/** Where a build leaves the shipped packs as it parsed them, by the SHA-256 of their text: YAML takes a fifth of a second to read, and every command reads them. */
export const compiledPacksFile = join(packageRoot, "dist", "rules.json");

let packs: Readonly<Record<string, unknown>> | null = null;

/** A pack's text as parsed by the build, before any check of it; undefined where the build knew no such text, or there is none. */
export function compiledPack(sha256: string): unknown {
  packs ??= existsSync(compiledPacksFile)
    ? (JSON.parse(readFileSync(compiledPacksFile, "utf8")) as Record<string, unknown>)
    : {};
  return packs[sha256];
}

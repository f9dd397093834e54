import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RulePack } from "../models/rule-pack.js";
import { packageRoot, programRoot } from "./package-root.js";

/**
 * Where a build leaves the shipped packs that it read and found free of faults, by the SHA-256 of their text: reading the YAML
 * takes a fifth of a second and judging it another tenth, and every command needs them.
 */
export const compiledPacksFile = join(packageRoot, "dist", "rules.json");

let packs: Readonly<Record<string, RulePack>> | null = null;

/**
 * A pack that the build judged by the catalogue of indicators that this program has; undefined where the build knew no such
 * text. Sources that run unbundled may be younger than any build, and judge for themselves.
 */
export function compiledPack(sha256: string): RulePack | undefined {
  packs ??= programRoot === packageRoot ? {} : readPacks(compiledPacksFile);
  return packs[sha256];
}

/** The packs of a build's file; none where it is missing or a build was cut off while writing it: the texts are there to be read. */
export function readPacks(path: string): Readonly<Record<string, RulePack>> {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}

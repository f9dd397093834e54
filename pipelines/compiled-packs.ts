import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RulePack } from "../models/rule-pack.js";
import { programRoot } from "./package-root.js";

/**
 * Where a build leaves the shipped packs that it read and found free of faults, by the SHA-256 of their text: reading the YAML
 * takes a fifth of a second and judging it another tenth, and every command needs them. It lies beside the program: sources that
 * run unbundled, which may be younger than any build, find none and judge for themselves.
 */
export const compiledPacksFile = join(programRoot, "rules.json");

let packs: Readonly<Record<string, RulePack>> | null = null;

/** A pack that the build judged by the catalogue of indicators that this program has; undefined where it knew no such text. */
export function compiledPack(sha256: string): RulePack | undefined {
  packs ??= readPacks(compiledPacksFile);
  return packs[sha256];
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The content of a build's file: a line with the hash of what follows, and the packs. */
export function packsText(judged: Readonly<Record<string, RulePack>>): string {
  const text = JSON.stringify(judged);
  return `${hashOf(text)}\n${text}`;
}

/**
 * The packs of a build's file. None where it is missing, cut off or written to since: the texts are there to be read, and the
 * manifest names their hashes.
 */
export function readPacks(path: string): Readonly<Record<string, RulePack>> {
  try {
    const [hash = "", text = ""] = readFileSync(path, "utf8").split("\n", 2);
    return hash === hashOf(text) ? (JSON.parse(text) as Record<string, RulePack>) : {};
  } catch {
    return {};
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { indicatorCatalogue } from "../../models/indicators.js";
import { lintPack } from "../../models/rule-lint.js";
import { parseRulePack } from "../../models/rule-pack.js";
import type { Text } from "../../models/text.js";
import { packageRoot } from "../../pipelines/package-root.js";

/** The folder of the packs that are shipped. */
export const shippedFolder = join(packageRoot, "models", "rules");

/** The text of a shipped pack by its path there. */
export const shippedText = (path: string): string => readFileSync(join(shippedFolder, path), "utf8");

/** What is wrong with the text of a pack, in shape or in meaning. */
export function faultsIn(text: string): readonly Text[] {
  const parsed = parseRulePack(parse(text));
  return "faults" in parsed ? parsed.faults : lintPack(parsed.pack, indicatorCatalogue);
}

/** Faults of a shipped pack with one text replaced, which must stand in it. */
export function faultsOf(path: string, from: string, to: string): readonly Text[] {
  const text = shippedText(path);
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return faultsIn(text.replace(from, to));
}

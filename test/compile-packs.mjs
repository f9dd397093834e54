// The last step of a build: leaves the shipped rule packs parsed in dist/ (see pipelines/compiled-packs.ts).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { compiledPacksFile } from "../dist/pipelines/compiled-packs.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packs = {};
for (const entry of readdirSync(join(root, "models", "rules"), {
  recursive: true,
  withFileTypes: true,
}))
  if (entry.isFile() && /\.ya?ml$/.test(entry.name)) {
    // As readPackFile reads it: a checkout on Windows has the same text.
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8").replaceAll("\r\n", "\n");
    packs[createHash("sha256").update(text).digest("hex")] = parse(text);
  }
writeFileSync(compiledPacksFile, `${JSON.stringify(packs)}\n`);

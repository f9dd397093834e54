// The last step of a build: leaves the shipped rule packs parsed in dist/ (see pipelines/compiled-packs.ts).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { compiledPacksFile } from "../dist/pipelines/compiled-packs.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packs = {};
const folder = join(root, "models", "rules");
for (const name of readdirSync(folder, { recursive: true }))
  if (/\.ya?ml$/.test(name)) {
    // As readPackFile reads it: a checkout on Windows has the same text.
    const text = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
    packs[createHash("sha256").update(text).digest("hex")] = parse(text);
  }
writeFileSync(compiledPacksFile, `${JSON.stringify(packs)}\n`);

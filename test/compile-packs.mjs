// The last step of a build: leaves the shipped rule packs read and judged in dist/ (see pipelines/compiled-packs.ts). A pack with
// a fault fails the build.
import { writeFileSync } from "node:fs";
import { compiledPacksFile, packsText } from "../dist/pipelines/compiled-packs.js";
import { readShippedPacks } from "../dist/pipelines/rules.js";

const packs = await readShippedPacks();
writeFileSync(
  compiledPacksFile,
  packsText(Object.fromEntries(packs.map(({ sha256, pack }) => [sha256, pack]))),
);

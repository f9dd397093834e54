import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dictionaryMarkdown } from "../pipelines/dictionary.js";
import { publishedMarkdown } from "../pipelines/dictionary-published.js";

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs");

describe("data dictionary", () => {
  // Made anew by: node dist/pipelines/cli.js dictionary --lang en > docs/data-dictionary.md (and zh)
  it.each([
    ["en", "data-dictionary.md"],
    ["zh", "data-dictionary.zh.md"],
  ] as const)("%s is what the code says", (lang, file) => {
    expect(readFileSync(join(docs, file), "utf8").trimEnd()).toBe(
      `${dictionaryMarkdown(lang)}\n${publishedMarkdown(lang)}`.trimEnd(),
    );
  });
});

import { existsSync } from "node:fs";
import { basename } from "node:path";
import { entities } from "../../models/entities.js";
import { dictionaryMarkdown, jsonSchema } from "../dictionary.js";
import { publishedMarkdown } from "../dictionary-published.js";
import { Fault } from "../fault.js";
import { writeTemplate } from "../template.js";
import type { CommandContext } from "./context.js";

/** `sise template ENTITY.xlsx`: an empty Excel template; the file's name says of which entity. */
export async function template(context: CommandContext, file: string): Promise<number> {
  const name = basename(file).replace(/\.xlsx$/i, "");
  if (!/\.xlsx$/i.test(file) || !entities.some((entity) => entity.name === name))
    throw new Fault(
      {
        zh: `${file}：没有这个名称的实体，应为 ${entities.map((entity) => `${entity.name}.xlsx`).join("、")} 之一`,
        en: `${file}: found no entity of that name, expected one of ${entities.map((entity) => `${entity.name}.xlsx`).join(", ")}`,
      },
      "usage",
    );
  if (existsSync(file))
    throw new Fault(
      {
        zh: `${file}：已有这个文件，模板会覆盖它，应为新文件；请移开它，或另指目录`,
        en: `${file}: found such a file already, which the template would write over, expected a new one; move it away, or name another folder`,
      },
      "usage",
    );
  await writeTemplate(name, file);
  context.out(context.isJson ? JSON.stringify({ file }) : file);
  return 0;
}

/** `sise dictionary`: what comes in and what goes out, as Markdown; the entities as JSON Schema with `--json`. */
export async function dictionary(context: CommandContext): Promise<number> {
  context.out(
    context.isJson
      ? JSON.stringify(Object.fromEntries(entities.map((entity) => [entity.name, jsonSchema(entity)])))
      : `${dictionaryMarkdown(context.lang)}\n${publishedMarkdown(context.lang)}`,
  );
  return 0;
}

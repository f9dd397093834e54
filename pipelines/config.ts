import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Config, decideConfig } from "../models/config.js";
import { Fault } from "./fault.js";
import { readYamlText } from "./yaml-fault.js";

const fileName = "sise.yaml";

/** More cores than these gain a run nothing where sise.yaml names none: default of this project. */
const mostCores = 8;

/** Cores that a run may use: `limits.threads`, else what the machine has. */
export function coresOf(config: Config): number {
  return config.limits.threads ?? Math.min(mostCores, availableParallelism());
}

/**
 * The city's sise.yaml, checked and decided. `${env:NAME}` stays as it is written: only `resolveSecrets` puts the value in,
 * where it is used, so that no secret reaches a log, the ledger or the manifest.
 * Throws a Fault with every fault of the file; a missing or unreadable file is one of usage.
 */
export async function readConfig(projectFolder: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(join(projectFolder, fileName), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Fault(
      code === "ENOENT"
        ? {
            zh: `${fileName}：在 ${projectFolder} 中没有，应有一个；请用 sise init 新建，或用 --project 指定目录`,
            en: `${fileName}: found none in ${projectFolder}, expected one; start with \`sise init\`, or name the folder with --project`,
          }
        : {
            zh: `${fileName}：无法读取（${code}），应为可读取的文件；请检查权限`,
            en: `${fileName}: cannot be read (${code}), expected a readable file; check its permissions`,
          },
      "usage",
    );
  }
  return parseConfig(text);
}

/** The decided configuration of a YAML text; throws a Fault with every fault found, each with its YAML path. */
export function parseConfig(text: string): Config {
  const read = readYamlText(text);
  if ("faults" in read)
    throw new Fault(
      read.faults.map(({ line, column, reason }) => {
        const place = line === null ? fileName : `${fileName}:${line}:${column}`;
        return {
          zh: `${place}：YAML 无法读取：${reason.zh}；请修正`,
          en: `${place}: found YAML that cannot be read, expected otherwise: ${reason.en}; mend it`,
        };
      }),
    );
  const decided = decideConfig(read.value, read.keysOf("sources"));
  if ("faults" in decided)
    throw new Fault(
      decided.faults.map(({ path, message }) => {
        const place = path.length > 0 ? `${fileName} › ${path.join(".")}` : fileName;
        return { zh: `${place}：${message.zh}`, en: `${place}: ${message.en}` };
      }),
    );
  return decided.config;
}

const reference = /\$\{env:([^}]*)\}/g;

/**
 * A text of the configuration with every `${env:NAME}` replaced by the environment's value. Call it as late as can be and
 * never log what comes back. Throws a Fault naming the variables that are not set, and `where` they are asked for.
 */
export function resolveSecrets(
  text: string,
  where: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const missing = [...text.matchAll(reference)]
    .map((match) => match[1] ?? "")
    .filter((name) => !environment[name]);
  if (missing.length > 0)
    throw new Fault(
      missing.map((name) => ({
        zh: `${fileName} › ${where}：读到 \${env:${name}}，环境中应有它；请设置 ${name}`,
        en: `${fileName} › ${where}: found \${env:${name}}, expected it in the environment; set ${name}`,
      })),
      "usage",
    );
  return text.replaceAll(reference, (_, name: string) => environment[name] ?? "");
}

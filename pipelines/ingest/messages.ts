import type { SourceConfig } from "../../models/config.js";
import type { Text } from "../../models/text.js";
import { Fault } from "../fault.js";

const noPermission: Text = { zh: "没有读取权限", en: "no permission to read it" };
const codes: Readonly<Record<string, Text>> = {
  EACCES: noPermission,
  EPERM: noPermission,
  EBUSY: { zh: "被另一程序占用", en: "another program holds it" },
  ENOENT: { zh: "读取时消失", en: "it vanished while being read" },
};

/** Why a file cannot be read, as lines of a message; a fault of the program or the disk is thrown on. */
export function faultMessage(error: unknown, file: string): Text {
  if (error instanceof Fault) return error.text;
  const reason = codes[(error as NodeJS.ErrnoException).code ?? ""];
  if (!reason) throw error;
  return {
    zh: `${file}：无法打开（${reason.zh}），应为可读取的文件；请在别处关闭它，或检查权限`,
    en: `${file}: found it closed to us (${reason.en}), expected a readable file; close it elsewhere or check its permissions`,
  };
}

/** That the path of a source finds no file. */
export function noFileMessage({ name, path }: SourceConfig): Text {
  return {
    zh: `sise.yaml › sources.${name}.path：${path} 找不到文件，应至少有一个；请放入文件，或改正路径`,
    en: `sise.yaml › sources.${name}.path: found no file for ${path}, expected at least one; put the files there, or correct the path`,
  };
}

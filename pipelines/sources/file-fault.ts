import { apart, type Text } from "../../models/text.js";
import { Fault } from "../fault.js";

/** A fault of a whole file, at `place` (the file, perhaps with a row): what was found, what was expected; what to do. */
export function fileFault(place: string, found: Text, expected: Text, advice: Text): Fault {
  return new Fault({
    zh: `${place}：${found.zh}，应为${apart(expected.zh)}；请${advice.zh}`,
    en: `${place}: found ${found.en}, expected ${expected.en}; ${advice.en}`,
  });
}

export const fetchAgain: Text = { zh: "重新取得该文件", en: "fetch the file again" };
export const exportAgain: Text = { zh: "重新导出该文件", en: "export the file again" };
export const fetchOrRemove: Text = { zh: "重新取得，或移除该文件", en: "fetch it again, or remove it" };
export const headingAndRows: Text = { zh: "表头和数据行", en: "a heading and rows" };
export const emptyFile: Text = { zh: "文件为空", en: "an empty file" };

/** Where a file is of another kind than its source says, or a part of one. */
export function fetchOrCorrectKind(source: string): Text {
  return {
    zh: `重新取得，或改正 sources.${source}.kind`,
    en: `fetch it again or correct sources.${source}.kind`,
  };
}

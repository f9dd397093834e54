import { kindWordZh } from "./objects.js";

/** What readers write into raw as `parse_fault`, in English; each is told in Chinese here. */
const inChinese: readonly (readonly [fault: RegExp, zh: (...parts: (string | undefined)[]) => string])[] = [
  [/^unterminated quote$/, () => "引号没有结束"],
  [/^text after a closing quote$/, () => "引号结束之后还有文字"],
  [/^found (\d+) cells, expected (\d+)$/, (found, expected) => `${found} 格，应为 ${expected} 格`],
  [/^bytes that cannot be decoded in (.+)$/s, (heading) => `列“${heading}”中有无法解码的字节`],
  [/^bytes that cannot be decoded$/, () => "无法解码的字节"],
  [/^a line longer than (\d+) MiB$/, (size) => `超过 ${size} MiB 的一行`],
  [/^not JSON$/, () => "不是 JSON 的内容"],
  [/^found (.+), expected an object$/, (kind) => `${kindWordZh(kind)}，应为对象`],
];

/** Why a row could not be read, in Chinese; a text that no reader writes comes back as it is. */
export function rowFaultZh(fault: string): string {
  for (const [sign, zh] of inChinese) {
    const match = sign.exec(fault);
    if (match) return zh(...match.slice(1));
  }
  return fault;
}

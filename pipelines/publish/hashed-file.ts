import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

/** SHA-256 of files as lower-case hex, by path. */
export type KnownHashes = ReadonlyMap<string, string>;

/** UTF-16 has no unit that takes more bytes of UTF-8. */
const mostBytesOfUnit = 3;
/** Texts that may need more memory than this get their own: it is not kept for one list of a hundred thousand rows. */
const mostKept = 4 * 1024 * 1024;

let kept = Buffer.alloc(0);

/** A text as UTF-8, which stands until the next call: hundreds of pages are written one after the other, and fresh memory costs more than encoding. */
function encode(text: string): Buffer {
  const most = text.length * mostBytesOfUnit;
  if (most > mostKept) return Buffer.from(text);
  if (most > kept.length) kept = Buffer.allocUnsafe(most);
  return kept.subarray(0, kept.write(text));
}

/** Writes a text as UTF-8 and returns the SHA-256 of its bytes as lower-case hex, so that nobody has to read the file for it. */
export function writeHashed(path: string, text: string): string {
  const bytes = encode(text);
  writeFileSync(path, bytes);
  return createHash("sha256").update(bytes).digest("hex");
}

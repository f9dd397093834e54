import { isUtf8 } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Text } from "../../models/text.js";
import type { Fault } from "../fault.js";
import {
  type BadByte,
  type Encoding,
  encodingNames,
  fitLines,
  isMostlyUtf8,
  isNearlyAll,
  isNearlyAscii,
  leniently,
  type LineEncoding,
  linesOf,
} from "./encoding.js";
import { emptyFile, fetchAgain, fetchOrRemove, fileFault, headingAndRows } from "./file-fault.js";
import { isReadableInPlace, scratchPath } from "./readable-path.js";
import { signatureOf } from "./signature.js";
import type { SourceFile } from "./source-file.js";

const readBytes = 1 << 20;

/** A text file that DuckDB can read: UTF-8, below the project folder. */
export interface TextFile {
  readonly path: string;
  readonly isGzip: boolean;
  /** What it was written in. */
  readonly encoding: Encoding;
  /** Whether an empty line stands between others: DuckDB passes over them without counting. */
  readonly hasEmptyLine: boolean;
  /** The first bytes that are not of the encoding: `undecodable` stands for them in the text; null where all are. */
  readonly firstBad: BadByte | null;
}

/** The bytes of a file as they are read, unpacked where it is gzip. A broken archive ends the stream with an error. */
function bytesOf(path: string, isGzip: boolean): Readable {
  const bytes = createReadStream(path, { highWaterMark: readBytes });
  if (!isGzip) return bytes;
  const unpacked = createGunzip({ chunkSize: readBytes });
  bytes.on("error", (error) => unpacked.destroy(error));
  return bytes.pipe(unpacked);
}

/** Decoded text of a file, part by part, without its byte order mark. Throws a TypeError at bytes that are not of the encoding. */
export async function* textOf(path: string, isGzip: boolean, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const part of bytesOf(path, isGzip)) yield decoder.decode(part as Buffer, { stream: true });
  yield decoder.decode();
}

/** How many bytes at the end belong to a character that the next part finishes. */
function unfinished(part: Buffer): number {
  for (let back = 1; back <= Math.min(3, part.length); back++) {
    const byte = part[part.length - back] as number;
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

const isBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;
const gaps = ["\n\n", "\n\r\n", "\r\r"].map((gap) => Buffer.from(gap));

/** Tells, part by part, whether an empty line stood before something else; empty lines at the very end do not count. */
function emptyLineWatch(): (part: Buffer) => boolean {
  let tail: Buffer = Buffer.alloc(0);
  let isPending = false;
  let isFound = false;
  return (part) => {
    if (isFound) return true;
    const seam = Buffer.concat([tail, part.subarray(0, 2)]);
    const hasSomething = part.some((byte) => !isBreak(byte));
    if (gaps.some((gap) => seam.includes(gap))) isPending = true;
    if (isPending && hasSomething) isFound = true;
    for (const gap of gaps) {
      const at = isFound ? -1 : part.indexOf(gap);
      if (at < 0) continue;
      if (part.subarray(at).some((byte) => !isBreak(byte))) isFound = true;
      else isPending = true;
    }
    tail = Buffer.from(part.subarray(-2));
    return isFound;
  };
}

interface Look {
  readonly isUtf8: boolean;
  readonly hasNul: boolean;
  readonly hasEmptyLine: boolean;
  readonly isEmpty: boolean;
}

/** Reads the whole file once, for what cannot be known from its beginning. */
async function lookThrough(bytes: Readable): Promise<Look> {
  const watch = emptyLineWatch();
  let isText = true;
  let hasNul = false;
  let hasEmptyLine = false;
  let isEmpty = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of bytes as AsyncIterable<Buffer>) {
    hasEmptyLine = watch(part);
    isEmpty &&= part.every((byte) => byte <= 0x20 || byteOrderMark.includes(byte));
    hasNul ||= part.includes(0);
    if (!isText) continue;
    const whole = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const cut = whole.length - unfinished(whole);
    isText = isUtf8(whole.subarray(0, cut));
    rest = Buffer.from(whole.subarray(cut));
  }
  return { isUtf8: isText && rest.length === 0, hasNul, hasEmptyLine, isEmpty };
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A file's decoded text as UTF-8 in the scratch folder. Throws a TypeError at bytes that are not of the encoding. */
async function copyAsUtf8(file: SourceFile, isGzip: boolean, encoding: Encoding): Promise<string> {
  const path = await scratchPath(file, ".txt");
  await pipeline(textOf(file.path, isGzip, encoding), createWriteStream(path));
  return path;
}

/** The same line by line, with `undecodable` for what is not of the encoding. */
async function copyWithFaults(file: SourceFile, isGzip: boolean, encoding: LineEncoding): Promise<string> {
  const path = await scratchPath(file, ".txt");
  await pipeline(leniently(linesOf(bytesOf(file.path, isGzip)), encoding), createWriteStream(path));
  return path;
}

/** A file with bytes that are not UTF-8, in the encoding that its lines tell; null and where it fails when none can be told. */
async function openOddText(
  file: SourceFile,
  isGzip: boolean,
): Promise<Pick<TextFile, "path" | "encoding" | "firstBad"> | { readonly unknown: BadByte }> {
  const wanted = file.source.encoding;
  const fitOf = (encoding: LineEncoding) => fitLines(linesOf(bytesOf(file.path, isGzip)), encoding);
  const withFaults = async (encoding: LineEncoding, firstBad: BadByte | null) => ({
    path: await copyWithFaults(file, isGzip, encoding),
    encoding,
    firstBad,
  });
  const utf8 = wanted === "gb18030" ? null : await fitOf("utf-8");
  if (utf8 && isMostlyUtf8(utf8)) return withFaults("utf-8", utf8.first);
  if (wanted !== "utf-8") {
    try {
      return { path: await copyAsUtf8(file, isGzip, "gb18030"), encoding: "gb18030", firstBad: null };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const gb18030 = await fitOf("gb18030");
    if (isNearlyAll(gb18030) || (wanted === "gb18030" && isNearlyAscii(gb18030)))
      return withFaults("gb18030", gb18030.first);
    if (wanted === "gb18030") return { unknown: gb18030.first as BadByte };
  }
  if (utf8 && isNearlyAscii(utf8)) return withFaults("utf-8", utf8.first);
  return { unknown: utf8?.first as BadByte };
}

/**
 * Finds out how a text file is written and makes it readable for DuckDB: as it lies, or as a UTF-8 copy in the scratch folder.
 * Encoding: a byte order mark decides; else bytes that are all valid UTF-8, or nearly; else GB18030 (which holds GBK and GB2312).
 * Bytes that are not of it spoil their row alone.
 * `isPlain` asks for a path that is not packed. Throws a Fault for a file that is empty, no text, a broken archive, or in neither encoding.
 */
export async function openTextFile(
  file: SourceFile,
  options: { readonly isPlain?: boolean } = {},
): Promise<TextFile> {
  const start = await firstBytes(file.path);
  const fault = (found: Text, expected: Text, advice: Text): Fault =>
    fileFault(file.file, found, expected, advice);
  const text: Text = { zh: `文本文件（${file.source.kind}）`, en: `text (${file.source.kind})` };
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const kind = signatureOf(start);
  if (kind !== null)
    throw fault({ zh: `是 ${kind.zh}`, en: kind.en }, text, {
      zh: `改正 sources.${file.source.name}.kind，或把文件导出为文本`,
      en: `correct sources.${file.source.name}.kind or export the file as text`,
    });
  const isLittle = start[0] === 0xff && start[1] === 0xfe;
  const isBig = start[0] === 0xfe && start[1] === 0xff;
  let look: Look;
  try {
    look = await lookThrough(bytesOf(file.path, isGzip));
  } catch (error) {
    if (!isGzip || !String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw error;
    throw fault(
      { zh: "gzip 压缩包不完整或已损坏", en: "a gzip archive that breaks off or is damaged" },
      { zh: "完整的压缩包", en: "a whole one" },
      fetchAgain,
    );
  }
  const { hasEmptyLine } = look;
  const isMarkAlone = (isLittle || isBig) && start.length === 2;
  if (look.isEmpty || isMarkAlone) throw fault(emptyFile, headingAndRows, fetchOrRemove);
  if (isLittle || isBig) {
    const encoding = isLittle ? "utf-16le" : "utf-16be";
    try {
      const path = await copyAsUtf8(file, isGzip, encoding);
      return { path, isGzip: false, encoding, hasEmptyLine: true, firstBad: null };
    } catch (error) {
      // Its units are two bytes: half a one, as where a copy broke off, leaves no place from which to read on with certainty.
      if (!(error instanceof TypeError)) throw error;
      const name = encodingNames[encoding];
      throw fault(
        {
          zh: `开头标明为 ${name}，却含有不成对的字节`,
          en: `a byte order mark of ${name} and bytes that are not of it`,
        },
        { zh: `完整的 ${name}`, en: `whole ${name}` },
        { zh: "重新取得该文件，或另存为 UTF-8", en: "fetch the file again or save it as UTF-8" },
      );
    }
  }
  if (look.hasNul)
    throw fault({ zh: "内容不是文本", en: "bytes that are no text" }, text, {
      zh: "重新取得该文件，或导出为文本",
      en: "fetch the file again or export it as text",
    });
  const wanted = file.source.encoding;
  if (look.isUtf8 && wanted !== "gb18030") {
    const isInPlace = isReadableInPlace(file) && !(isGzip && options.isPlain);
    const path = isInPlace ? file.path : await copyAsUtf8(file, isGzip, "utf-8");
    return { path, isGzip: isInPlace && isGzip, encoding: "utf-8", hasEmptyLine, firstBad: null };
  }
  const odd = await openOddText(file, isGzip);
  if (!("unknown" in odd)) return { ...odd, isGzip: false, hasEmptyLine };
  const { line, offset } = odd.unknown;
  const place: Text = {
    zh: `（首见于第 ${line} 行，第 ${offset} 字节）`,
    en: ` (first in row ${line}, byte ${offset})`,
  };
  if (wanted === "auto")
    throw fault(
      {
        zh: `含有既非 UTF-8 也非 GB18030 的字节${place.zh}`,
        en: `bytes that are neither UTF-8 nor GB18030${place.en}`,
      },
      { zh: "两者之一", en: "one of the two" },
      { zh: "把文件另存为 UTF-8", en: "save the file as UTF-8" },
    );
  const name = encodingNames[wanted];
  throw fault(
    { zh: `含有不属于 ${name} 的字节${place.zh}`, en: `bytes that are not ${name}${place.en}` },
    { zh: `${wanted}（见 sise.yaml）`, en: `${wanted}, as sise.yaml says` },
    {
      zh: `把文件另存为 ${name}，或写 encoding: auto`,
      en: `save the file as ${name}, or say encoding: auto`,
    },
  );
}

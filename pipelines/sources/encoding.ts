import { isAscii, isUtf8 } from "node:buffer";

export type Encoding = LineEncoding | "utf-16le" | "utf-16be";

/** What people call them. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  gb18030: "GB18030",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
};

/**
 * Stands in decoded text for bytes that are not of the encoding: a noncharacter, which no text may hold. The row that holds
 * it is a row that could not be read; the rows around it are.
 */
export const undecodable = "\ufdd0";

/** Where bytes are first not of the encoding. */
export interface BadByte {
  /** The line, from 1. */
  readonly line: number;
  /** Its first undecodable byte, counted from the beginning of the (unpacked) file, from 0. */
  readonly offset: number;
}

/** How the lines of a file fit an encoding. */
export interface LineFit {
  readonly lines: number;
  /** Lines that are not plain ASCII, which is the same in every encoding. */
  readonly notAscii: number;
  /** Lines that are not of the encoding, and where they begin. */
  readonly bad: number;
  readonly first: BadByte | null;
}

export type LineEncoding = "utf-8" | "gb18030";

const newline = 0x0a;

/** Lines as bytes, each with its line end; a line of any length comes whole. */
export async function* linesOf(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  for await (const part of parts) {
    let from = 0;
    for (;;) {
      const at = part.indexOf(newline, from);
      if (at < 0) break;
      const end = part.subarray(from, at + 1);
      yield open.length > 0 ? Buffer.concat([...open, end]) : end;
      open = [];
      from = at + 1;
    }
    if (from < part.length) open.push(Buffer.from(part.subarray(from)));
  }
  if (open.length > 0) yield Buffer.concat(open);
}

const strict = {
  "utf-8": new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }),
  gb18030: new TextDecoder("gb18030", { fatal: true }),
};
const lenient = {
  "utf-8": new TextDecoder("utf-8", { ignoreBOM: true }),
  gb18030: new TextDecoder("gb18030"),
};

/** A line's text, or null where its bytes are not of the encoding. */
function strictly(line: Buffer, encoding: LineEncoding): string | null {
  if (encoding === "utf-8" && !isUtf8(line)) return null;
  try {
    return strict[encoding].decode(line);
  } catch {
    return null;
  }
}

/** The offset within a line of its first byte that is not of the encoding: the longest beginning that decodes ends there. */
function firstBad(line: Buffer, encoding: LineEncoding): number {
  let [good, bad] = [0, line.length];
  // Whether a beginning decodes is asked in stream mode, where a character that the end cuts is no fault.
  const decodes = (length: number): boolean => {
    const decoder = new TextDecoder(encoding, { fatal: true });
    try {
      decoder.decode(line.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (decodes(middle)) good = middle;
    else bad = middle - 1;
  }
  // The byte that makes it fail may come within a character that began up to three bytes before it.
  for (let back = 0; back < 4 && back <= good; back++)
    if (strictly(line.subarray(0, good - back), encoding) !== null) return good - back;
  return good;
}

/** Reads all lines and tells how they fit an encoding. */
export async function fitLines(lines: AsyncIterable<Buffer>, encoding: LineEncoding): Promise<LineFit> {
  let [count, notAscii, bad, offset] = [0, 0, 0, 0];
  let first: BadByte | null = null;
  for await (const line of lines) {
    count += 1;
    if (!isAscii(line)) {
      notAscii += 1;
      const isGood = encoding === "utf-8" ? isUtf8(line) : strictly(line, encoding) !== null;
      if (!isGood) {
        bad += 1;
        first ??= { line: count, offset: offset + firstBad(line, encoding) };
      }
    }
    offset += line.length;
  }
  return { lines: count, notAscii, bad, first };
}

/** Text in another encoding is all but never valid UTF-8: where more lines are than are not, the file is UTF-8 with faults. */
export function isMostlyUtf8(fit: LineFit): boolean {
  return fit.notAscii > 2 * fit.bad;
}

/** GB18030 takes nearly any bytes: it is believed only where one line of five at most does not fit. */
export function isNearlyAll(fit: LineFit): boolean {
  return fit.bad * 5 <= fit.notAscii;
}

/** Where one line of ten at most is not plain ASCII, every encoding reads the rest alike; those few are rows that cannot be read. */
export function isNearlyAscii(fit: LineFit): boolean {
  return fit.notAscii * 10 <= fit.lines;
}

/** Text of the lines; bytes that are not of the encoding become `undecodable`. A byte order mark is left out. */
export async function* leniently(
  lines: AsyncIterable<Buffer>,
  encoding: LineEncoding,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const line of lines) {
    const text = strictly(line, encoding) ?? lenient[encoding].decode(line).replaceAll("\ufffd", undecodable);
    yield isFirst ? text.replace(/^\ufeff/, "") : text;
    isFirst = false;
  }
}

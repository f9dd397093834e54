import { undecodable } from "./encoding.js";
import type { ReadRow } from "./source-file.js";

/** A quoted cell longer than this was never closed. */
const longestCell = 1 << 20;
/** A line longer than this is no row: it is counted, reported and passed over, and never held in memory. */
const longestLine = 16 << 20;
/** Of a line that is passed over, so much is kept to be shown. */
const shownOfLine = 200;

interface Found {
  readonly cells: (string | null)[];
  readonly fault: string | null;
  /** Where the next record begins. */
  readonly next: number;
}

/** Where the line that holds `from` ends, and where the next begins; null when its end is not here yet. */
function lineEnd(text: string, from: number, isLast: boolean): { end: number; next: number } | null {
  for (let at = from; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === 10) return { end: at, next: at + 1 };
    if (letter !== 13) continue;
    if (at + 1 === text.length && !isLast) return null;
    return { end: at, next: text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1 };
  }
  return isLast ? { end: text.length, next: text.length } : null;
}

/**
 * One record of RFC 4180 that begins at `from`, or null when the text ends within it. A quote that is not closed, or not
 * followed by a delimiter, makes the line it begins on unreadable and nothing else: the next record begins on the next line.
 */
function readRecord(text: string, from: number, delimiter: string, isLast: boolean): Found | null {
  const cells: (string | null)[] = [];
  const broken = (fault: string): Found | null => {
    const line = lineEnd(text, from, isLast);
    return line && { cells: [], fault, next: line.next };
  };
  let at = from;
  for (;;) {
    if (text[at] === '"') {
      let cell = "";
      let open = at + 1;
      for (;;) {
        const close = text.indexOf('"', open);
        if (close < 0 || close - at > longestCell) {
          if (!isLast && text.length - at <= longestCell) return null;
          return broken("unterminated quote");
        }
        cell += text.slice(open, close);
        if (text[close + 1] !== '"') {
          at = close + 1;
          break;
        }
        cell += '"';
        open = close + 2;
      }
      if (at === text.length && !isLast) return null;
      cells.push(cell === "" ? null : cell);
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
      if (end === text.length && !isLast) return null;
      cells.push(end === at ? null : text.slice(at, end));
      at = end;
    }
    const after = text[at];
    if (after === delimiter) at++;
    else if (after === undefined) return { cells, fault: null, next: at };
    else if (after === "\n") return { cells, fault: null, next: at + 1 };
    else if (after === "\r") {
      if (at + 1 === text.length && !isLast) return null;
      return { cells, fault: null, next: text[at + 1] === "\n" ? at + 2 : at + 1 };
    } else return broken("text after a closing quote");
  }
}

/**
 * Records of delimited text in parts as they are read, numbered as a spreadsheet numbers rows: from 1, an empty line is a row
 * too, a cell of several lines is in one. With `headings` a record with more or fewer cells is unreadable; empty ones too many
 * are forgiven, and so are missing ones that have no heading. Empty records have no cells.
 */
export async function* readDelimited(
  parts: AsyncIterable<string> | Iterable<string>,
  delimiter: string,
  headings: readonly string[] | null = null,
): AsyncGenerator<ReadRow[]> {
  let text = "";
  let rowNumber = 0;
  const least = (headings?.findLastIndex((heading) => heading !== "") ?? -1) + 1;
  const take = (isLast: boolean): ReadRow[] => {
    const rows: ReadRow[] = [];
    let from = 0;
    while (from < text.length) {
      const record = readRecord(text, from, delimiter, isLast);
      if (!record) break;
      rowNumber += 1;
      const line = text.slice(from, record.next);
      from = record.next;
      const { cells } = record;
      let { fault } = record;
      if (fault === null && cells.every((cell) => cell === null || cell.trim() === "")) cells.length = 0;
      else if (fault === null && headings) {
        while (cells.length > headings.length && cells.at(-1) === null) cells.pop();
        if (cells.length < least || cells.length > headings.length)
          fault = `found ${cells.length} cells, expected ${headings.length}`;
      }
      const spoilt = fault === null ? cells.findIndex((cell) => cell?.includes(undecodable)) : -1;
      if (headings && spoilt >= 0)
        fault = `bytes that cannot be decoded in ${headings[spoilt] || `column ${spoilt + 1}`}`;
      const unread = fault === null ? null : line.replace(/[\r\n]+$/, "").replaceAll(undecodable, "\ufffd");
      rows.push({ rowNumber, fault, unread, cells: fault === null ? cells : [] });
    }
    text = text.slice(from);
    return rows;
  };
  let isPassing = false;
  for await (const part of parts) {
    if (isPassing) {
      const end = part.indexOf("\n");
      if (end < 0) continue;
      isPassing = false;
      text = part.slice(end + 1);
    } else text += part;
    yield take(false);
    if (text.length <= longestLine) continue;
    rowNumber += 1;
    const fault = `a line longer than ${longestLine >> 20} MiB`;
    yield [{ rowNumber, fault, unread: `${text.slice(0, shownOfLine)}…`, cells: [] }];
    text = "";
    isPassing = true;
  }
  yield take(true);
}

const delimiters = [",", "\t", ";", "|"];

/**
 * What splits the first line that is split at all into most cells, outside quotes: the headings, unless a title with such a
 * sign stands above them. A comma where nothing does.
 */
export function delimiterOf(lines: readonly string[]): string {
  for (const line of lines) {
    const bare = line.replaceAll(/"(?:[^"]|"")*"/g, "");
    const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
    const most = counted.reduce((best, one) => (one.count > best.count ? one : best));
    if (most.count > 1) return most.delimiter;
  }
  return ",";
}

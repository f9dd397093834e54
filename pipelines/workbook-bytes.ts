import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import writeXlsxFile, { type Sheet } from "write-excel-file/node";

// A zip entry carries the wall clock; the first day a zip can tell stands for every one. The local constructor,
// because zip times have no zone: so the bytes are alike in every zone.
const fixedTime = new Date(1980, 0, 1);

// Excel's built-in number format "@": what is typed stays text.
const textFormat = 49;

/** Gives whole columns of the first sheet the text format, so that a code of eighteen digits keeps its last three. */
function formatAsText(parts: Record<string, Uint8Array>, columns: ReadonlySet<number>): void {
  const [styles, sheet] = ["xl/styles.xml", "xl/worksheets/sheet1.xml"] as const;
  const styleText = strFromU8(parts[styles] ?? new Uint8Array());
  const count = Number(/<cellXfs count="(\d+)"/.exec(styleText)?.[1]);
  if (columns.size === 0 || Number.isNaN(count)) return;
  parts[styles] = strToU8(
    styleText
      .replace(`<cellXfs count="${count}"`, `<cellXfs count="${count + 1}"`)
      .replace("</cellXfs>", `<xf numFmtId="${textFormat}" applyNumberFormat="1"/></cellXfs>`),
  );
  parts[sheet] = strToU8(
    strFromU8(parts[sheet] ?? new Uint8Array()).replaceAll(/<col min="(\d+)"/g, (found, place) =>
      columns.has(Number(place)) ? `${found} style="${count}"` : found,
    ),
  );
}

/** An .xlsx file of the sheets: the same sheets give the same bytes. `textColumns` of the first sheet, counted from 1, hold text. */
export async function workbookBytes(
  sheets: Sheet<Buffer>[],
  textColumns: ReadonlySet<number> = new Set(),
): Promise<Uint8Array> {
  const written = await writeXlsxFile(sheets as Parameters<typeof writeXlsxFile>[0]).toBuffer();
  const parts = unzipSync(new Uint8Array(written));
  formatAsText(parts, textColumns);
  return zipSync(
    Object.fromEntries(
      Object.keys(parts)
        .sort()
        .map((name) => [name, parts[name] as Uint8Array]),
    ),
    { mtime: fixedTime, level: 6 },
  );
}

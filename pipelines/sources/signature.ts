import type { Text } from "../../models/text.js";

const signatures: readonly (readonly [kind: Text, bytes: readonly number[]])[] = [
  [
    { zh: "Excel 工作簿或其他 ZIP 压缩包", en: "an Excel workbook or another ZIP archive" },
    [0x50, 0x4b, 0x03, 0x04],
  ],
  [{ zh: "Excel 97 工作簿（.xls）", en: "an Excel 97 workbook (.xls)" }, [0xd0, 0xcf, 0x11, 0xe0]],
  [{ zh: "Parquet 文件", en: "a Parquet file" }, [0x50, 0x41, 0x52, 0x31]],
  [{ zh: "Arrow 文件", en: "an Arrow file" }, [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  [{ zh: "PDF 文件", en: "a PDF" }, [0x25, 0x50, 0x44, 0x46]],
];

/** What a file is by its first bytes, in words, or null where they tell nothing. */
export function signatureOf(start: Uint8Array): Text | null {
  const found = signatures.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte));
  return found?.[0] ?? null;
}

const signatures: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ["an Excel workbook or another ZIP archive", [0x50, 0x4b, 0x03, 0x04]],
  ["an Excel 97 workbook (.xls)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a Parquet file", [0x50, 0x41, 0x52, 0x31]],
  ["an Arrow file", [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  ["a PDF", [0x25, 0x50, 0x44, 0x46]],
];

/** What a file is by its first bytes, in words, or null where they tell nothing. */
export function signatureOf(start: Uint8Array): string | null {
  const found = signatures.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte));
  return found?.[0] ?? null;
}

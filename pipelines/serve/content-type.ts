/** What a browser is told of a file: its type, whether it is saved rather than shown, and whether it is worth compressing. */
export interface ContentType {
  readonly type: string;
  readonly isDownload: boolean;
  readonly isCompressible: boolean;
}

const shown = (type: string, isCompressible = true): ContentType => ({
  type,
  isDownload: false,
  isCompressible,
});
const saved = (type: string, isCompressible = false): ContentType => ({
  type,
  isDownload: true,
  isCompressible,
});

const types: Readonly<Record<string, ContentType>> = {
  html: shown("text/html; charset=utf-8"),
  css: shown("text/css; charset=utf-8"),
  js: shown("text/javascript; charset=utf-8"),
  json: shown("application/json; charset=utf-8"),
  geojson: shown("application/geo+json; charset=utf-8"),
  svg: shown("image/svg+xml; charset=utf-8"),
  png: shown("image/png", false),
  txt: shown("text/plain; charset=utf-8"),
  csv: saved("text/csv; charset=utf-8", true),
  ics: saved("text/calendar; charset=utf-8", true),
  xlsx: saved("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  parquet: saved("application/vnd.apache.parquet"),
  arrow: saved("application/vnd.apache.arrow.file", true),
};

/** By the end of the name; what is not known is bytes to be saved, never something a browser would run. */
export function contentTypeOf(path: string): ContentType {
  return types[path.slice(path.lastIndexOf(".") + 1)] ?? saved("application/octet-stream");
}

import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve } from "node:path";
import { glob } from "tinyglobby";

/** A file that a glob found. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project folder with `/`; of a file elsewhere it begins with `../`. */
  readonly file: string;
  readonly isInProject: boolean;
}

/**
 * Files of the project that a path or glob means, sorted by name. A path that exists is taken as it stands, whatever signs are
 * in its name. Hidden files and the lock files of office programs (`~$…`) are none.
 */
export async function findFiles(projectFolder: string, pattern: string): Promise<FoundFile[]> {
  const root = resolve(projectFolder);
  const literal = resolve(root, pattern);
  const paths =
    existsSync(literal) && statSync(literal).isFile()
      ? [literal]
      : await glob(pattern.replaceAll("\\", "/"), {
          cwd: root,
          absolute: true,
          expandDirectories: false,
        });
  return paths
    .filter((path) => !basename(path).startsWith("~$"))
    .map((path) => {
      const file = relative(root, path).replaceAll("\\", "/");
      return { path: resolve(path), file, isInProject: !file.startsWith("../") && !isAbsolute(file) };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Bytes of files together, to tell long from short: one that cannot be looked at has none, and whoever reads it says why. */
export function bytesOf(files: readonly { readonly path: string }[]): number {
  const sizeOf = (path: string): number => {
    try {
      return statSync(path).size;
    } catch {
      return 0;
    }
  };
  return files.reduce((sum, { path }) => sum + sizeOf(path), 0);
}

/** What identifies a file's content. */
export interface Digest {
  readonly sha256: string;
  readonly bytes: number;
  /** Changes when somebody writes to the file. */
  readonly written: string;
}

/** When a file was last written, and its size, as one text. */
export async function writtenAt(path: string): Promise<{ readonly bytes: number; readonly written: string }> {
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, written: `${size} ${mtimeMs}` };
}

/** SHA-256 of a file by stream. Throws what the disk throws. */
export async function digestFile(path: string): Promise<Digest> {
  const { bytes, written } = await writtenAt(path);
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(part as Buffer);
  return { sha256: hash.digest("hex"), bytes, written };
}

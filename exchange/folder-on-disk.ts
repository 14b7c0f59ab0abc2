/** A programme folder on disk; the only place of `exchange` that opens files. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderReader } from './programme-folder.ts';
import { FILE_BYTES_MAX } from './text-file.ts';

/** Errors other than "there is no such file" (no permission, a broken disk) are thrown as they come. */
export function folderOnDisk(folder: string): FolderReader {
  return {
    read: (path) => readBounded(join(folder, path)),
    list: (sub) => absentAs([], () => readdirSync(join(folder, sub))),
  };
}

/** Of a file over the limit one byte more than allowed is read: enough to refuse it. Undefined if there is none. */
export function readBounded(path: string): Uint8Array | undefined {
  return absentAs(undefined, () => {
    const handle = openSync(path, 'r');
    try {
      const status = fstatSync(handle);
      if (!status.isFile()) return undefined;
      const bytes = new Uint8Array(Math.min(status.size, FILE_BYTES_MAX + 1));
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = readSync(handle, bytes, length, bytes.length - length, null);
      }
      return bytes.subarray(0, length);
    } finally {
      closeSync(handle);
    }
  });
}

function absentAs<T>(fallback: T, look: () => T): T {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return fallback;
    throw error;
  }
}

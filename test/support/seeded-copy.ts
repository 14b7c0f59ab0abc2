/** A small copy of the repository's layout with its real settings, for seeding a mistake and seeing it caught. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');

export interface SeededCopy {
  write(file: string, text: string): void;
  /** Runs a tool of the repository inside the copy. */
  run(tool: string, ...args: string[]): { readonly status: number | null; readonly output: string };
  remove(): void;
}

/** @param copied files and folders of the repository that the copy begins with */
export function seededCopy(copied: readonly string[]): SeededCopy {
  const folder = mkdtempSync(join(tmpdir(), 'lientich-check-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of copied) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  return {
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    run(tool, ...args) {
      const bin = join(ROOT, 'node_modules', tool);
      const done = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' });
      return { status: done.status, output: done.stdout + done.stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

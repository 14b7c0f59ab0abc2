import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { boundProblems, type FolderProblem } from '#domain/programme-problems.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { folderOnDisk, readBounded } from '#exchange/folder-on-disk.ts';
import { newProgrammeFiles } from '#exchange/new-programme.ts';

export type NewProgrammeOptions = {
  readonly unitsFile: string;
  readonly provinceCode: string;
  /** The folder taken as the model. */
  readonly likeFolder: string;
  /** By default from the province's name and the years of validity. */
  readonly key?: string;
  /** Day of issue (P1); by default the model's, but not before the tree of units has settled. */
  readonly from?: CivilDate;
  /** Made if it does not exist; never written into if it holds anything. */
  readonly out: string;
};

export type NewProgrammeOutcome =
  | {
      readonly ok: true;
      readonly folder: ProgrammeFolder;
      readonly issueOn: CivilDate;
      /** Paths written, relative to `out`. */
      readonly files: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly FolderProblem[]; readonly count: number };

/** Writes another province's programme folder: all of its files, or none where there are problems. */
export function programmeNew(options: NewProgrammeOptions): NewProgrammeOutcome {
  const { unitsFile, provinceCode, likeFolder, key, from, out } = options;
  if (!isEmpty(out)) return refused(out, 'new.folder_not_empty', '', out);
  const bytes = readBounded(unitsFile);
  if (bytes === undefined) return refused(unitsFile, 'file.missing', '', unitsFile);
  const made = newProgrammeFiles({
    like: folderOnDisk(likeFolder),
    units: { file: basename(unitsFile), bytes },
    provinceCode,
    ...(key === undefined ? {} : { key }),
    ...(from === undefined ? {} : { from }),
  });
  if (!made.ok) return made;
  for (const [path, text] of made.files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text, { flag: 'wx' });
  }
  const { folder, issueOn, files } = made;
  return { ok: true, folder, issueOn, files: [...files.keys()] };
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    // Anything else that stands there (a file) is not ours to write over.
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

function refused(
  file: string,
  code: FolderProblem['code'],
  found: string,
  expected: string,
): NewProgrammeOutcome {
  return {
    ok: false,
    ...boundProblems([{ file, row: null, column: null, code, found, expected }]),
  };
}

import type { FolderProblem } from '#domain/programme-problems.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import {
  folderOf,
  readProgrammeFolder,
  type FolderReader,
  type ProgrammeFolderAnswer,
} from '#exchange/programme-folder.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';

const FOLDERS = `${import.meta.dirname}/../fixtures/folders`;
export const SHIPPED = `${import.meta.dirname}/../../programmes/lai-chau-2023-2033`;
export const UNIT_FILES = `${import.meta.dirname}/../../programmes/units`;

const SOUND_FILES = [
  'programme.json',
  'units.csv',
  'successions.csv',
  'calendar.csv',
  'calendar-years.csv',
  'indicators.csv',
  'timetable.csv',
  'templates/rollout-2023.json',
];

/** The files of the sound folder, to be broken in memory. */
export function soundFiles(): Map<string, Uint8Array> {
  const folder = folderOnDisk(`${FOLDERS}/sound`);
  return new Map(
    SOUND_FILES.map((path) => {
      const bytes = folder.read(path);
      if (bytes === undefined) throw new Error(`fixture without ${path}`);
      return [path, bytes];
    }),
  );
}

/** A fixture holds only what is wrong with it and stands over the sound folder. */
export function fixture(name: string): FolderReader {
  const broken = folderOnDisk(`${FOLDERS}/${name}`);
  const sound = folderOf(soundFiles());
  return { read: (path) => broken.read(path) ?? sound.read(path), list: sound.list };
}

/** The sound folder with one text replaced in one file. */
export function soundBut(path: string, change: (text: string) => string): FolderReader {
  const files = soundFiles();
  const text = new TextDecoder().decode(files.get(path));
  files.set(path, new TextEncoder().encode(change(text)));
  return folderOf(files);
}

export function problemsOf(reader: FolderReader): readonly FolderProblem[] {
  const answer = readProgrammeFolder(reader);
  return answer.ok ? [] : answer.problems;
}

export function loaded(answer: ProgrammeFolderAnswer): ProgrammeFolder {
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems.slice(0, 5)));
  return answer.folder;
}

/** The programme that a story is told of. */
import { problemLine } from '#domain/programme-problems.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { smallProgramme } from '#test/support/scenario.ts';

/** The rehearsal plays a programme's first template: of the small one the three tiers with every step. */
const STORY_TEMPLATE = 'rollout-2023';

export const smallStory = (): ProgrammeFolder => withStoryFirst(smallProgramme());

/** Any programme's folder. @throws Error naming what is wrong with it */
export function programmeIn(path: string): ProgrammeFolder {
  const read = readProgrammeFolder(folderOnDisk(path));
  if (!read.ok) {
    const lines = read.problems.map((problem) => problemLine(problem, 'en'));
    throw new Error(`${path} is no programme:\n${lines.join('\n')}`);
  }
  return withStoryFirst(read.folder);
}

function withStoryFirst(folder: ProgrammeFolder): ProgrammeFolder {
  const isStory = (t: { key: string }) => t.key === STORY_TEMPLATE;
  const { templates } = folder;
  return {
    ...folder,
    templates: [...templates.filter(isStory), ...templates.filter((t) => !isStory(t))],
  };
}

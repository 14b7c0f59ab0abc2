/** What a version changes, told to who has to receive it: of the first one, what amendments before it have added. */
import type { VersionView } from '#domain/assignment.ts';
import { formatVi } from '#domain/civil-date.ts';
import { VERSION_CAUSE_LABELS } from '#domain/labels.ts';
import type { Bilingual, CivilDate, Language } from '#domain/vocabulary.ts';
import { stepTitle } from '#api/assignments/label.ts';
import type { Folded } from '#api/assignments/fold.ts';
import type { WorkItem } from './items.ts';

type Moved = { readonly step: string; readonly from: CivilDate | null; readonly to: CivilDate };

/** The dates it sets, each with what it was until then. */
const movedBy = ({ dates, replaced }: VersionView): Moved[] =>
  Object.entries(dates).map(([step, to]) => ({ step, from: replaced[step] ?? null, to }));

export function changeOf(folded: Folded, language: Language): WorkItem['change'] {
  const version = folded.view.versions.at(-1);
  if (version === undefined || (version.cause === 'opening' && version.content === null))
    return null;
  // Of the first version nothing has moved: it is new as it stands.
  const moved = version.cause === 'opening' ? [] : movedBy(version);
  return {
    cause: { code: version.cause, label: VERSION_CAUSE_LABELS[version.cause][language] },
    content: version.content,
    dates: moved.map(({ step, from, to }) => ({
      step,
      label: stepTitle(folded, step)[language],
      from,
      to,
    })),
  };
}

/** The same in one line: why there is a new version, which dates moved, what else it says. */
export function changeTold(folded: Folded, version: VersionView): Bilingual {
  const told = (language: Language): string => {
    const dates = movedBy(version).map(({ step, from, to }) => {
      const was = from === null ? '' : `${formatVi(from)} → `;
      return `${stepTitle(folded, step)[language]} ${was}${formatVi(to)}`;
    });
    const said = version.content === null ? [] : [version.content];
    return [VERSION_CAUSE_LABELS[version.cause][language], ...dates, ...said].join('; ');
  };
  return { vi: told('vi'), en: told('en') };
}

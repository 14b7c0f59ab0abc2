/** templates/*.json: the templates of rollouts, and whether their dates can be planned. */
import { MARKS, type Template } from '#domain/template.ts';
import { closeOnFor, checkTemplate } from '#domain/timetable.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import { STEP_KINDS, TIERS, type Tier } from '#domain/vocabulary.ts';
import * as json from './json.ts';

const KEY = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;
const STEP_KINDS_OF_TEMPLATE = [...STEP_KINDS, 'issue', 'summary', 'closing'] as const;

const step = json.object(
  {
    key: json.pattern(KEY),
    tier: json.oneOf(TIERS),
    kind: json.oneOf(STEP_KINDS_OF_TEMPLATE),
    label: json.bilingual,
    mark: json.oneOf(MARKS),
  },
  {
    offset: json.number,
    within: json.number,
    after: json.object({ kind: json.oneOf(STEP_KINDS), within: json.number }, {}),
    dateMark: json.oneOf(MARKS),
  },
);

const rung = json.object(
  {
    key: json.pattern(KEY),
    days: json.number,
    to: json.either(json.oneOf(['office']), json.object({ superior: json.number }, {})),
    mark: json.oneOf(MARKS),
  },
  { steps: json.list(json.oneOf(STEP_KINDS)) },
);

const whole: json.Decoder<Template> = json.object(
  {
    key: json.pattern(KEY),
    title: json.bilingual,
    rulesVersion: json.positiveInteger,
    receiving: json.oneOf(['byTier', 'atIssue']),
    checked: json.boolean,
    steps: json.list(step),
    ladder: json.list(rung),
    answerWithin: json.number,
    mendWithin: json.number,
    confirmWithin: json.number,
    insteadAfter: json.number,
  },
  { issueOn: json.date, closeOn: json.date },
);

const template: json.Decoder<Template> = (value, at) => {
  const known = at.problems.length;
  const decoded = whole(value, at);
  if (decoded === undefined || at.problems.length > known) return undefined;
  for (const problem of checkTemplate(decoded)) {
    json.tell(json.inside(at, problem.at), problem.code, problem.at, '');
  }
  return decoded;
};

export function readTemplateJson(
  file: string,
  bytes: Uint8Array,
): { readonly value: Template | undefined; readonly problems: readonly FolderProblem[] } {
  return json.readJson(file, bytes, template);
}

/** A template's own first and last day must be working days, as far apart as its offsets say. */
export function templateDateProblems(
  file: string,
  { issueOn, closeOn, ...template }: Template,
  tiers: readonly Tier[],
  calendar: WorkingCalendar,
): readonly FolderProblem[] {
  if (issueOn === undefined) return [];
  const at = { file, row: null, code: 'template.dates' as const };
  const answer = closeOnFor(template, tiers, issueOn, calendar);
  if (!answer.ok) {
    const { problem } = answer;
    const expected =
      problem.code === 'deadline.rest_day'
        ? `${problem.previous} | ${problem.next}`
        : `calendar.csv: ${problem.year}`;
    return [{ ...at, column: 'issueOn', found: issueOn, expected }];
  }
  if (closeOn === undefined || closeOn === answer.closeOn) return [];
  return [{ ...at, column: 'closeOn', found: closeOn, expected: answer.closeOn }];
}

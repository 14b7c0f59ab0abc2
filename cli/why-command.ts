import type { Command } from 'commander';
import { shown } from '#api/characters.ts';
import { assumedDate } from '#api/marks.ts';
import { readMessage } from '#db/reads/messages.ts';
import { readCalendar, readProgrammes } from '#db/reads/programmes.ts';
import { readRolloutBase, readSteps, type StepRow } from '#db/reads/rollouts.ts';
import { isCivilDate } from '#domain/civil-date.ts';
import { explainDate, explainDeadline } from '#domain/explain.ts';
import { STEP_LABELS } from '#domain/labels.ts';
import { sentence, whyTold } from '#domain/mail-text.ts';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { Invalid, print, Refused, withContext, type Context } from './context.ts';
import { isId } from './given.ts';
import { isRehearsal, marked } from './rollout-head.ts';
import { EXPECTED, REFUSALS } from './words.ts';

const LANGUAGES = ['vi', 'en'] as const;

const MESSAGE_ID = /^\d{1,15}$/;

/** `lientich why`: the reason of a date or a message, in both languages, because it is shown to both sides. */
export function addWhyCommand(program: Command): void {
  program
    .command('why <subject>')
    .description(
      'why a date is what it is: an assignment id, or a date YYYY-MM-DD; or why a message was sent, by its number',
    )
    .option('--programme <key>', 'whose calendar; by default the only programme')
    .action(async (subject: string, { programme }: { programme?: string }) => {
      const isDate = isCivilDate(subject);
      const isMessage = MESSAGE_ID.test(subject);
      if (!isDate && !isMessage && !isId(subject))
        throw new Invalid(REFUSALS.invalid('<subject>', shown(subject), EXPECTED.assignmentOrDate));
      const { json = false } = program.opts<{ json?: boolean }>();
      await withContext((context) => {
        if (isDate) return whyDate(context, subject, programme, json);
        return (isMessage ? whyMessage : whyAssignment)(context, subject, json);
      });
    });
}

async function whyDate(
  context: Context,
  date: string,
  programme: string | undefined,
  json: boolean,
): Promise<void> {
  const { sql } = context.open('lt_reader');
  const known = await readProgrammes(sql);
  const ids = known.map(({ id }) => id);
  if (programme === undefined && known.length !== 1)
    throw new Refused(REFUSALS.chooseProgramme(ids));
  const chosen = known.find(({ id }) => programme === undefined || id === programme);
  if (chosen === undefined) throw new Refused(REFUSALS.noProgramme(shown(programme ?? '')));
  const { id, rehearsal } = chosen;
  const calendar = await readCalendar(sql, id);
  const why = inBoth((language) => explainDate(date, calendar, language));
  print(json, { rehearsal, programme: id, date, why }, () =>
    LANGUAGES.map((language) => marked(rehearsal, language, why[language])).join('\n'),
  );
}

async function whyAssignment(context: Context, id: string, json: boolean): Promise<void> {
  const { sql } = context.open('lt_reader');
  const rows = await readSteps(sql, id);
  const [first] = rows;
  const base = first === undefined ? null : await readRolloutBase(sql, first.rollout);
  if (first === undefined || base === null) throw new Refused(REFUSALS.noAssignment(id));
  const labels: Record<string, Bilingual> = Object.fromEntries(
    base.template.steps.map((step) => [step.key, step.label]),
  );
  const rehearsal = await isRehearsal(context, base.programme);
  const steps = rows.map(({ key, kind, deadline }) => ({
    key,
    kind,
    dueOn: deadline.on,
    assumed: {
      vi: assumedDate('vi', base.template, key, deadline.reason),
      en: assumedDate('en', base.template, key, deadline.reason),
    },
    why: inBoth((language) => explainDeadline(deadline, base.calendar, language, labels)),
  }));
  const head = `${first.unitName} · ${base.title}`;
  print(json, { rehearsal, assignment: id, steps }, () =>
    LANGUAGES.map((language) =>
      marked(rehearsal, language, [head, ...steps.flatMap((step) => linesOf(step, language))]),
    ).join('\n'),
  );
}

/** As the office that got it reads it. */
async function whyMessage(context: Context, id: string, json: boolean): Promise<void> {
  const { sql } = context.open('lt_reader');
  const [row] = await readMessage(sql, Number(id));
  const base = row === undefined ? null : await readRolloutBase(sql, row.rollout);
  if (row === undefined || base === null) throw new Refused(REFUSALS.noMessage(id));
  const told = { ...row, rolloutTitle: base.title, template: base.template };
  const rehearsal = await isRehearsal(context, base.programme);
  const [text, why] = [sentence(told), inBoth((language) => whyTold(told, language))];
  print(json, { rehearsal, message: row.id, text, why }, () =>
    LANGUAGES.map((language) =>
      marked(rehearsal, language, [text[language], ...why[language].map((line) => `  ${line}`)]),
    ).join('\n'),
  );
}

type Explained = Pick<StepRow, 'key' | 'kind'> & {
  readonly assumed: Readonly<Record<Language, string | null>>;
  readonly why: Readonly<Record<Language, readonly string[]>>;
};

/** The mark stands beside the date, which the first line of the reason tells. */
const linesOf = ({ key, kind, assumed, why }: Explained, language: Language): string[] => [
  `${key} ${STEP_LABELS[kind][language]}`,
  ...why[language].map(
    (line, i) =>
      `  ${line}${assumed[language] !== null && i === 0 ? ` (${assumed[language]})` : ''}`,
  ),
];

const inBoth = (say: (language: Language) => readonly string[]) => ({
  vi: say('vi'),
  en: say('en'),
});

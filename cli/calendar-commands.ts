import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { calendarDraftObject, readUnitNames, type CalendarDraft } from '#db/reads/calendars.ts';
import { readCalendar } from '#db/reads/programmes.ts';
import { readStanding } from '#db/reads/standing.ts';
import { changeBetween } from '#domain/calendar-publication.ts';
import { canonical } from '#domain/canonical.ts';
import { formatVi } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import { problemLine } from '#domain/programme-problems.ts';
import type { Language } from '#domain/vocabulary.ts';
import { readCalendarFiles } from '#exchange/calendar-files.ts';
import { calendarPublicationInput } from '#facts/calendar.input.ts';
import { demandPublisher, draftCalendar } from '#facts/calendar.ts';
import { previewCalendar, publishCalendar } from '#facts/calendar.ts';
import type { CalendarPreview } from '#facts/calendar.ts';
import { hashToken } from '#facts/record.ts';
import { requestOf, tokenOf, type Acting } from './acting.ts';
import { Invalid, print, Refused, table, withContext, type Context } from './context.ts';
import { demandPath, given, givenId } from './given.ts';
import { marked } from './rollout-head.ts';
import { CALENDAR, EXPECTED, REFUSALS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** A year's announcement: draft it from the two files, see every date that it moves, publish it once. */
export function addCalendarCommands(program: Command): void {
  const calendar = program
    .command('calendar')
    .description('the working calendar: draft, preview, publish');
  const common = () => program.opts<Common>();
  const acting = (name: string, description: string) =>
    calendar
      .command(name)
      .description(description)
      .option('--token <token>', 'bearer token of the account (or LIENTICH_TOKEN)')
      .option('--key <key>', 'idempotency key; by default the command itself is the key');
  const asJson = (value: unknown) => JSON.stringify(value, null, 2);

  acting(
    'draft <folder>',
    'draft what calendar.csv and calendar-years.csv of a folder change',
  ).action(async (folder: string, flags: Acting) => {
    demandPath('<folder>', folder, 'folder');
    await withContext(async (context) => {
      const { sql } = context.open('lt_reader');
      const { programme } = (await askerOf(context, flags)).actor;
      const { calendar: inForce } = await readCalendar(sql, programme);
      const change = changeBetween(inForce, readFiles(folder, inForce.version + 1, common().lang));
      if (change === null) throw new Refused(CALENDAR.same);
      const words = ['calendar draft', `${inForce.version}`, canonical(change)];
      const request = requestOf(context, flags, words);
      const { answer } = await draftCalendar(context.open('lt_intake').sql, request, change);
      print(common().json ?? false, answer, asJson);
    });
  });

  acting('preview <id>', 'every date that publishing it now would move, and their digest').action(
    async (id: string, flags: Acting) => {
      givenId('<id>', id);
      await withContext(async (context) => {
        const { sql } = context.open('lt_reader');
        const { actor, rehearsal, object, at } = await askerOf(context, flags, id);
        if (object === null) throw new Problem('request.not_found');
        demandPublisher({ actor, object });
        const { programme } = actor;
        const preview = await previewCalendar(sql, object, programme, at);
        const names = await readUnitNames(sql, programme);
        const { json = false, lang } = common();
        print(json, { rehearsal, ...preview }, () =>
          marked(rehearsal, lang, [previewText(preview, names, lang)]),
        );
      });
    },
  );

  acting('publish <id>', 'put it in force, as previewed')
    .requiredOption('--digest <hex>', 'of the preview that was looked at')
    .action(async (id: string, flags: Acting & { digest: string }) => {
      givenId('<id>', id);
      given(calendarPublicationInput, { digest: flags.digest }, { digest: '--digest' });
      await withContext(async (context) => {
        const request = requestOf(context, flags, ['calendar publish', id, flags.digest]);
        const { sql } = context.open('lt_intake');
        const { answer } = await publishCalendar(sql, request, id, flags.digest);
        print(common().json ?? false, answer, asJson);
      });
    });
}

async function askerOf(context: Context, flags: Acting, draft?: string) {
  const { sql } = context.open('lt_reader');
  const object = draft === undefined ? null : calendarDraftObject(sql, draft);
  const found = await readStanding<CalendarDraft>(
    sql,
    hashToken(tokenOf(context, flags)),
    null,
    object,
  );
  if (found === null) throw new Problem('account.unknown');
  return found;
}

function readFiles(folder: string, version: number, lang: Language) {
  const bytes = (name: string) => {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Invalid(REFUSALS.invalid('<folder>', path, EXPECTED.file));
    return readFileSync(path);
  };
  const files = { days: bytes('calendar.csv'), years: bytes('calendar-years.csv') };
  const { value, problems } = readCalendarFiles(files, version);
  if (value !== undefined) return value;
  for (const problem of problems) console.error(problemLine(problem, lang));
  throw new Refused();
}

function previewText(
  { moved, digest }: CalendarPreview,
  names: ReadonlyMap<string, string>,
  lang: Language,
): string {
  const rows = moved.map(({ rollout, unit, step, what, from, to }) => [
    rollout,
    unit === null ? CALENDAR.plan[lang] : (names.get(unit) ?? unit),
    what === 'step' ? step : [step, CALENDAR[what][lang]].join(' ').trim(),
    formatVi(from),
    formatVi(to),
  ]);
  const lines = rows.length === 0 ? [] : [table([CALENDAR.head[lang].split('|'), ...rows]), ''];
  return [...lines, CALENDAR.moves(moved.length)[lang], `digest ${digest}`].join('\n');
}

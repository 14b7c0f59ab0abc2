import type { Command } from 'commander';
import { readProgrammes } from '#db/reads/programmes.ts';
import { formatVi, localDate } from '#domain/civil-date.ts';
import { STEP_LABELS } from '#domain/labels.ts';
import { NOTICE_LABELS } from '#domain/mail-labels.ts';
import type { Bilingual, Instant, Language } from '#domain/vocabulary.ts';
import type { ForeseenCoordinator, Foresight } from '#verify/foresee.ts';
import { print, Refused, withContext } from './context.ts';
import { marked } from './rollout-head.ts';
import { REFUSALS, WORDS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** What a build would do next, asked before it is deployed. */
export function addForeseeCommand(program: Command): void {
  program
    .command('foresee')
    .description('what this build would do next, and whom it would move; exit code 1 if anybody')
    .option('--programme <key>', 'of this programme alone')
    .action((options: { programme?: string }) =>
      foreseeAll(options.programme ?? null, program.opts<Common>()),
    );
}

async function foreseeAll(programme: string | null, { json = false, lang }: Common): Promise<void> {
  const { foresee } = await import('#verify/foresee.ts');
  await withContext(async (context) => {
    const { sql } = context.open('lt_reader');
    if (programme !== null && !(await readProgrammes(sql)).some(({ id }) => id === programme))
      throw new Refused(REFUSALS.noProgramme(programme));
    const foreseen = await foresee(sql, programme);
    print(json, foreseen, () => marked(foreseen.rehearsal, lang, linesOf(foreseen, lang)));
    if (foreseen.moved > 0 || foreseen.unjudged.length > 0) throw new Refused();
  });
}

function linesOf({ coordinators, moved, unjudged }: Foresight, lang: Language): string[] {
  const words = WORDS.foresee;
  return [
    ...coordinators.flatMap((coordinator) => [
      `${coordinator.subject}: ${[...actsOf(coordinator), nextOf(coordinator)].map((said) => said[lang]).join('; ')}`,
      ...coordinator.moves.map((move) => `    ✗ ${move}`),
    ]),
    ...unjudged.map(({ subject, error }) => `✗ ${subject}: ${words.unjudged[lang]}: ${error}`),
    words.sum(moved, coordinators.length, unjudged.length)[lang],
  ];
}

function actsOf({ pending, acts }: ForeseenCoordinator): Bilingual[] {
  const words = WORDS.foresee;
  const { opens, gates, notices, reminders, reportsUp, completes, relapses } = acts;
  const said = [
    ...(opens.length > 0 ? [words.opens(opens.length)] : []),
    ...(gates.length > 0 ? [words.gates(gates.join(', '))] : []),
    ...notices.map(({ act, n }) => words.tells(NOTICE_LABELS[act], n)),
    ...reminders.map(({ rung, n }) => words.reminds(rung, n)),
    ...reportsUp.map(({ agency, rung, n }) => words.reportsUp(agency, rung, n)),
    ...(completes ? [words.completes] : []),
    ...(relapses ? [words.relapses] : []),
  ];
  return [
    ...(pending > 0 ? [WORDS.beingProcessed(pending)] : []),
    ...(said.length > 0 ? said : [words.nothing]),
  ];
}

function nextOf({ nextAt, causes }: ForeseenCoordinator): Bilingual {
  const words = WORDS.foresee;
  if (nextAt === null) return words.waits;
  const why = (lang: Language) =>
    causes
      .map(({ kind, step, n }) => words.cause[kind](STEP_LABELS[step][lang], n)[lang])
      .join(', ') || words.holders[lang];
  return words.wakes(clockOf(nextAt), { vi: why('vi'), en: why('en') });
}

/** "07:00 02/08/2023", at +07:00 (DESIGN 6). */
const clockOf = (at: Instant) =>
  `${new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(11, 16)} ${formatVi(localDate(at))}`;

import type { Command } from 'commander';
import { readCalendar, readProgrammes } from '#db/reads/programmes.ts';
import { readRolloutBase, readSteps } from '#db/reads/rollouts.ts';
import { isCivilDate } from '#domain/civil-date.ts';
import { explainDate, explainDeadline } from '#domain/explain.ts';
import { STEP_LABELS } from '#domain/labels.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { Refused, withContext, type Context } from './context.ts';

/** `lientich why`: the reason of a date, in both languages, because it is shown to both sides. */
export function addWhyCommand(program: Command): void {
  program
    .command('why <subject>')
    .description('why a date is what it is: an assignment id, or a date YYYY-MM-DD')
    .option('--programme <key>', 'whose calendar; by default the only programme')
    .action((subject: string, { programme }: { programme?: string }) =>
      withContext((context) =>
        isCivilDate(subject)
          ? whyDate(context, subject, programme)
          : whyAssignment(context, subject),
      ),
    );
}

async function whyDate(
  context: Context,
  date: string,
  programme: string | undefined,
): Promise<void> {
  const { sql } = context.open('lt_reader');
  const known = await readProgrammes(sql);
  const chosen = programme ?? known[0]?.id;
  if (chosen === undefined || (programme === undefined && known.length > 1)) {
    console.error(
      `Chọn chương trình bằng --programme: ${known.map((p) => p.id).join(', ') || '(chưa nạp)'}`,
    );
    throw new Refused();
  }
  const calendar = await readCalendar(sql, chosen);
  for (const language of ['vi', 'en'] as const)
    console.log(explainDate(date, calendar, language).join('\n'));
}

async function whyAssignment(context: Context, id: string): Promise<void> {
  const { sql } = context.open('lt_reader');
  const steps = /^[0-9a-f-]{36}$/.test(id) ? await readSteps(sql, id) : [];
  const [first] = steps;
  const base = first === undefined ? null : await readRolloutBase(sql, first.rollout);
  if (first === undefined || base === null) {
    console.error(`Không có nhiệm vụ ${id}. Dùng mã nhiệm vụ hoặc một ngày YYYY-MM-DD.`);
    throw new Refused();
  }
  const labels: Record<string, Bilingual> = Object.fromEntries(
    base.template.steps.map((step) => [step.key, step.label]),
  );
  for (const language of ['vi', 'en'] as const) {
    console.log(`${first.unitName} · ${base.title}`);
    for (const step of steps) {
      console.log(`${step.key} ${STEP_LABELS[step.kind][language]}`);
      const why = explainDeadline(step.deadline, base.calendar, language, labels);
      console.log(why.map((line) => `  ${line}`).join('\n'));
    }
  }
}

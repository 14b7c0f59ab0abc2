/** Joint acts from the machine: proposed, seen beforehand, discarded, copied. */
import { Option, type Command } from 'commander';
import { readJointActsOf } from '#db/reads/joint-acts.ts';
import { formatVi } from '#domain/civil-date.ts';
import { JOINT_ACT_LABELS, PAIR_LABELS } from '#domain/labels.ts';
import { OUTCOME_LABELS, type Outcome } from '#domain/preview.ts';
import { JOINT_ACT_KINDS, type JointActKind, type Language } from '#domain/vocabulary.ts';
import { copyJointAct, discardJointAct, openJointAct } from '#facts/joint-act.ts';
import { previewJointAct, type JointActPreview, type PreviewRow } from '#facts/preview.ts';
import { hashToken } from '#facts/record.ts';
import { copyInput, jointActInput } from '#facts/rollout.input.ts';
import { copyRollout, discardRollout } from '#facts/rollout.ts';
import { requestOf, tokenOf, withActing, type Acting } from './acting.ts';
import { Invalid, print, table, type Context } from './context.ts';
import { given, givenId } from './given.ts';
import { marked } from './rollout-head.ts';
import { EXPECTED, PREVIEW, REFUSALS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };
type Terms = {
  readonly date: readonly string[];
  readonly content?: string;
  readonly reason?: string;
  readonly unmet?: string;
};

type Adding = {
  readonly rollout: Command;
  readonly acting: (command: Command) => Command;
  readonly common: () => Common;
};

export function addJointActCommands(
  rollout: Command,
  acting: (command: Command) => Command,
  common: () => Common,
): void {
  const adding: Adding = { rollout, acting, common };
  addPropose(adding);
  addPreview(adding);
  addDiscard(adding);
  addCopy(adding);
}

const asJson = (value: unknown) => JSON.stringify(value, null, 2);
const kind = () => new Option('--act <kind>', 'which joint act').choices(JOINT_ACT_KINDS);

function addPropose({ rollout, acting, common }: Adding): void {
  acting(rollout.command('propose <rollout>'))
    .description('draft a joint act, to be signed by every agency; one of a kind at a time')
    .addOption(kind().makeOptionMandatory())
    .option('--date <step=date>', 'a new date (amend); may be given again', gather, [])
    .option('--content <text>', 'what changes besides dates (amend)')
    .option('--reason <text>', 'why (amend, recall, suspend)')
    .option('--unmet <text>', 'why it ends though not every pair is done (close)')
    .action(async (id: string, flags: Acting & Terms & { act: JointActKind }) => {
      givenId('<rollout>', id);
      const terms = termsOf(flags.act, flags);
      await withActing(flags, async (context) => {
        const { next } = await actsOf(context, id, flags.act);
        // Typed again while it is open it is the same draft; after that, another one.
        const words = ['propose', id, `${next}`, JSON.stringify(terms)];
        const { sql } = context.open('lt_intake');
        const { answer } = await openJointAct(sql, requestOf(context, flags, words), id, terms);
        print(common().json ?? false, answer, asJson);
      });
    });
}

function addPreview({ rollout, acting, common }: Adding): void {
  acting(rollout.command('preview <rollout>'))
    .description('what would change for whom if a proposed act came into force now')
    .addOption(kind().makeOptionMandatory())
    .action(async (id: string, flags: Acting & { act: JointActKind }) => {
      givenId('<rollout>', id);
      await withActing(flags, async (context) => {
        const act = await openAct(context, id, flags.act);
        const seen = await previewAll(context, hashToken(tokenOf(context, flags)), act);
        const { json = false, lang } = common();
        print(json, toldOf(seen), () => previewText(seen, lang));
      });
    });
}

function addDiscard({ rollout, acting, common }: Adding): void {
  acting(rollout.command('discard <rollout>'))
    .description('give up a draft: of a joint act with --act, else of the whole rollout')
    .addOption(kind())
    .action(async (id: string, flags: Acting & { act?: JointActKind }) => {
      givenId('<rollout>', id);
      await withActing(flags, async (context) => {
        const { sql } = context.open('lt_intake');
        const act = flags.act === undefined ? null : await openAct(context, id, flags.act);
        const request = requestOf(context, flags, ['discard', id, act ?? '']);
        const { answer } = await (act === null
          ? discardRollout(sql, request, id)
          : discardJointAct(sql, request, act));
        print(common().json ?? false, answer, asJson);
      });
    });
}

function addCopy({ rollout, acting, common }: Adding): void {
  acting(rollout.command('copy <rollout>'))
    .description('draft anew: the newest joint act with --act, else the rollout for another end')
    .addOption(kind())
    .option('--title <text>', 'title of the new rollout')
    .option('--close-on <date>', 'date of its last step, YYYY-MM-DD')
    .action(
      async (
        id: string,
        flags: Acting & { act?: JointActKind; title?: string; closeOn?: string },
      ) => {
        givenId('<rollout>', id);
        const { title = '', closeOn = '' } = flags;
        const copy =
          flags.act === undefined ? given(copyInput, { title, closeOn }, COPY_OPTIONS) : null;
        await withActing(flags, async (context) => {
          const { sql } = context.open('lt_intake');
          if (copy !== null) {
            const request = requestOf(context, flags, ['copy', id, title, closeOn]);
            const { answer } = await copyRollout(sql, request, id, copy);
            return print(common().json ?? false, answer, asJson);
          }
          const { newest, next } = await actsOf(context, id, flags.act!);
          if (newest === null) throw new Invalid(REFUSALS.noDraft);
          const request = requestOf(context, flags, ['copy', id, newest, `${next}`]);
          const { answer } = await copyJointAct(sql, request, newest);
          print(common().json ?? false, answer, asJson);
        });
      },
    );
}

const gather = (value: string, before: readonly string[]) => [...before, value];

const COPY_OPTIONS = { title: '--title', closeOn: '--close-on' };

/** Which options each kind takes. */
const TAKES: Readonly<Record<JointActKind, readonly (keyof Terms)[]>> = {
  issue: [],
  amend: ['date', 'content', 'reason'],
  recall: ['reason'],
  suspend: ['reason'],
  resume: [],
  close: ['unmet'],
};

function termsOf(kind: JointActKind, flags: Terms) {
  const typed = { ...flags, date: flags.date.length === 0 ? undefined : flags.date.join(' ') };
  for (const name of ['date', 'content', 'reason', 'unmet'] as const) {
    const value = typed[name];
    if (value !== undefined && !TAKES[kind].includes(name))
      throw new Invalid(REFUSALS.invalid(`--${name}`, value, EXPECTED.nothing));
  }
  const dates = Object.fromEntries(flags.date.map(stepDate));
  const { content = null, reason = '', unmet = null } = flags;
  const names = Object.fromEntries(Object.keys(dates).map((key) => [`dates.${key}`, '--date']));
  const options = { ...names, content: '--content', reason: '--reason', unmet: '--unmet' };
  switch (kind) {
    case 'amend':
      if (flags.date.length === 0 && content === null)
        throw new Invalid(REFUSALS.invalid('--date', '', EXPECTED.someChange));
      return given(jointActInput, { kind, reason, dates, content }, options);
    case 'recall':
    case 'suspend':
      return given(jointActInput, { kind, reason }, options);
    case 'close':
      return given(jointActInput, { kind, unmet }, options);
    case 'issue':
    case 'resume':
      return given(jointActInput, { kind }, options);
  }
}

function stepDate(typed: string): readonly [string, string] {
  const [step = '', on, ...rest] = typed.split('=');
  if (step === '' || on === undefined || rest.length > 0)
    throw new Invalid(REFUSALS.invalid('--date', typed, EXPECTED.stepDate));
  return [step, on];
}

type Acts = {
  readonly open: string | null;
  readonly newest: string | null;
  /** The number of the open one, or of the next. */
  readonly next: number;
};

async function actsOf(context: Context, rollout: string, kind: JointActKind): Promise<Acts> {
  const acts = await readJointActsOf(context.open('lt_reader').sql, rollout, kind);
  const open = acts.find((act) => act.settled === null);
  return {
    open: open?.id ?? null,
    newest: acts.at(-1)?.id ?? null,
    next: open?.n ?? acts.length + 1,
  };
}

/** @throws Invalid when nobody has proposed one */
export async function openAct(
  context: Context,
  rollout: string,
  kind: JointActKind,
): Promise<string> {
  const { open } = await actsOf(context, rollout, kind);
  if (open === null) throw new Invalid(REFUSALS.noDraft);
  return open;
}

type WholePreview = Omit<JointActPreview, 'rows'> & { readonly rows: readonly PreviewRow[] };

/** Rows of one statement. */
const PAGE = 200;

async function previewAll(context: Context, token: string, act: string): Promise<WholePreview> {
  const { sql } = context.open('lt_reader');
  const rows: PreviewRow[] = [];
  for (;;) {
    const last = rows.at(-1)?.unit;
    const after = last === undefined ? null : ([last.tier, last.code, last.key] as const);
    const page = await previewJointAct(sql, token, act, { after, limit: PAGE });
    rows.push(...page.rows.slice(0, PAGE));
    if (page.rows.length <= PAGE) return { ...page, rows };
  }
}

const toldOf = ({ who, sight, act, totals, top, rows }: WholePreview) => ({
  rehearsal: sight.rehearsal,
  act: { id: act.jointAct, n: act.n, terms: act.terms },
  asOf: who.today,
  totals,
  top,
  items: rows.map(({ unit, assignment, preview }) => ({
    unit,
    assignment: assignment?.id ?? null,
    ...preview,
  })),
});

function previewText({ who, sight, act, totals, top, rows }: WholePreview, lang: Language): string {
  const counted = Object.entries(totals) as [Outcome, number][];
  const name = JOINT_ACT_LABELS[act.terms.kind][lang];
  return marked(sight.rehearsal, lang, [
    PREVIEW.title(name, formatVi(who.today))[lang],
    counted.map(([outcome, n]) => `${OUTCOME_LABELS[outcome][lang]}: ${n}`).join(' · '),
    ...(top.length === 0 ? [] : [`${PREVIEW.top[lang]}: ${moves(top, lang).join('; ')}`]),
    table([PREVIEW.head[lang].split('|'), ...rows.map((row) => rowOf(row, lang))]),
  ]);
}

function rowOf({ unit, preview }: PreviewRow, lang: Language): string[] {
  const { version, state, outcome } = preview;
  const anew =
    version === null ? [] : [PREVIEW.acknowledgeBy(formatVi(version.acknowledgeBy))[lang]];
  const states = [PAIR_LABELS[state][lang], OUTCOME_LABELS[outcome][lang]];
  return [unit.name, ...states, [...anew, ...moves(preview.steps, lang)].join('; ')];
}

function moves(steps: JointActPreview['top'], lang: Language): string[] {
  const day = (on: string | null) => (on === null ? PREVIEW.none[lang] : formatVi(on));
  return steps
    .filter(({ from, to }) => from !== to)
    .map(({ key, from, to }) => `${key} ${day(from)} → ${day(to)}`);
}

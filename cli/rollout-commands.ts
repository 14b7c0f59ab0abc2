import { Option, type Command } from 'commander';
import { JOINT_ACT_KINDS, type JointActKind, type Language } from '#domain/vocabulary.ts';
import { readJointActsOf } from '#db/reads/joint-acts.ts';
import type { Answer, Request } from '#facts/record.ts';
import { draftInput, signatureInput } from '#facts/rollout.input.ts';
import { openJointAct, promulgate, signJointAct } from '#facts/joint-act.ts';
import { draftRollout } from '#facts/rollout.ts';
import { requestOf, withActing, type Acting } from './acting.ts';
import { print, type Context } from './context.ts';
import { given, givenId } from './given.ts';
import { addJointActCommands, openAct } from './joint-act-commands.ts';
import { addRolloutViews } from './rollout-views.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** The acts of a whole rollout, done as the account whose token is given. */
export function addRolloutCommands(program: Command): void {
  const rollout = program
    .command('rollout')
    .description('rollouts: draft, propose joint acts, preview, sign, put in force');
  addRolloutViews(program, rollout);
  const json = () => program.opts<Common>().json ?? false;
  const acting = (command: Command) =>
    command
      .option('--token <token>', 'bearer token of the account (or LIENTICH_TOKEN)')
      .option('--key <key>', 'idempotency key; by default the command itself is the key');

  acting(rollout.command('draft'))
    .description('draft a rollout; every date is planned backward from the closing')
    .requiredOption('--template <key>', 'template')
    .requiredOption('--title <text>', 'title')
    .requiredOption('--close-on <date>', 'date of the last step, YYYY-MM-DD')
    .action(async (flags: Acting & { template: string; title: string; closeOn: string }) => {
      const { template, title, closeOn } = flags;
      const draft = given(draftInput, { template, title, closeOn }, DRAFT_OPTIONS);
      await act(json(), flags, async (context) => {
        const request = requestOf(context, flags, ['draft', template, title, closeOn]);
        return draftRollout(context.open('lt_intake').sql, request, draft);
      });
    });

  acting(rollout.command('sign <rollout>'))
    .description("record one's own agency's signature on a joint act")
    .addOption(
      new Option('--act <kind>', 'which joint act').choices(JOINT_ACT_KINDS).default('issue'),
    )
    .requiredOption('--number <text>', 'number of the document')
    .requiredOption('--on <date>', 'date of the document, YYYY-MM-DD')
    .requiredOption('--post <text>', 'post that signed')
    .action(async (id: string, flags: SignFlags) => {
      const { number, on, post } = flags;
      givenId('<rollout>', id);
      const filled = { document: { number, on }, signatoryPost: post };
      const signature = given(signatureInput, filled, SIGNATURE_OPTIONS);
      await act(json(), flags, (context) =>
        onAct(context, flags, id, flags.act, ['sign', number, on, post], (request, jointAct) =>
          signJointAct(context.open('lt_intake').sql, request, jointAct, signature),
        ),
      );
    });

  for (const kind of JOINT_ACT_KINDS)
    acting(rollout.command(`${kind} <rollout>`))
      .description(`put the ${kind} in force, once every agency has signed`)
      .action(async (id: string, flags: Acting) => {
        givenId('<rollout>', id);
        await act(json(), flags, (context) =>
          onAct(context, flags, id, kind, [kind], (request, jointAct) =>
            promulgate(context.open('lt_intake').sql, request, jointAct),
          ),
        );
      });

  addJointActCommands(rollout, acting, () => program.opts<Common>());
}

/** Where each field of the inputs is typed. */
const DRAFT_OPTIONS = { template: '--template', title: '--title', closeOn: '--close-on' };
const SIGNATURE_OPTIONS = {
  'document.number': '--number',
  'document.on': '--on',
  signatoryPost: '--post',
};

type SignFlags = Acting & { act: JointActKind; number: string; on: string; post: string };

/** Typed again it is the same act on the same document; on the next one of that kind, another. */
async function onAct(
  context: Context,
  flags: Acting,
  rollout: string,
  kind: JointActKind,
  words: readonly string[],
  run: (request: Request, jointAct: string) => Promise<Answer>,
): Promise<Answer> {
  const jointAct = await jointActOf(context, flags, rollout, kind);
  return run(requestOf(context, flags, [...words, rollout, jointAct]), jointAct);
}

/**
 * The rollout's open act of that kind. An issue or a close says nothing of its own, so it is opened where nobody has
 * yet; with none open, the last one is meant: what was typed before is answered as it was.
 */
async function jointActOf(
  context: Context,
  flags: Acting,
  rollout: string,
  kind: JointActKind,
): Promise<string> {
  const acts = await readJointActsOf(context.open('lt_reader').sql, rollout, kind);
  const known = acts.findLast((one) => one.settled !== 'discard');
  if (known !== undefined) return known.id;
  if (kind !== 'issue' && kind !== 'close') return openAct(context, rollout, kind);
  const own = flags.key === undefined ? {} : { key: `${flags.key}/open` };
  const opened = await openJointAct(
    context.open('lt_intake').sql,
    requestOf(context, { ...flags, ...own }, ['open', rollout, kind]),
    rollout,
    kind === 'issue' ? { kind } : { kind, unmet: null },
  );
  return String(opened.answer['id']);
}

async function act(
  json: boolean,
  flags: Acting,
  run: (context: Context) => Promise<Answer>,
): Promise<void> {
  await withActing(flags, async (context) => {
    const { answer } = await run(context);
    print(json, answer, (given) => JSON.stringify(given, null, 2));
  });
}

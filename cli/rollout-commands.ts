import { Option, type Command } from 'commander';
import { readJointAct } from '#db/reads/rollouts.ts';
import { JOINT_ACT_KINDS, type JointActKind } from '#domain/vocabulary.ts';
import { fingerprintOf, hashToken, type Answer, type Request } from '#facts/record.ts';
import { draftInput, signatureInput } from '#facts/rollout.input.ts';
import { openJointAct, promulgate, signJointAct } from '#facts/joint-act.ts';
import { draftRollout } from '#facts/rollout.ts';
import { Invalid, print, withContext, type Context } from './context.ts';
import { given, givenId, givenKey } from './given.ts';
import { addRolloutViews } from './rollout-views.ts';
import { REFUSALS } from './words.ts';

type Common = { readonly json?: boolean };
type Acting = { readonly token?: string; readonly key?: string };

/** The acts of a whole rollout, done as the account whose token is given. */
export function addRolloutCommands(program: Command): void {
  const rollout = program.command('rollout').description('rollouts: draft, sign, issue, close');
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
      await act(flags, ['draft', template, title, closeOn], json(), (context, request) =>
        draftRollout(context.open('lt_intake').sql, request, draft),
      );
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
      await act(
        flags,
        ['sign', id, flags.act, number, on, post],
        json(),
        async (context, request) => {
          const { sql } = context.open('lt_intake');
          const jointAct = await jointActOf(context, request, id, flags.act);
          return signJointAct(sql, request, jointAct, signature);
        },
      );
    });

  for (const kind of JOINT_ACT_KINDS)
    acting(rollout.command(`${kind} <rollout>`))
      .description(`put the ${kind} in force, once every agency has signed`)
      .action(async (id: string, flags: Acting) => {
        givenId('<rollout>', id);
        await act(flags, [kind, id], json(), async (context, request) => {
          const { sql } = context.open('lt_intake');
          return promulgate(sql, request, await jointActOf(context, request, id, kind));
        });
      });
}

/** Where each field of the inputs is typed. */
const DRAFT_OPTIONS = { template: '--template', title: '--title', closeOn: '--close-on' };
const SIGNATURE_OPTIONS = {
  'document.number': '--number',
  'document.on': '--on',
  signatoryPost: '--post',
};

type SignFlags = Acting & { act: JointActKind; number: string; on: string; post: string };

/** The rollout's act of that kind, opened if nobody has yet. */
async function jointActOf(
  context: Context,
  request: Request,
  rollout: string,
  kind: JointActKind,
): Promise<string> {
  const known = await readJointAct(context.open('lt_reader').sql, rollout, kind);
  if (known !== null) return known;
  if (kind !== 'issue' && kind !== 'close') throw new Invalid(REFUSALS.noDraft);
  const opened = await openJointAct(
    context.open('lt_intake').sql,
    { ...request, key: `${request.key}/open` },
    rollout,
    kind === 'issue' ? { kind } : { kind, unmet: null },
  );
  return String(opened.answer['id']);
}

async function act(
  flags: Acting,
  words: readonly string[],
  json: boolean,
  run: (context: Context, request: Request) => Promise<Answer>,
): Promise<void> {
  const ownKey = flags.key === undefined ? undefined : givenKey(flags.key);
  await withContext(async (context) => {
    const token = flags.token ?? context.config.token;
    if (token === undefined) throw new Invalid(REFUSALS.noToken);
    const fingerprint = fingerprintOf('CLI', words[0] ?? '', words);
    // The same command again is the same act: repeating it after a broken line is harmless.
    const key = ownKey ?? `cli-${fingerprint.slice(0, 32)}`;
    const { answer } = await run(context, { tokenHash: hashToken(token), key, fingerprint });
    print(json, answer, (given) => JSON.stringify(given, null, 2));
  });
}

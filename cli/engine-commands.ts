import type { Command } from 'commander';
import type { Language } from '#domain/vocabulary.ts';
import { print, table, Unreachable, withContext, type Context } from './context.ts';
import { headOf, marked } from './rollout-head.ts';
import { REFUSALS, WORDS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** The commands about the live side: what waits for what, and making it what the record says. */
export function addEngineCommands(program: Command): void {
  const common = () => program.opts<Common>();

  program
    .command('inspect <rollout>')
    .description('the live workflows of a rollout: stage, what each waits for, pending steps')
    .action((rollout: string) =>
      withContext(async (context) => {
        const { lang, json = false } = common();
        const head = await headOf(context, rollout);
        const { connectInspect } = await import('#engine/inspect.ts');
        const inspect = connectInspect(temporalOf(context));
        const rows = await closing(inspect, () => inspect.inspectRollout(head.id));
        const { rehearsal } = head;
        print(json, { rehearsal, workflows: rows }, ({ workflows }) =>
          marked(rehearsal, lang, [
            table([
              [...WORDS.workflows[lang]],
              ...workflows.map((w) => [
                w.workflowId,
                w.status,
                w.stage ?? '',
                w.waitsFor ?? '',
                String(w.historyLength),
              ]),
            ]),
          ]),
        );
      }),
    );

  program
    .command('reconcile')
    .description(
      'have every coordinator consider everything anew, started where it does not run; list orphans',
    )
    .action(() =>
      withContext(async (context) => {
        const { connectClient } = await import('#engine/client.ts');
        const { reconcile } = await import('#engine/reconcile.ts');
        const { considerAnew } = await import('#facts/consider-anew.ts');
        const connected = await connectClient(temporalOf(context));
        const done = await closing(connected, async () => {
          const { sql } = context.open('lt_worker');
          // Also what a former build had judged otherwise.
          await considerAnew(sql);
          return reconcile(sql, connected.client);
        });
        const { lang, json = false } = common();
        print(json, done, ({ nudged, orphans }) =>
          [WORDS.nudged(nudged)[lang], ...orphans.map((id) => WORDS.orphan(id)[lang])].join('\n'),
        );
      }),
    );
}

/** An open connection would keep the process alive after bad news, too. */
async function closing<T>(what: { close(): Promise<void> }, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } finally {
    await what.close();
  }
}

function temporalOf(context: Context): {
  address: string;
  namespace: string;
  uiUrl: string | null;
} {
  if (context.temporalAddress === null) throw new Unreachable(REFUSALS.noTemporal);
  const { namespace } = context.config.temporal;
  return { address: context.temporalAddress, namespace, uiUrl: context.temporalUiUrl };
}

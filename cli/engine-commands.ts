import type { Command } from 'commander';
import { print, table, Unreachable, withContext, type Context } from './context.ts';

type Common = { readonly json?: boolean };

/** The commands about the live side: what waits for what, and making it what the record says. */
export function addEngineCommands(program: Command): void {
  const json = () => program.opts<Common>().json ?? false;

  program
    .command('inspect <rollout>')
    .description('the live workflows of a rollout: stage, what each waits for, pending steps')
    .action((rollout: string) =>
      withContext(async (context) => {
        const { connectInspect } = await import('#engine/inspect.ts');
        const inspect = connectInspect(temporalOf(context));
        const rows = await closing(inspect, () => inspect.inspectRollout(rollout));
        print(json(), rows, (found) =>
          table([
            ['workflow', 'status', 'stage', 'waits for', 'events'],
            ...found.map((w) => [
              w.workflowId,
              w.status,
              w.stage ?? '',
              w.waitsFor ?? '',
              String(w.historyLength),
            ]),
          ]),
        );
      }),
    );

  program
    .command('reconcile')
    .description('make the Temporal side what the record says; list orphans')
    .action(() =>
      withContext(async (context) => {
        const { connectClient } = await import('#engine/client.ts');
        const { reconcile } = await import('#engine/reconcile.ts');
        const connected = await connectClient(temporalOf(context));
        const done = await closing(connected, () =>
          reconcile(context.open('lt_worker').sql, connected.client),
        );
        print(json(), done, ({ nudged, orphans }) =>
          [
            `${nudged} điều phối viên đã được đánh thức`,
            ...orphans.map((id) => `không có trong hồ sơ: ${id}`),
          ].join('\n'),
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
  if (context.temporalAddress === null)
    throw new Unreachable(
      'Không thấy máy chủ Temporal: đặt TEMPORAL_ADDRESS, hoặc chạy lientich serve trước.',
    );
  const { namespace } = context.config.temporal;
  return { address: context.temporalAddress, namespace, uiUrl: context.temporalUiUrl };
}

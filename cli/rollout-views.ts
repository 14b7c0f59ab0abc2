import type { Command } from 'commander';
import { readRolloutSight } from '#db/reads/rollout-status.ts';
import { PAIR_LABELS, ROLLOUT_LABELS, TIER_LABELS } from '#domain/labels.ts';
import { viewRollout } from '#domain/rollout-record.ts';
import { formatVi } from '#domain/civil-date.ts';
import { TIERS, type Language } from '#domain/vocabulary.ts';
import { print, Refused, withContext } from './context.ts';
import { addOverdue } from './overdue-command.ts';
import { headOf, marked } from './rollout-head.ts';
import { REFUSALS, WORDS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** What a rollout looks like from the machine: its state and counts. */
export function addRolloutViews(program: Command, rollout: Command): void {
  addOverdue(program);
  const common = () => program.opts<Common>();

  rollout
    .command('status [rollout]')
    .description('state, coverage and what is being processed; by default the newest rollout')
    .action((id: string | undefined) =>
      withContext(async (context) => {
        const head = await headOf(context, id);
        const sight = await readRolloutSight(context.open('lt_reader').sql, head);
        if (sight === null) throw new Refused(REFUSALS.noRollout(head.key, []));
        const { state } = viewRollout(sight.signing, sight.rolloutFacts);
        const { lang, json = false } = common();
        // As the record groups them they come in no order.
        const tiers = TIERS.flatMap((tier) => sight.tiers.filter((t) => t.tier === tier));
        print(json, { ...head, state, tiers, agencies: sight.agencies }, () =>
          marked(head.rehearsal, lang, [
            `${sight.title} (${head.key}): ${ROLLOUT_LABELS[state][lang]}, ${formatVi(head.today)}`,
            ...tiers.map(
              (t) =>
                `${TIER_LABELS[t.tier][lang]}: ${t.covered}/${t.of}  ` +
                Object.entries(t.byState)
                  .map(([s, n]) => `${PAIR_LABELS[s as keyof typeof PAIR_LABELS][lang]} ${n}`)
                  .join(' · '),
            ),
            ...(sight.beingProcessed > 0 ? [WORDS.beingProcessed(sight.beingProcessed)[lang]] : []),
          ]),
        );
      }),
    );
}

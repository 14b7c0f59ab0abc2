import type { Transaction } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import { readUnopenedBelow } from '#db/reads/coordinators.ts';
import { openAssignments } from '#db/writes/assignments.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { ledgerBody } from '#domain/canonical.ts';
import { stepsOf } from '#domain/rollout.ts';
import { contentInForce, datesInForce } from '#domain/rollout-dates.ts';
import type { CivilDate, Tier } from '#domain/vocabulary.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';
import type { Stock } from './coordinator.ts';

/** Well within the time of a statement and of a step, also where both are ten times slower than usual. */
const PAGE = 500;
const MOMENT_MS = 1_000;

type Opening = { readonly unit: string; readonly parent: string; readonly tier: Tier };

/** Writes the assignments that the decision asks for: those right under the coordinator. */
export async function openOwn(tx: Transaction, stock: Stock): Promise<void> {
  const { me, around, decision } = stock;
  const tiers = new Map(around.recipients.map((r) => [r.unit, r.tier]));
  const rows = decision.toOpen.map((unit) => ({ unit, parent: me.unit, tier: tiers.get(unit)! }));
  await open(tx, stock, rows);
}

/**
 * Where every gate is open from the issue on, what lies further below is opened in the same step, as much as a
 * moment allows: a whole country is visible before its coordinators have begun, and those find nothing left to
 * open. Whatever is left over, the coordinators right below open in the same way: it is whole subtrees.
 */
export async function openBelow(tx: Transaction, stock: Stock): Promise<void> {
  const { me, base, decision } = stock;
  if (base.template.receiving !== 'atIssue' || decision.toOpen.length === 0) return;
  const startedAt = performance.now();
  const below = await readUnopenedBelow(tx, me);
  for (let i = 0; i < below.length && performance.now() - startedAt < MOMENT_MS; i += PAGE)
    await open(tx, stock, below.slice(i, i + PAGE));
}

const open = (tx: Transaction, stock: Stock, units: readonly Opening[]) => {
  const { me, base } = stock;
  const { programme, rollout, at, today } = me;
  const rows = units.map((unit) => openingRow(stock, unit));
  return openAssignments(tx, { programme, rollout, at, today, signing: base.signing, rows });
};

function openingRow({ base, edicts, me }: Stock, { unit, parent, tier }: Opening) {
  const { template } = base;
  const { dates: planned, calendar } = datesInForce(base, edicts);
  const steps = stepsOf({ template, dates: planned }, tier);
  const within = template.steps.find((s) => s.tier === tier && s.kind === 'acknowledgement');
  const acknowledgeBy = addWorkingDays(calendar, me.today, within?.within ?? 0);
  const content = contentInForce(edicts);
  const dates: Record<string, CivilDate> = Object.fromEntries(
    steps.map((s) => [s.key, s.kind === 'acknowledgement' ? acknowledgeBy : s.dueOn]),
  );
  return {
    id: newId(),
    unit,
    coordinator: rolloutWorkflowId({ rollout: me.rollout, unit: parent }),
    acknowledge_by: acknowledgeBy,
    content,
    dates,
    body: ledgerBody(me.today, {
      kind: 'opened',
      rollout: base.key,
      unit,
      dates,
      ...(content === null ? {} : { content }),
    }),
  };
}

import type { Queryable } from '#db/driver.ts';
import type { DocumentRef } from '#domain/assignment.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import { datesInForce } from '#domain/rollout-dates.ts';
import { viewRollout, type RolloutFact, type RolloutView } from '#domain/rollout-record.ts';
import { readEdicts, readRolloutBase, rolloutFactsJson, type RolloutBase } from './rollouts.ts';

/** A rollout in which somebody may owe something now. */
export type RunningRollout = {
  readonly base: RolloutBase;
  /** In force now: it may have been published after the issue. */
  readonly calendar: WorkingCalendar;
  /** The issue as each agency signed it, and last corrected that. */
  readonly documents: Readonly<Record<string, DocumentRef>>;
};

/** Rollouts of a programme that are issued, and neither suspended nor over, by id; or the one asked for. */
export async function readRunning(
  sql: Queryable,
  { programme, rollout }: { readonly programme: string; readonly rollout: string | null },
): Promise<ReadonlyMap<string, RunningRollout>> {
  // Those that are over are most of them in the end: they are left out before their facts are read.
  const rows = await sql<{ id: string; facts: RolloutFact[] }[]>`
    select r.id, ${rolloutFactsJson(sql, sql`r.id`)} as facts from rollouts r
    where r.programme_id = ${programme} and (${rollout}::uuid is null or r.id = ${rollout})
      and not exists (select from facts f join joint_acts j on j.id = f.joint_act_id
        where f.rollout_id = r.id and f.kind = 'promulgation' and j.kind in ('recall', 'close'))
    order by r.id`;
  const running = new Map<string, RunningRollout>();
  for (const { id, facts } of rows) {
    const base = await readRolloutBase(sql, id);
    if (base === null) continue;
    const view = viewRollout(base.signing, facts);
    if (view.state !== 'issued') continue;
    const edicts = await readEdicts(sql, base, view);
    const { calendar } = datesInForce(base, edicts);
    running.set(id, { base, calendar, documents: documentsOf(view, facts) });
  }
  return running;
}

function documentsOf({ acts }: RolloutView, facts: readonly RolloutFact[]) {
  const documents: Record<string, DocumentRef> = {};
  for (const { agency, act } of facts) {
    if (!('signature' in act)) continue;
    const signed = acts.get(act.jointAct.id);
    if (signed?.kind === 'issue' && signed.inForceAt !== null)
      documents[agency] = act.signature.document;
  }
  return documents;
}

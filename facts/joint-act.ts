/** Acts of all agencies together: drafted, signed by each, put in force by one further fact, or discarded. */
import { newId } from '#db/ids.ts';
import type { Fragment, Sql } from '#db/driver.ts';
import { readEdicts, readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { jointActObject, rolloutObject } from '#db/reads/standing.ts';
import type { JointActObject, RolloutObject, Standing } from '#db/reads/standing.ts';
import { alsoPendingEverywhere, insertRow } from '#db/writes/facts.ts';
import { alsoIssue } from '#db/writes/rollouts.ts';
import { isSigned, refusalOfJointAct, type JointActTerms } from '#domain/joint-act.ts';
import { NOT_NOW_LABELS } from '#domain/labels.ts';
import { Problem } from '#domain/problems.ts';
import { datesInForce } from '#domain/rollout-dates.ts';
import { viewRollout, type RolloutView, type Signature } from '#domain/rollout-record.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { demandRoot, onRollout } from './on-rollout.ts';
import { refuseAmendment, refuseLateIssue } from './rollout-dates.ts';
import { record, type Answer, type Request } from './record.ts';
import { screen, textsOf } from './screening.ts';

/** "Trình ký": drafts a joint act on the rollout, to be signed by every agency. One of a kind at a time. */
export async function openJointAct(
  sql: Sql,
  request: Request,
  rollout: string,
  terms: JointActTerms,
): Promise<Answer> {
  screen(textsOf(terms));
  return record<RolloutObject>(sql, request, {
    object: rolloutObject(sql, rollout),
    judge: (standing) => {
      demandRoot(standing.actor, standing.object, 'rollout.sign');
      return {
        status: 201,
        write: () => draft(sql, request, standing, terms),
      };
    },
  });
}

/** One of a kind at a time, and only what may follow on the rollout as it stands. */
async function draft(
  sql: Sql,
  request: Request,
  standing: Standing<RolloutObject> & { readonly object: RolloutObject },
  terms: JointActTerms,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { object, today } = standing;
  const base = await readRolloutBase(sql, object.id);
  if (base === null) throw new Problem('request.not_found');
  const view = viewRollout(base.signing, object.rolloutFacts);
  if (object.acts.some((act) => act.kind === terms.kind && !act.settled))
    throw new Problem('rollout.act_exists');
  refuseNotNow(terms, view);
  await refuseTerms(sql, base, view, terms, today);
  return insertDraft(sql, request, standing, object.id, terms);
}

function refuseNotNow({ kind }: JointActTerms, view: RolloutView): void {
  const reason = refusalOfJointAct(kind, view.state);
  if (reason === 'alreadyInForce') throw new Problem('rollout.in_force');
  if (reason !== null)
    throw new Problem('rollout.not_now', { reason, message: NOT_NOW_LABELS[reason] });
}

/** An amendment's dates fit the order of the steps as it stands today. */
async function refuseTerms(
  sql: Sql,
  base: RolloutBase,
  view: RolloutView,
  terms: JointActTerms,
  today: CivilDate,
): Promise<void> {
  if (terms.kind !== 'amend') return;
  const inForce = datesInForce(base, await readEdicts(sql, base, view));
  refuseAmendment(base, inForce, terms, today);
}

function insertDraft(
  sql: Sql,
  { key, fingerprint }: Request,
  { actor, post, at, object }: Standing<RolloutObject> & { readonly object: RolloutObject },
  rollout: string,
  terms: JointActTerms,
): Promise<Readonly<Record<string, unknown>> | null> {
  const id = newId();
  const author = { account: actor.account, office: actor.office?.id ?? null, post };
  const answer = { id, kind: terms.kind, rollout };
  // Counted where it was judged that none is open: who drafts one meanwhile has taken this number.
  const n = 1 + object.acts.filter((act) => act.kind === terms.kind).length;
  return insertRow(sql, { author, key, fingerprint, status: 201, answer }, [
    sql`act as (insert into joint_acts (id, programme_id, rollout_id, kind, n, terms, created_by, created_at)
      select ${id}, ${actor.programme}, ${rollout}, ${terms.kind}, ${n}, ${sql.json(terms as never)},
        ${actor.account}, ${at}
      from receipt)`,
  ]);
}

/** A discarded or unsigned draft's text once more, as a draft of its own. */
export async function copyJointAct(sql: Sql, request: Request, jointAct: string): Promise<Answer> {
  return record<JointActObject>(sql, request, {
    object: jointActObject(sql, jointAct),
    judge: (standing) => {
      const { actor, object } = standing;
      demandRoot(actor, object, 'rollout.sign');
      return { status: 201, write: () => draft(sql, request, standing, object.terms) };
    },
  });
}

/** Records one agency's signature: its number, date and the post that signed. */
export const signJointAct = (sql: Sql, request: Request, jointAct: string, signature: Signature) =>
  writeSignature(sql, request, jointAct, signature, 'signature');

/** One's own number, date or post, said rightly: until the act is in force, and it is signed all the while. */
export const correctSignature = (
  sql: Sql,
  request: Request,
  jointAct: string,
  signature: Signature,
) => writeSignature(sql, request, jointAct, signature, 'signatureCorrection');

async function writeSignature(
  sql: Sql,
  request: Request,
  jointAct: string,
  signature: Signature,
  kind: 'signature' | 'signatureCorrection',
): Promise<Answer> {
  screen(textsOf(signature));
  return onRollout<JointActObject>(sql, request, jointActObject(sql, jointAct), {
    action: 'rollout.sign',
    judge: ({ actor, today, object }, base) => {
      const act = viewRollout(base.signing, object.rolloutFacts).acts.get(object.jointAct);
      if (signature.document.on > today)
        throw new Problem('evidence.future', { field: 'document.on' });
      refuseSettled(act);
      const signed = act?.signed.includes(actor.office?.agency ?? '') === true;
      if (kind === 'signature' && signed) throw new Problem('rollout.already_signed');
      if (kind === 'signatureCorrection' && !signed) throw new Problem('rollout.not_signed');
      return { kind, payload: { signature }, body: { ...nameOf(object), signature } };
    },
  });
}

function refuseSettled(
  act: { readonly inForceAt: string | null; readonly discardedAt: string | null } | undefined,
): void {
  if (act === undefined) return;
  if (act.inForceAt !== null) throw new Problem('rollout.in_force');
  if (act.discardedAt !== null)
    throw new Problem('rollout.not_now', {
      reason: 'discarded',
      message: NOT_NOW_LABELS.discarded,
    });
}

/** A joint act's natural name in the ledger. */
const nameOf = ({ terms, n }: JointActObject) => ({ act: terms.kind, n });

/** Puts a joint act in force, by one further fact and never before every agency has signed. */
export async function promulgate(sql: Sql, request: Request, jointAct: string): Promise<Answer> {
  return onRollout<JointActObject>(sql, request, jointActObject(sql, jointAct), {
    action: 'rollout.sign',
    judge: async ({ actor, today, object }, base) => {
      const view = viewRollout(base.signing, object.rolloutFacts);
      const act = view.acts.get(object.jointAct);
      const { terms } = object;
      refuseSettled(act);
      const signed = act?.signed ?? [];
      if (!isSigned(base.signing, signed))
        throw new Problem('rollout.unsigned', { signed, of: base.signing });
      await refuseInForce(sql, base, view, object, today);
      const also: Fragment[] =
        terms.kind === 'issue'
          ? alsoIssue(sql, { ...base, programme: actor.programme })
          : [alsoPendingEverywhere(sql, actor.programme, object.id)];
      const body = { ...nameOf(object), terms };
      return { kind: 'promulgation', payload: {}, body, also, locks: true };
    },
  });
}

/** What keeps an act from coming into force today, but for signatures: a preview is refused alike. */
export async function refuseInForce(
  sql: Sql,
  base: RolloutBase,
  view: RolloutView,
  { jointAct, terms, undone }: Pick<JointActObject, 'jointAct' | 'terms' | 'undone'>,
  today: CivilDate,
): Promise<void> {
  refuseSettled(view.acts.get(jointAct));
  refuseNotNow(terms, view);
  if (terms.kind === 'close' && terms.unmet === null && undone > 0)
    throw new Problem('rollout.not_done', { undone });
  // The issue itself may come late; what is asked of those below may not be overdue from the start.
  if (terms.kind === 'issue') refuseLateIssue(base, today);
  await refuseTerms(sql, base, view, terms, today);
}

/** A draft that nobody wants any more: it stays in the record, and can be copied. */
export async function discardJointAct(
  sql: Sql,
  request: Request,
  jointAct: string,
): Promise<Answer> {
  return onRollout<JointActObject>(sql, request, jointActObject(sql, jointAct), {
    action: 'rollout.sign',
    judge: ({ object }, base) => {
      refuseSettled(viewRollout(base.signing, object.rolloutFacts).acts.get(object.jointAct));
      return { kind: 'discard', payload: {}, body: nameOf(object) };
    },
  });
}

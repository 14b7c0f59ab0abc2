import type { Sql } from '#db/driver.ts';
import { conferenceAboveOf, stockOf } from '#db/reads/assignments.ts';
import { readEdicts, readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { assignmentObject, type AssignmentObject, type Standing } from '#db/reads/standing.ts';
import { alsoPending, insertFact } from '#db/writes/facts.ts';
import type { AssignmentAct, AssignmentFact } from '#domain/assignment.ts';
import { foldAssignment, refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { can, type Action, type Relation } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { NOT_APPLIED_LABELS } from '#domain/labels.ts';
import { Problem } from '#domain/problems.ts';
import { assignmentTerms } from '#domain/rollout.ts';
import { conferenceAtTop, viewRollout } from '#domain/rollout-record.ts';
import { checkDates } from './assignment-dates.ts';
import { demand, record, type Answer, type Request } from './record.ts';
import { authorOf, relationTo } from './relation.ts';
import { screen, textsOf } from './screening.ts';

/** What each act takes: to confirm for one's office, to file for it, or to look after those below. */
const ACTION_OF: Readonly<Record<AssignmentAct['kind'], Action>> = {
  acknowledgement: 'assignment.confirm',
  designation: 'assignment.confirm',
  adjustmentRequest: 'assignment.confirm',
  adjustmentWithdrawal: 'assignment.confirm',
  confirmation: 'assignment.confirm',
  filing: 'assignment.file',
  correction: 'assignment.file',
  adjustmentAnswer: 'assignment.check',
  exemption: 'assignment.check',
  reinstatement: 'assignment.check',
  disputeDecision: 'assignment.check',
  acceptance: 'assignment.check',
  return: 'assignment.check',
  reopening: 'assignment.check',
};

function actionOf(act: AssignmentAct): Action {
  if (act.kind === 'acknowledgement' && act.paper !== undefined) return 'assignment.paper';
  if (act.kind === 'confirmation' && act.instead === true) return 'assignment.check';
  return ACTION_OF[act.kind];
}

/** The superior of a silent office confirms instead of it, and is named for it. */
const asWhom = (act: AssignmentAct, relation: Relation): AssignmentAct =>
  act.kind === 'confirmation' && !relation.own && relation.nearestSuperior
    ? { ...act, instead: true }
    : act;

/**
 * Records one act on an assignment: one read, one write transaction. Refused when it is already impossible on
 * the record as read; what becomes impossible before its look stays, with the reason, in the record.
 */
export async function recordAct(
  sql: Sql,
  request: Request,
  assignment: string,
  asked: AssignmentAct,
): Promise<Answer> {
  screen(textsOf(asked));
  const object = assignmentObject(sql, assignment);
  return record<AssignmentObject>(sql, request, {
    object,
    judge: (standing) => {
      const { actor, object: found } = standing;
      const line = found.offices.find((o) => o.agency === actor.office?.agency);
      const relation = relationTo(actor, line, found.path);
      const act = asWhom(asked, relation);
      demand(can(actor, actionOf(act), relation));
      if (line === undefined) throw new Problem('account.forbidden');
      return {
        status: 201,
        write: async () => {
          // Kept in memory once issued: no round trip but the first.
          const base = await readRolloutBase(sql, found.rollout);
          if (base === null) throw new Problem('request.not_found');
          return write(
            sql,
            request,
            standing,
            base,
            { office: line.office, agency: line.agency },
            act,
          );
        },
      };
    },
  });
}

async function write(
  sql: Sql,
  request: Request,
  standing: Standing<AssignmentObject> & { readonly object: AssignmentObject },
  base: RolloutBase,
  line: { readonly office: string; readonly agency: string },
  act: AssignmentAct,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { actor, post, at, object } = standing;
  const rollout = viewRollout(base.signing, object.rolloutFacts);
  // What an office did while it was suspended is done: it is recorded, and nobody is asked for more.
  if (rollout.state !== 'issued' && rollout.state !== 'suspended')
    throw new Problem('rollout.not_open');
  const terms = assignmentTerms(
    { ...base, edicts: await readEdicts(sql, base, rollout) },
    stockOf(object),
    conferenceAboveOf(object, conferenceAtTop(rollout)),
  );
  checkDates({ today: standing.today, rollout, base, terms, facts: object.facts }, act);
  const fact = { at, agency: line.agency, act };
  const refusal = refusalOf(terms, object.facts, fact);
  if (refusal !== null)
    throw new Problem('act.not_applied', { reason: refusal, message: NOT_APPLIED_LABELS[refusal] });
  const { kind, ...payload } = act;
  return insertFact(
    sql,
    {
      kind,
      programme: actor.programme,
      rollout: null,
      jointAct: null,
      assignment: object.id,
      office: line.office,
      payload,
      body: canonical({
        kind,
        rollout: base.key,
        unit: object.unit,
        agency: line.agency,
        by: authorOf(actor, post),
        ...naturalPayload(terms, object.facts, act),
      }),
      author: { account: actor.account, office: actor.office?.id ?? null, post },
      key: request.key,
      fingerprint: request.fingerprint,
      status: 201,
      answer: { kind, assignment: object.id },
    },
    {
      open: sql`select 1 where not exists (select from facts f join joint_acts j on j.id = f.joint_act_id
        where j.rollout_id = ${object.rollout} and j.kind in ('close', 'recall') and f.kind = 'promulgation')`,
      // A new version and an amendment of all come one after the other.
      ...(MAKES_VERSION.includes(kind) ? { lock: { rollout: object.rollout } } : {}),
      also: [alsoPending(sql, actor.programme, object.coordinator, object.unit)],
    },
  );
}

const MAKES_VERSION: readonly AssignmentAct['kind'][] = ['adjustmentAnswer', 'reinstatement'];

/** What refers to another fact is told by its place among its kind: ids are not natural. */
function naturalPayload(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  act: AssignmentAct,
): Record<string, unknown> {
  const { kind: _, ...rest } = act;
  const ordinal = (kind: AssignmentAct['kind'], seq: number) =>
    facts.filter((f) => f.act.kind === kind && f.seq <= seq).length;
  if (act.kind === 'adjustmentAnswer' || act.kind === 'adjustmentWithdrawal')
    return { ...rest, request: ordinal('adjustmentRequest', act.request) };
  if ('filing' in act) {
    const step = foldAssignment(terms, facts).steps.find((s) => s.filing?.seq === act.filing);
    return { ...rest, step: step?.kind ?? null, filing: step?.filing?.n ?? null };
  }
  return rest;
}

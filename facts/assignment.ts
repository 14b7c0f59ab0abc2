import type { Sql } from '#db/driver.ts';
import { conferenceAboveOf, stockOf } from '#db/reads/assignments.ts';
import { readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { assignmentObject, type AssignmentObject, type Standing } from '#db/reads/standing.ts';
import { alsoPending, insertFact } from '#db/writes/facts.ts';
import type { AssignmentAct, AssignmentFact, ConferenceEvidence } from '#domain/assignment.ts';
import { foldAssignment, refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { answering } from '#domain/calendar.ts';
import { can, type Action } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { isCivilDate, localDate } from '#domain/civil-date.ts';
import { typedDeadline } from '#domain/deadline.ts';
import { NOT_APPLIED_LABELS } from '#domain/labels.ts';
import { rungsOf } from '#domain/ladder.ts';
import { Problem } from '#domain/problems.ts';
import { assignmentTerms } from '#domain/rollout.ts';
import { conferenceAtTop, viewRollout, type RolloutView } from '#domain/rollout-record.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
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
  adjustmentAnswer: 'assignment.check',
  acceptance: 'assignment.check',
  return: 'assignment.check',
};

/**
 * Records one act on an assignment: one read, one write transaction. Refused when it is already impossible on
 * the record as read; what becomes impossible before its look stays, with the reason, in the record.
 */
export async function recordAct(
  sql: Sql,
  request: Request,
  assignment: string,
  act: AssignmentAct,
): Promise<Answer> {
  screen(textsOf(act));
  const object = assignmentObject(sql, assignment);
  return record<AssignmentObject>(sql, request, {
    object,
    judge: (standing) => {
      const { actor, object: found } = standing;
      const line = found.offices.find((o) => o.agency === actor.office?.agency);
      demand(can(actor, ACTION_OF[act.kind], relationTo(actor, line, found.path)));
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
  if (rollout.state !== 'issued') throw new Problem('rollout.not_open');
  const terms = assignmentTerms(
    { ...base, closedAt: null },
    stockOf(object),
    conferenceAboveOf(object, conferenceAtTop(rollout)),
  );
  checkDates(standing.today, rollout, base, terms, object.facts, act);
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
        where j.rollout_id = ${object.rollout} and j.kind = 'close' and f.kind = 'promulgation')`,
      also: [alsoPending(sql, actor.programme, object.coordinator, object.unit)],
    },
  );
}

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
  if (act.kind === 'confirmation') {
    const step = foldAssignment(terms, facts).steps.find((s) => s.filing?.seq === act.filing);
    return { ...rest, step: step?.kind ?? null, filing: step?.filing?.n ?? null };
  }
  return rest;
}

/** Evidence is of what has happened; a new date is a working day ahead. */
function checkDates(
  today: string,
  rollout: RolloutView,
  base: RolloutBase,
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  act: AssignmentAct,
): void {
  if (act.kind === 'filing') {
    const { evidence } = act;
    if (evidence.step === 'conference') {
      const { signing } = base;
      const living = foldAssignment(terms, facts).lines.flatMap((l) =>
        l.exempt ? [] : [l.agency],
      );
      const { issuedAt } = rollout;
      checkConference({ today, issuedAt, signing, living }, evidence.conference);
    }
    const documents =
      evidence.step === 'plan'
        ? evidence.plan.documents
        : evidence.step === 'report'
          ? [evidence.report.document]
          : [evidence.conference.minutes];
    if (documents.some((d) => d.on > today)) throw new Problem('evidence.future', { field: 'on' });
    if (evidence.step === 'plan')
      for (const { agency } of evidence.plan.documents) checkAgency(base.signing, agency);
  }
  if (act.kind !== 'adjustmentAnswer') return;
  if (act.document.on > today || act.consultedOn > today)
    throw new Problem('evidence.future', { field: 'document.on' });
  for (const [key, on] of Object.entries(act.dates)) {
    const step = terms.steps.find((s) => s.key === key && s.kind !== 'acknowledgement');
    if (step === undefined || !isCivilDate(on) || on <= today)
      throw new Problem('deadline.out_of_order', { step: key, on });
    checkMoved(base, key, on);
  }
  const moved = { ...foldAssignment(terms, facts).versions.at(-1)?.dates, ...act.dates };
  const ordered = terms.steps
    .filter((s) => s.kind !== 'acknowledgement')
    .map((s) => moved[s.key] ?? s.dueOn);
  if (ordered.some((on, i) => i > 0 && on < ordered[i - 1]!))
    throw new Problem('deadline.out_of_order', { dates: ordered });
}

/** A date set by a person is a working day, in a year whose calendar also has its reminders. */
function checkMoved({ calendar, template }: RolloutBase, step: string, on: string): void {
  const checked = answering(() => {
    rungsOf(template.ladder, on, calendar);
    return typedDeadline(calendar, on);
  });
  if (checked.ok) return;
  const { code, ...details } = checked.problem;
  throw new Problem(code === 'deadline.rest_day' ? code : 'deadline.no_year', { step, ...details });
}

/**
 * A conference has been held by the day it is recorded, and not before the rollout was issued; its minutes are not
 * older than itself. Heads are counted by agencies of the programme; more may come than were invited. Nobody there
 * from one agency: it was not joint (PRODUCT 3).
 */
export function checkConference(
  at: {
    readonly today: CivilDate;
    readonly issuedAt: Instant | null;
    readonly signing: readonly string[];
    /** Those that a joint conference is of: an exempt line is not missed there. */
    readonly living: readonly string[];
  },
  { heldOn, minutes, mode, invited, present }: ConferenceEvidence,
): void {
  const { today, issuedAt, signing, living } = at;
  if (heldOn > today) throw new Problem('evidence.future', { field: 'heldOn' });
  if (minutes.on > today) throw new Problem('evidence.future', { field: 'minutes.on' });
  for (const side of [invited, present])
    for (const agency of Object.keys(side.byAgency)) checkAgency(signing, agency);
  const issuedOn = issuedAt === null ? null : localDate(issuedAt);
  if (issuedOn !== null && heldOn < issuedOn)
    throw new Problem('evidence.contradictory', { field: 'heldOn', found: heldOn, from: issuedOn });
  if (minutes.on < heldOn)
    throw new Problem('evidence.contradictory', {
      field: 'minutes.on',
      found: minutes.on,
      from: heldOn,
    });
  const absent = living.filter((agency) => (present.byAgency[agency] ?? 0) === 0);
  if (mode === 'joint' && absent.length > 0)
    throw new Problem('evidence.contradictory', { field: 'mode', found: mode, absent });
}

function checkAgency(signing: readonly string[], agency: string): void {
  if (!signing.includes(agency))
    throw new Problem('evidence.agency', { found: agency, expected: signing });
}

import { newId } from '#db/ids.ts';
import type { Sql } from '#db/driver.ts';
import { readCalendar, readDraftBasis } from '#db/reads/programmes.ts';
import type { DraftBasis } from '#db/reads/programmes.ts';
import { readRolloutBase } from '#db/reads/rollouts.ts';
import { readStanding, rolloutObject } from '#db/reads/standing.ts';
import type { RolloutObject, Standing } from '#db/reads/standing.ts';
import { alsoPendingEverywhere, insertRow } from '#db/writes/facts.ts';
import type { ConferenceEvidence } from '#domain/assignment.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import { can } from '#domain/can.ts';
import { refusalOfJointAct } from '#domain/joint-act.ts';
import { NOT_NOW_LABELS } from '#domain/labels.ts';
import { Problem } from '#domain/problems.ts';
import { isOthersConference, viewRollout, type RolloutView } from '#domain/rollout-record.ts';
import type { Template } from '#domain/template.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { checkConference } from './conference.ts';
import { demandRoot, onRollout } from './on-rollout.ts';
import { planDraft } from './rollout-dates.ts';
import { demand, record, type Answer, type Request } from './record.ts';
import { screen, textsOf } from './screening.ts';

export type Draft = {
  readonly template: string;
  readonly title: string;
  /** The last step's date; every other is planned backward from it. */
  readonly closeOn: CivilDate;
};

/** Drafts a rollout of a template: an ordinary row until every agency has signed and it is issued. */
export async function draftRollout(sql: Sql, request: Request, draft: Draft): Promise<Answer> {
  screen({ title: draft.title });
  // The dates are planned before the standing is judged: planning reads only what everybody may read.
  const asking = await readStanding(sql, request.tokenHash, null, null);
  if (asking === null) throw new Problem('account.unknown');
  const { actor } = asking;
  const basis = await readDraftBasis(sql, actor.programme, draft.template, asking.today);
  const calendar = await readCalendar(sql, actor.programme);
  return record<null>(sql, request, {
    object: null,
    judge: (asker) => {
      const own = actor.office?.path.endsWith(`/${basis.rootUnit}/`) ?? false;
      // A draft is no object yet: everybody of the programme is "in scope", and few may.
      const relation = { own, superior: false, nearestSuperior: false, inScope: true };
      demand(can(actor, 'rollout.draft', relation));
      const { template } = basis;
      if (template === null)
        throw new Problem('request.invalid', {
          errors: [{ field: 'template', found: draft.template }],
        });
      return {
        status: 201,
        write: () => insertDraft(sql, request, asker, { ...basis, template }, calendar, draft),
      };
    },
  });
}

/** The plan of another rollout once more, with its frozen template, for another end. */
export async function copyRollout(
  sql: Sql,
  request: Request,
  rollout: string,
  copy: Omit<Draft, 'template'>,
): Promise<Answer> {
  screen({ title: copy.title });
  return record<RolloutObject>(sql, request, {
    object: rolloutObject(sql, rollout),
    judge: (standing) => {
      const { actor, object, today } = standing;
      demandRoot(actor, object, 'rollout.draft');
      return {
        status: 201,
        write: async () => {
          const base = await readRolloutBase(sql, rollout);
          if (base === null) throw new Problem('request.not_found');
          const { template } = base;
          const calendar = await readCalendar(sql, actor.programme);
          const basis = await readDraftBasis(sql, actor.programme, template.key, today);
          const draft = { ...copy, template: template.key };
          return insertDraft(sql, request, standing, { ...basis, template }, calendar, draft);
        },
      };
    },
  });
}

function insertDraft(
  sql: Sql,
  { key, fingerprint }: Request,
  { actor, post, at, today }: Pick<Standing<unknown>, 'actor' | 'post' | 'at' | 'today'>,
  basis: DraftBasis & { readonly template: Template },
  calendar: WorkingCalendar,
  { title, closeOn }: Draft,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { template, rootUnit } = basis;
  const timetable = planDraft(basis, closeOn, calendar, today);
  const issue = template.steps.find((s) => s.kind === 'issue');
  const id = newId();
  const author = { account: actor.account, office: actor.office?.id ?? null, post };
  const answer = { id, dates: timetable };
  return insertRow(sql, { author, key, fingerprint, status: 201, answer }, [
    sql`draft as (insert into rollouts (id, programme_id, key, title, root_unit, issue_on, template, dates,
        calendar_version, created_by, created_at)
      select ${id}, ${actor.programme}, ${template.key} || '/' || (select count(*) + 1 from rollouts
        where programme_id = ${actor.programme} and template->>'key' = ${template.key}), ${title},
        ${rootUnit}, ${timetable[issue?.key ?? '']?.on ?? today}::date,
        ${sql.json(template as never)}, ${sql.json(timetable as never)}, ${calendar.version},
        ${actor.account}, ${at} from receipt)`,
  ]);
}

/** A draft that nobody wants any more: its issue is discarded, and with it the draft. It can be copied. */
export async function discardRollout(sql: Sql, request: Request, rollout: string): Promise<Answer> {
  return onRollout<RolloutObject>(sql, request, rolloutObject(sql, rollout), {
    action: 'rollout.draft',
    judge: ({ actor, at, object }, base) => {
      const { state } = viewRollout(base.signing, object.rolloutFacts);
      const reason = refusalOfJointAct('issue', state);
      if (reason !== null)
        throw new Problem('rollout.not_now', { reason, message: NOT_NOW_LABELS[reason] });
      const body = { act: 'issue', n: 1 };
      const issue = object.acts.find((act) => act.kind === 'issue');
      if (issue !== undefined) return { kind: 'discard', payload: {}, body, jointAct: issue.id };
      // Nobody had asked for signatures yet: the act is written as it is discarded.
      const jointAct = newId();
      const also = [
        sql`act as (insert into joint_acts (id, programme_id, rollout_id, kind, n, terms, created_by, created_at)
          select ${jointAct}, ${actor.programme}, ${rollout}, 'issue', 1, ${sql.json({ kind: 'issue' })},
            ${actor.account}, ${at} from fact)`,
      ];
      return { kind: 'discard', payload: {}, body, jointAct, also };
    },
  });
}

type UnitObject = RolloutObject & {
  readonly recipient: { readonly leads: boolean; readonly opened: boolean } | null;
};

/** The province opens a unit's tier before that unit has planned, with a reason (PRODUCT 3, Gates). */
export async function openEarly(
  sql: Sql,
  request: Request,
  rollout: string,
  opening: { readonly unit: string; readonly reason: string },
): Promise<Answer> {
  screen({ reason: opening.reason });
  const object = sql`select x.*, (select json_build_object('leads', rc.leads, 'opened', exists (
      select from coordinators c where c.rollout_id = rc.rollout_id and c.unit_key = rc.unit_key))
    from recipients rc where rc.rollout_id = x.id and rc.unit_key = ${opening.unit}) as recipient
    from (${rolloutObject(sql, rollout)}) x`;
  return onRollout<UnitObject>(sql, request, object, {
    action: 'rollout.sign',
    judge: ({ actor, object: found }, base) => {
      const view = viewRollout(base.signing, found.rolloutFacts);
      if (!isRunning(view)) throw new Problem('rollout.not_open');
      if (found.recipient?.leads !== true) throw new Problem('request.not_found');
      if (found.recipient.opened || view.openedEarly.includes(opening.unit))
        throw new Problem('gate.open');
      const also = [alsoPendingEverywhere(sql, actor.programme, found.id)];
      return { kind: 'earlyOpening', payload: opening, body: opening, also };
    },
  });
}

/** What was done while it was suspended is done, and recorded. */
const isRunning = ({ state }: RolloutView) => state === 'issued' || state === 'suspended';

/** Records the conference at the top of the rollout, or corrects what one recorded; the other agencies confirm it. */
export async function holdConference(
  sql: Sql,
  request: Request,
  rollout: string,
  conference: ConferenceEvidence,
): Promise<Answer> {
  screen(textsOf(conference));
  return onRollout<RolloutObject>(sql, request, rolloutObject(sql, rollout), {
    action: 'assignment.file',
    judge: ({ actor, today, object }, base) => {
      const view = viewRollout(base.signing, object.rolloutFacts);
      if (!isRunning(view)) throw new Problem('rollout.not_open');
      if (isOthersConference(view, actor.office?.agency ?? ''))
        throw new Problem('rollout.conference_confirmed');
      const { signing } = base;
      checkConference({ today, issuedAt: view.issuedAt, signing, living: signing }, conference);
      const also = [alsoPendingEverywhere(sql, actor.programme, object.id)];
      return { kind: 'rolloutConference', payload: { conference }, body: { conference }, also };
    },
  });
}

/** The other agency's word on the conference at the top. */
export async function confirmConference(
  sql: Sql,
  request: Request,
  rollout: string,
  word: { readonly conference: number; readonly agrees: boolean; readonly differs: string | null },
): Promise<Answer> {
  screen({ differs: word.differs });
  return onRollout<RolloutObject>(sql, request, rolloutObject(sql, rollout), {
    action: 'assignment.confirm',
    judge: ({ actor, object }, base) => {
      const view = viewRollout(base.signing, object.rolloutFacts);
      const { conference } = view;
      if (!isRunning(view)) throw new Problem('rollout.not_open');
      if (conference?.confirmed === true) throw new Problem('rollout.conference_confirmed');
      if (conference?.seq !== word.conference || conference.filedBy === actor.office?.agency)
        throw new Problem('rollout.conference_superseded');
      // Nothing would come of it: a dispute ends when the conference is recorded again.
      if (conference.disputedBy !== null) throw new Problem('rollout.conference_disputed');
      const also = [alsoPendingEverywhere(sql, actor.programme, object.id)];
      const n = object.rolloutFacts.filter((f) => f.act.kind === 'rolloutConference').length;
      return {
        kind: 'rolloutConferenceConfirmation',
        payload: { ...word },
        body: { ...word, conference: n },
        also,
      };
    },
  });
}

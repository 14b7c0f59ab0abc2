import { newId } from '#db/ids.ts';
import type { Fragment, Sql } from '#db/driver.ts';
import { readCalendar, readDraftBasis } from '#db/reads/programmes.ts';
import { readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { jointActObject, readStanding, rolloutObject } from '#db/reads/standing.ts';
import type { RolloutObject, Standing } from '#db/reads/standing.ts';
import { alsoPendingEverywhere, insertFact, insertRow } from '#db/writes/facts.ts';
import { alsoIssue } from '#db/writes/rollouts.ts';
import type { ConferenceEvidence } from '#domain/assignment.ts';
import { can, type Action } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';
import { isSigned, viewRollout, type Signature } from '#domain/rollout-record.ts';
import type { CivilDate, FactKind, JointActKind } from '#domain/vocabulary.ts';
import { checkConference } from './assignment.ts';
import { planDraft, refuseLateIssue } from './rollout-dates.ts';
import { demand, record, type Answer, type Recording, type Request } from './record.ts';
import { authorOf, relationTo } from './relation.ts';
import { screen, textsOf } from './screening.ts';

type Found = Standing<RolloutObject> & { readonly object: RolloutObject };

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
    judge: ({ at, post, today }) => {
      const own = actor.office?.path.endsWith(`/${basis.rootUnit}/`) ?? false;
      // A draft is no object yet: everybody of the programme is "in scope", and few may.
      const relation = { own, superior: false, nearestSuperior: false, inScope: true };
      demand(can(actor, 'rollout.draft', relation));
      const { template, rootUnit } = basis;
      if (template === null)
        throw new Problem('request.invalid', {
          errors: [{ field: 'template', found: draft.template }],
        });
      const timetable = planDraft({ ...basis, template }, draft.closeOn, calendar, today);
      const issue = template.steps.find((s) => s.kind === 'issue');
      const id = newId();
      return {
        status: 201,
        write: () =>
          insertRow(
            sql,
            {
              author: { account: actor.account, office: actor.office?.id ?? null, post },
              key: request.key,
              fingerprint: request.fingerprint,
              status: 201,
              answer: { id, dates: timetable },
            },
            [
              sql`draft as (insert into rollouts (id, programme_id, key, title, root_unit, issue_on, template, dates,
                  calendar_version, created_by, created_at)
                select ${id}, ${actor.programme}, ${template.key} || '/' || (select count(*) + 1 from rollouts
                  where programme_id = ${actor.programme} and template->>'key' = ${template.key}), ${draft.title},
                  ${rootUnit}, ${timetable[issue?.key ?? '']?.on ?? today}::date,
                  ${sql.json(template as never)}, ${sql.json(timetable as never)}, ${calendar.version},
                  ${actor.account}, ${at} from receipt)`,
            ],
          ),
      };
    },
  });
}

/** "Trình ký": opens a joint act of that kind on the rollout, to be signed by every agency. */
export async function openJointAct(
  sql: Sql,
  request: Request,
  rollout: string,
  kind: JointActKind,
): Promise<Answer> {
  return record<RolloutObject>(sql, request, {
    object: rolloutObject(sql, rollout),
    judge: ({ actor, post, at, object }) => {
      demandRoot(actor, object, 'rollout.sign');
      if (object.acts.some((act) => act.kind === kind)) throw new Problem('rollout.act_exists');
      const id = newId();
      const author = { account: actor.account, office: actor.office?.id ?? null, post };
      const answer = { id, kind, rollout };
      const { key, fingerprint } = request;
      return {
        status: 201,
        write: () =>
          insertRow(sql, { author, key, fingerprint, status: 201, answer }, [
            sql`act as (insert into joint_acts (id, programme_id, rollout_id, kind, created_by, created_at)
              select ${id}, ${actor.programme}, ${rollout}, ${kind}, ${actor.account}, ${at} from receipt)`,
          ]),
      };
    },
  });
}

function demandRoot(actor: Found['actor'], object: RolloutObject, action: Action): void {
  const office = object.rootOffices.find((o) => o.agency === actor.office?.agency);
  const standing =
    office === undefined ? undefined : { office: office.id, superiors: [], standIns: [] };
  demand(can(actor, action, relationTo(actor, standing, object.path)));
}

type JointActFound = RolloutObject & { readonly jointAct: string; readonly kind: JointActKind };

/** Records one agency's signature: its number, date and the post that signed. */
export async function signJointAct(
  sql: Sql,
  request: Request,
  jointAct: string,
  signature: Signature,
): Promise<Answer> {
  screen(textsOf(signature));
  return onRollout<JointActFound>(sql, request, jointActObject(sql, jointAct), {
    action: 'rollout.sign',
    judge: ({ actor, today, object }, base) => {
      const view = viewRollout(base.signing, object.rolloutFacts);
      if (signature.document.on > today)
        throw new Problem('evidence.future', { field: 'document.on' });
      if (view.signed[object.kind].includes(actor.office?.agency ?? ''))
        throw new Problem('rollout.already_signed');
      return { kind: 'signature', payload: { signature }, body: { act: object.kind, signature } };
    },
  });
}

/** Puts a joint act in force, by one further fact and never before every agency has signed. */
export async function promulgate(sql: Sql, request: Request, jointAct: string): Promise<Answer> {
  return onRollout<JointActFound>(sql, request, jointActObject(sql, jointAct), {
    action: 'rollout.sign',
    judge: ({ actor, today, object }, base) => {
      const view = viewRollout(base.signing, object.rolloutFacts);
      const inForce = object.kind === 'issue' ? view.issuedAt : view.closedAt;
      if (inForce !== null) throw new Problem('rollout.in_force');
      if (!isSigned(base.signing, view.signed[object.kind]))
        throw new Problem('rollout.unsigned', {
          signed: view.signed[object.kind],
          of: base.signing,
        });
      if (object.kind === 'close' && (object.undone > 0 || view.state !== 'issued'))
        throw new Problem('rollout.not_done', { undone: object.undone });
      // The issue itself may come late; what is asked of those below may not be overdue from the start.
      if (object.kind === 'issue') refuseLateIssue(base, today);
      const also =
        object.kind === 'issue'
          ? alsoIssue(sql, { ...base, programme: actor.programme })
          : [alsoPendingEverywhere(sql, actor.programme, object.id)];
      const open = sql`select 1 where not exists (select from facts
        where joint_act_id = ${object.jointAct} and kind = 'promulgation')`;
      return { kind: 'promulgation', payload: {}, body: { act: object.kind }, also, open };
    },
  });
}

/** Records the conference at the top of the rollout; the other agencies confirm it. */
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
      if (view.state !== 'issued') throw new Problem('rollout.not_open');
      if (view.conference?.confirmed === true) throw new Problem('rollout.conference_confirmed');
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
      if (view.state !== 'issued') throw new Problem('rollout.not_open');
      if (conference?.confirmed === true) throw new Problem('rollout.conference_confirmed');
      if (conference?.seq !== word.conference || conference.filedBy === actor.office?.agency)
        throw new Problem('rollout.conference_superseded');
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

type RolloutJudgement<T extends RolloutObject> = {
  readonly action: Action;
  readonly judge: (
    standing: Standing<T> & { readonly object: T },
    base: RolloutBase,
  ) => {
    readonly kind: FactKind;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly body: Readonly<Record<string, unknown>>;
    readonly also?: readonly Fragment[];
    readonly open?: Fragment;
  };
};

/** What all facts about a rollout share: judged at its root office, written with its natural names. */
function onRollout<T extends RolloutObject>(
  sql: Sql,
  request: Request,
  object: Fragment,
  { action, judge }: RolloutJudgement<T>,
): Promise<Answer> {
  const recording: Recording<T> = {
    object,
    judge: (standing) => {
      const { actor, post, object: found } = standing;
      demandRoot(actor, found, action);
      return {
        status: 201,
        write: async () => {
          const base = await readRolloutBase(sql, found.id);
          if (base === null) throw new Problem('request.not_found');
          const { kind, payload, body, also, open } = judge(standing, base);
          const jointAct = 'jointAct' in found ? String(found.jointAct) : null;
          const natural = { kind, rollout: base.key, by: authorOf(actor, post), ...body };
          return insertFact(
            sql,
            {
              kind,
              programme: actor.programme,
              rollout: found.id,
              jointAct,
              assignment: null,
              office: actor.office?.id ?? null,
              payload,
              body: canonical(natural),
              author: { account: actor.account, office: actor.office?.id ?? null, post },
              key: request.key,
              fingerprint: request.fingerprint,
              status: 201,
              answer: { kind, rollout: found.id },
            },
            { ...(also === undefined ? {} : { also }), ...(open === undefined ? {} : { open }) },
          );
        },
      };
    },
  };
  return record(sql, request, recording);
}

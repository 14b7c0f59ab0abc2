import { createRoute } from '@hono/zod-openapi';
import { assignmentSightObject, type AssignmentSight } from '#db/reads/assignment-sight.ts';
import type { Actor } from '#domain/can.ts';
import { DONE_LABELS, NOT_APPLIED_LABELS, PAIR_LABELS } from '#domain/labels.ts';
import { ROLLOUT_LABELS, VERSION_CAUSE_LABELS } from '#domain/labels.ts';
import { relationTo } from '#facts/relation.ts';
import {
  allow,
  inLanguage,
  labelled,
  standing,
  type Api,
  type Ask,
  type Deps,
} from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { baseOf, foldRow, type Folded } from './fold.ts';
import { ASSIGNMENT } from './shapes.ts';
import { holdingOf } from './holding.ts';
import { holderOf, showLine, showStep } from './show.ts';

const route = createRoute({
  method: 'get',
  path: '/assignments/{id}',
  tags: ['assignments'],
  operationId: 'readAssignment',
  summary: 'What a pair owes, as its facts have it now: lines, steps with reasons, who holds it',
  security: bearer,
  request: { params: byId },
  responses: answers(200, 'The assignment, what is still pending laid over it', ASSIGNMENT, [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const read = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const object = assignmentSightObject(deps.reader, id);
    const who = await standing<AssignmentSight>(c, deps, object);
    const sight = who.object;
    const line = sight.offices.find((o) => o.agency === who.actor.office?.agency);
    allow(who, 'assignment.read', relationTo(who.actor, line, sight.path));
    const base = await baseOf(deps.reader, sight.rollout);
    const folded = await foldRow(deps.reader, sight, base, sight.rolloutFacts, who.at);
    const { view, conferenceAbove } = folded;
    const agency = who.actor.office?.agency ?? null;
    const { superiorNames, beingProcessed } = sight;
    return c.json(
      {
        id,
        rollout: {
          id: base.id,
          key: base.key,
          title: base.title,
          state: labelled(c, ROLLOUT_LABELS, folded.rollout.state),
        },
        unit: { key: sight.unit, name: sight.unitName, tier: sight.tier },
        asOf: who.today,
        rehearsal: rehearsalMark(c, sight.rehearsal),
        openedAt: sight.openedAt,
        state: stateOf(c, folded),
        done: view.done,
        lines: view.lines.map((l) => showLine(c, folded, l, agency, superiorNames)),
        steps: view.steps.map((s) => showStep(c, folded, s, sight)),
        versions: view.versions.map(({ cause, basis: _, ...version }) => ({
          ...version,
          cause: labelled(c, VERSION_CAUSE_LABELS, cause),
        })),
        holder: holderOf(folded, superiorNames),
        holding: holdingOf(c, folded, who),
        conference: view.conference,
        conferenceAbove,
        notApplied: notAppliedOf(c, folded, sight, who.actor),
        beingProcessed,
      },
      200,
    );
  });

function stateOf(c: Ask, { view }: Folded) {
  if (view.done === null) return labelled(c, PAIR_LABELS, view.state);
  const label = inLanguage(c, view.done.onTime ? DONE_LABELS.onTime : DONE_LABELS.late);
  return { code: view.state, label };
}

/** Told to its author: nobody else asks why it did nothing. */
function notAppliedOf(c: Ask, { view }: Folded, { authors, facts }: AssignmentSight, actor: Actor) {
  return view.notApplied.flatMap(({ seq, reason }) => {
    const fact = facts.find((f) => f.seq === seq);
    if (fact === undefined || authors[seq] !== actor.office?.id) return [];
    return [{ seq, kind: fact.act.kind, reason: labelled(c, NOT_APPLIED_LABELS, reason) }];
  });
}

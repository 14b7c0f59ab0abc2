import { createRoute } from '@hono/zod-openapi';
import { readEdicts, type RolloutBase } from '#db/reads/rollouts.ts';
import type { Edict } from '#domain/assignment.ts';
import { explainDeadline } from '#domain/explain.ts';
import { ROLLOUT_LABELS } from '#domain/labels.ts';
import { datesInForce, deadlinesInForce } from '#domain/rollout-dates.ts';
import { unitOf } from '#facts/relation.ts';
import { baseOf } from '#api/assignments/fold.ts';
import { inLanguage, labelled, type Api, type Ask, type Deps } from '#api/context.ts';
import { assumedDate, rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { ROLLOUT } from './shapes.ts';
import { coverageOf, overOf, seeRollout, signedOf, totalsOf, viewOf } from './sight.ts';

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}',
  tags: ['rollouts'],
  operationId: 'readRollout',
  summary: 'A rollout: its state, signatures, dates with their reasons, and how far it has come',
  security: bearer,
  request: { params: byId },
  responses: answers(200, 'The rollout, counted over the account’s unit and below', ROLLOUT, [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const read = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { object, scope, today } = await seeRollout(c, deps, c.req.valid('param').id);
    const base = await baseOf(deps.reader, object.id);
    const { id, key, title, issueOn, beingProcessed, signing, rehearsal } = object;
    const view = viewOf(object);
    const { issuedAt, over, conference } = view;
    const signed = signedOf(view);
    const edicts = await readEdicts(deps.reader, base, view);
    return c.json(
      {
        id,
        key,
        title,
        state: labelled(c, ROLLOUT_LABELS, view.state),
        issueOn,
        issuedAt,
        closedAt: over?.at ?? null,
        over: overOf(c, over),
        totals: totalsOf(object),
        beingProcessed,
        asOf: today,
        rehearsal: rehearsalMark(c, rehearsal),
        scope: unitOf(scope),
        signatures: {
          issue: { signed: signed.issue, of: signing },
          close: { signed: signed.close, of: signing },
        },
        conference,
        dates: datesOf(c, base, edicts),
        coverage: coverageOf(object),
      },
      200,
    );
  });

/** In the template's order, for the tiers that the tree has: as in force now, each with its reason. */
function datesOf(c: Ask, base: RolloutBase, edicts: readonly Edict[]) {
  const { template, deadlines: issued } = base;
  const deadlines = deadlinesInForce(base, edicts);
  const { calendar } = datesInForce(base, edicts);
  const labels = Object.fromEntries(template.steps.map((s) => [s.key, s.label]));
  const tiers = new Set(template.steps.filter((s) => s.key in issued).map((s) => s.tier));
  return template.steps.flatMap((step) => {
    if (!tiers.has(step.tier)) return [];
    const deadline = deadlines[step.key];
    const { key, tier, kind, label, within = null } = step;
    const why =
      deadline === undefined ? [] : explainDeadline(deadline, calendar, c.var.language, labels);
    return [
      {
        key,
        tier,
        kind,
        label: inLanguage(c, label),
        on: deadline?.on ?? null,
        asIssued: issued[key]?.on ?? null,
        within,
        provisional: deadline?.provisional ?? false,
        assumed: assumedDate(c.var.language, template, key, deadline?.reason ?? null),
        why,
      },
    ];
  });
}

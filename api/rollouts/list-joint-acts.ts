import { createRoute, z } from '@hono/zod-openapi';
import { JOINT_ACT_LABELS } from '#domain/labels.ts';
import type { RolloutFact, Signature } from '#domain/rollout-record.ts';
import { JOINT_ACT_KINDS, type Instant } from '#domain/vocabulary.ts';
import { documentRef } from '#facts/fields.input.ts';
import { jointActInput } from '#facts/rollout.input.ts';
import { readJointActs } from '#db/reads/joint-acts.ts';
import { labelled as withLabel, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { id, instant, labelled, rehearsal } from '#api/schemas.ts';
import { SIGNATURES } from './shapes.ts';
import { seeRollout, viewOf } from './sight.ts';

const JOINT_ACT = z
  .object({
    id,
    kind: labelled(JOINT_ACT_KINDS),
    n: z.int().openapi({ description: 'The how-manieth of its kind in the rollout' }),
    terms: jointActInput,
    openedAt: instant,
    inForceAt: instant.nullable(),
    discardedAt: instant.nullable(),
    ...SIGNATURES.shape,
    signatures: z.array(
      z.object({
        agency: z.string(),
        at: instant,
        document: documentRef,
        signatoryPost: z.string(),
      }),
    ),
  })
  .openapi('JointAct');

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}/joint-acts',
  tags: ['rollouts'],
  operationId: 'listJointActs',
  summary:
    'The acts of all agencies on a rollout: what each says, and every agency’s number, date and post',
  security: bearer,
  request: { params: byId },
  responses: answers(200, 'All of them', z.object({ rehearsal, items: z.array(JOINT_ACT) }), [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const listJointActs = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { object } = await seeRollout(c, deps, c.req.valid('param').id);
    const view = viewOf(object);
    const acts = await readJointActs(deps.reader, object.id);
    const items = acts.map(({ id: act, n, terms, openedAt }) => {
      const known = view.acts.get(act);
      return {
        id: act,
        kind: withLabel(c, JOINT_ACT_LABELS, terms.kind),
        n,
        terms,
        openedAt,
        inForceAt: known?.inForceAt ?? null,
        discardedAt: known?.discardedAt ?? null,
        signed: known?.signed ?? [],
        of: object.signing,
        signatures: signaturesOf(object.rolloutFacts, act),
      };
    });
    return c.json({ rehearsal: rehearsalMark(c, object.rehearsal), items }, 200);
  });

/** Each agency's as it was last corrected, in the order in which they were given. */
function signaturesOf(facts: readonly RolloutFact[], jointAct: string) {
  const signatures = new Map<string, Signature & { agency: string; at: Instant }>();
  for (const { agency, at, act } of facts)
    if ('signature' in act && act.jointAct.id === jointAct)
      signatures.set(agency, { agency, at, ...act.signature });
  return [...signatures.values()];
}

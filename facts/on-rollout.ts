/** What all facts about a rollout share: judged at its root office, written with its natural names. */
import type { Fragment, Sql } from '#db/driver.ts';
import { readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import type { RolloutObject, Standing } from '#db/reads/standing.ts';
import { insertFact, type FactConditions } from '#db/writes/facts.ts';
import { can, type Action, type Actor } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';
import type { FactKind } from '#domain/vocabulary.ts';
import { demand, record, type Answer, type Recording, type Request } from './record.ts';
import { authorOf, relationTo } from './relation.ts';

export type RolloutJudgement<T extends RolloutObject> = {
  readonly action: Action;
  /** Throws a `Problem`, or says what is to be written. */
  readonly judge: (
    standing: Standing<T> & { readonly object: T },
    base: RolloutBase,
  ) => RolloutVerdict | Promise<RolloutVerdict>;
};

type RolloutVerdict = Omit<FactConditions, 'lock'> & {
  readonly kind: FactKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the ledger says of it besides kind, rollout and author. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The joint act that it is about, where that is not the object. */
  readonly jointAct?: string;
  /** It changes the whole rollout: nothing else may be opened or changed beside it. */
  readonly locks?: true;
};

export function demandRoot(actor: Actor, object: RolloutObject, action: Action): void {
  const office = object.rootOffices.find((o) => o.agency === actor.office?.agency);
  const standing =
    office === undefined ? undefined : { office: office.id, superiors: [], standIns: [] };
  demand(can(actor, action, relationTo(actor, standing, object.path)));
}

export function onRollout<T extends RolloutObject>(
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
          const { kind, payload, body, locks, ...rest } = await judge(standing, base);
          const { jointAct = actOf(found), ...conditions } = rest;
          const natural = { kind, rollout: base.key, by: authorOf(actor, post), ...body };
          const lock = { rollout: found.id, latch: found.latch };
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
            { ...conditions, ...(locks === true ? { lock } : {}) },
          );
        },
      };
    },
  };
  return record(sql, request, recording);
}

const actOf = (found: object) => ('jointAct' in found ? String(found.jointAct) : null);

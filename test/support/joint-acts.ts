/** The acts of all agencies on the tiny rollout, as both planners do them over the API. */
import { expect } from 'vitest';
import type { Client, Told } from './api.ts';
import { settle, type TinyRollout } from './tiny-rollout.ts';
import type { LiveDatabase } from './live.ts';

export const SIGNATURE = {
  document: { number: '12/TB', on: '2023-08-01' },
  signatoryPost: 'Giám đốc',
};

export const planners = ({ head }: TinyRollout): readonly [Client, Client] => [
  head('police', 't:01'),
  head('union', 't:01'),
];

const made = (told: Told): Told => {
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return told;
};

/** Drafts it; answers its id. */
export async function drafted(
  tiny: TinyRollout,
  terms: object,
  rollout = tiny.rollout,
): Promise<string> {
  const [police] = planners(tiny);
  return String(made(await police.post(`/rollouts/${rollout}/joint-acts`, terms)).body['id']);
}

export async function sign(tiny: TinyRollout, act: string): Promise<void> {
  for (const agency of planners(tiny))
    made(await agency.post(`/joint-acts/${act}/signatures`, SIGNATURE));
}

/** Drafted, signed by both, in force, and every consequence drawn. Answers its id. */
export async function putInForce(
  tiny: TinyRollout,
  database: LiveDatabase,
  terms: object,
  rollout = tiny.rollout,
): Promise<string> {
  const act = await drafted(tiny, terms, rollout);
  await sign(tiny, act);
  made(await planners(tiny)[1].post(`/joint-acts/${act}/promulgation`, {}));
  await settle(database.worker);
  return act;
}

export async function stepTo(
  { operator }: TinyRollout,
  database: LiveDatabase,
  to: string,
): Promise<void> {
  made(await operator.post('/programmes/tiny/clock', { to }));
  await settle(database.worker);
}

/** People of the tiny programme: who gives them a code, and what they get in with. */
import { expect } from 'vitest';
import type { Deps } from '#api/context.ts';
import { apiOver, type Client, type Told } from './api.ts';
import type { LiveDatabase } from './live.ts';
import { seedTinyProgramme, type AgencyCode, type Seeded, type UnitKey } from './tiny-programme.ts';

export const PASSWORD = 'chè shan tuyết Sìn Hồ';

export type Person = {
  readonly id: string;
  /** The account's own token, as a program uses it. */
  readonly token: string;
  readonly client: Client;
};

export type People = {
  readonly seeded: Seeded;
  readonly api: ReturnType<typeof apiOver>;
  readonly anybody: Client;
  readonly operator: Client;
  readonly person: (
    agency: AgencyCode,
    unit: UnitKey,
    as?: Parameters<Seeded['account']>[2],
  ) => Promise<Person>;
  /** What the operator's sheet of paper says. */
  readonly issue: (who: Pick<Person, 'id'>) => Promise<{ login: string; code: string }>;
  /** Somebody who has signed in once, with that password. */
  readonly activated: (
    agency: AgencyCode,
    unit: UnitKey,
    password?: string,
  ) => Promise<Person & { login: string; session: string; own: Client }>;
  readonly signIn: (login: string, password?: string) => Promise<Told>;
  readonly activate: (code: string, password?: string) => Promise<Told>;
};

export async function openPeople(
  database: LiveDatabase,
  rest: Pick<Partial<Deps>, 'log'> = {},
): Promise<People> {
  const seeded = await seedTinyProgramme(database.owner);
  const api = apiOver(database, rest);
  const anybody = api.as('');
  const operator = api.as(await seeded.account(null, null, { role: 'operator' }));
  const person: People['person'] = async (agency, unit, as) => {
    const token = await seeded.account(agency, unit, as);
    const client = api.as(token);
    return { id: String((await client.get('/me')).body['account']), token, client };
  };
  const issue: People['issue'] = async ({ id }) => {
    const told = await operator.post(`/accounts/${id}/activation-codes`, {});
    expect(told.status, JSON.stringify(told.body)).toBe(201);
    return told.body as unknown as { login: string; code: string };
  };
  const activate: People['activate'] = (code, password = PASSWORD) =>
    anybody.post('/activations', { code, password });
  return {
    seeded,
    api,
    anybody,
    operator,
    person,
    issue,
    activate,
    async activated(agency, unit, password) {
      const who = await person(agency, unit);
      const { login, code } = await issue(who);
      const { status, body } = await activate(code, password);
      expect(status, JSON.stringify(body)).toBe(201);
      return {
        ...who,
        login,
        session: String(body['session']),
        own: api.as(String(body['token'])),
      };
    },
    signIn: (login, password = PASSWORD) => anybody.post('/sessions', { login, password }),
  };
}

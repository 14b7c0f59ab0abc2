/** No token, password or code is kept anywhere, told in any refusal or written in any line of the log. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { fingerprintOf } from '#facts/record.ts';
import { verifyRecord } from '#verify/index.ts';
import type { Client, Told } from '#test/support/api.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;
const lines: string[] = [];

const FIRST = 'Mười con trâu-7 gặm cỏ';
const SECOND = 'Hai nồi thắng cố_89 sôi';
const WRONG = 'Không-phải nó đâu-55 nhé';
/** A password typed into the field of the login: it happens every day. */
const MISTYPED = 'matkhaucuatoi-3141592';
const secrets = [FIRST, SECOND, WRONG, MISTYPED];
const told: Told[] = [];

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  people = await openPeople(database, { log });
});
afterAll(() => database?.close());

/** Remembers what a token or code is, and what was answered besides. */
function keep(answer: Told): Told {
  const { token, code, ...body } = answer.body as Record<string, unknown>;
  const secret = token ?? (answer.status === 201 ? code : undefined);
  if (typeof secret === 'string') secrets.push(secret, secret.replaceAll('-', ''));
  told.push({ ...answer, body: (answer.status === 201 ? body : answer.body) as never });
  return answer;
}
const post = async (client: Client, path: string, body: unknown, key?: string) =>
  keep(await client.post(path, body, key === undefined ? {} : { 'idempotency-key': key }));

async function dump(): Promise<string> {
  const tables = await database.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => database.owner.unsafe(`select t::text as row from "${name}" t`)),
  );
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}

/** In any spelling a program might keep it in. */
const spellings = (secret: string) => [
  secret,
  secret.toLowerCase(),
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
];

test('a whole story leaves no secret behind', async () => {
  const who = await people.person('police', 't:0111');
  const made = await post(
    people.operator,
    `/offices/${people.seeded.office('union', 't:0111')}/accounts`,
    {
      role: 'officer',
      basis: 'head',
      post: 'Trưởng',
    },
  );
  await post(people.operator, `/accounts/${made.body['id']}/tokens`, {});
  const issued = await post(people.operator, `/accounts/${who.id}/activation-codes`, {}, 'code');
  await post(people.operator, `/accounts/${who.id}/activation-codes`, {}, 'code');
  const { login, code } = issued.body as unknown as Record<string, string>;
  await post(people.anybody, '/activations', { code, password: 'Ngắn-quá 1' + '2'.repeat(300) });
  await post(people.anybody, '/activations', { code, password: FIRST });
  await post(people.anybody, '/activations', { code, password: FIRST });
  await post(people.anybody, '/activations', { code, password: WRONG });
  await post(people.anybody, '/activations', { code: MISTYPED, password: WRONG });
  const begun = await post(people.anybody, '/sessions', { login, password: FIRST });
  await post(people.anybody, '/sessions', { login, password: WRONG });
  await post(people.anybody, '/sessions', { login: MISTYPED, password: login });
  await post(people.anybody, '/programmes/tiny/rehearsal-sessions', { account: who.id });
  const own = people.api.as(String(begun.body['token']));
  const change = '/me/password-changes';
  await post(own, change, { old: WRONG, new: SECOND });
  await post(own, change, { old: FIRST, new: SECOND }, 'change');
  await post(own, change, { old: FIRST, new: SECOND }, 'change');
  told.push(await own.get('/me/sessions'), await own.get('/me'));
  const [receipt] = await database.owner<{ fingerprint: string }[]>`
    select fingerprint from receipts where key = 'change'`;
  // Nor can it be found by trying: its receipt does not fit the plain fingerprint of the right guess.
  const guess = fingerprintOf('POST', change, { old: FIRST, new: SECOND });
  expect(receipt!.fingerprint).not.toBe(guess);
  expect(secrets.length).toBeGreaterThan(14);
  expect(told.filter(({ status }) => status === 201).length).toBeGreaterThan(8);
});

test('a refusal shows nothing of what was sent, however wrong its form', async () => {
  const own = await people.activated('union', 't:0112', FIRST);
  for (const password of [FIRST.normalize('NFD'), `${FIRST}\u200b`, [FIRST], { a: FIRST }, 12])
    for (const [client, path, body] of [
      [people.anybody, '/sessions', { login: own.login, password }],
      [people.anybody, '/sessions', { login: password, password: FIRST }],
      [people.anybody, '/activations', { code: MISTYPED, password }],
      [people.anybody, '/activations', { code: password, password: FIRST }],
      [own.own, '/me/password-changes', { old: password, new: SECOND }],
      [own.own, '/me/password-changes', { old: FIRST, new: password }],
    ] as const) {
      const answer = await post(client, path, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    }
});

test('nor does the log, also where the database fails in the middle of it', async () => {
  const who = await people.activated('union', 't:0111', FIRST);
  const { code } = await people.issue(who);
  secrets.push(code);
  await database.owner`alter table sign_ins rename to elsewhere`;
  const failing = [
    await post(people.anybody, '/sessions', { login: who.login, password: FIRST }),
    await post(people.anybody, '/sessions', { login: who.login, password: WRONG }),
    await post(people.anybody, '/activations', { code, password: SECOND }),
    await post(who.own, '/me/password-changes', { old: FIRST, new: SECOND }),
  ];
  await database.owner`alter table elsewhere rename to sign_ins`;
  expect(failing.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  expect(lines.length).toBeGreaterThan(3);
  // Nothing of it took effect: the same again is done.
  expect((await people.activate(code, SECOND)).status).toBe(201);
});

test('neither the record nor the log nor any answer holds one', async () => {
  const places = { record: await dump(), log: lines.join('\n'), answers: JSON.stringify(told) };
  expect(places.record.length).toBeGreaterThan(10_000);
  for (const secret of secrets)
    for (const spelling of spellings(secret))
      for (const [place, text] of Object.entries(places))
        expect(text.includes(spelling), `${spelling} in the ${place}`).toBe(false);
});

test('the record holds to all of it', async () => {
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  expect(invariants.flatMap((i) => i.problems.map((found) => [i.id, found]))).toEqual([]);
});

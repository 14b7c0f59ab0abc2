/**
 * A world in which every relation occurs: the tiny programme, a district that has ended with a commune under it, an
 * office that another stands in for, a unit below a commune, a province besides, another programme in the same units.
 */
import { newId } from '#db/ids.ts';
import type { Sql, Transaction } from '#db/driver.ts';
import { searchName } from '#domain/search-name.ts';
import { hashToken } from '#facts/record.ts';
import { apiOver, type Client, type Told } from '#test/support/api.ts';
import { drafted, putInForce } from '#test/support/joint-acts.ts';
import type { LiveDatabase } from '#test/support/live.ts';
import { AGENCIES, PROGRAMME, TEMPLATE } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { ACCOUNTS } from './judge.ts';
import type { Outsider, Staff } from './matrix.ts';
import { STAFF } from './matrix.ts';

/** key, name, tier, parent: what the tiny programme lacks. */
const UNITS = [
  ['t:013', 'Huyện Cuối', 'district', 't:01'],
  ['t:0131', 'Xã Cuối', 'commune', 't:013'],
  ['t:02', 'Tỉnh Hai', 'province', null],
] as const;
/** Made after every issue, so that nothing is asked of it. */
const LOWEST = ['t:01111', 'Tổ Một', 'commune', 't:0111'] as const;

/** What is open, done and reported within a day: tiếp nhận and a plan. */
const SHORT = {
  ...TEMPLATE,
  key: 'rollout-short',
  steps: TEMPLATE.steps.filter(({ kind }) => kind !== 'conference' && kind !== 'report'),
};
const TIERED = { ...SHORT, key: 'rollout-tiered', receiving: 'byTier' };

const DRAFT = { title: 'Đợt triển khai', closeOn: '2023-12-29' };
const DAYS = { from: '2023-08-01', to: '2023-12-31' };

export type AccessWorld = {
  readonly database: LiveDatabase;
  readonly tiny: TinyRollout;
  /** `long` has every step; `tiered` opens tier by tier, with a joint act drafted; `draft` waits for signatures. */
  readonly rollouts: Readonly<Record<'long' | 'short' | 'tiered' | 'draft', string>>;
  readonly acts: Readonly<Record<'drafted' | 'inForce' | 'issue', string>>;
  readonly calendar: string;
  readonly mail: string;
  /** Ids by `agency@unit`. */
  readonly office: (name: string) => string;
  readonly assignment: (rollout: 'long' | 'short', unit: string) => string;
  /** An account of the unit's police without a ground; one that is disabled. */
  readonly spare: (unit: string, disabled?: boolean) => string;
  /** A message that the unit's police were sent. */
  readonly message: (unit: string) => string;
  readonly client: (who: Staff, office: string) => Client;
  readonly outsider: (who: Outsider) => Client;
  /** What the work writes is gone afterwards, as is what each of its parts writes. */
  readonly undone: (work: (tx: Transaction) => Promise<void>) => Promise<void>;
};

const ok = (told: Told): Told => {
  if (told.status >= 300) throw new Error(`${told.status} ${JSON.stringify(told.body)}`);
  return told;
};
const idOf = (told: Told) => String(ok(told).body['id']);

export async function openAccessWorld(database: LiveDatabase): Promise<AccessWorld> {
  const { owner } = database;
  const tiny = await issueTinyRollout(database, async () => {
    for (const unit of UNITS) await addUnit(owner, unit);
    for (const body of [SHORT, TIERED])
      await owner`insert into templates ${owner({ programme_id: PROGRAMME, key: body.key, body: owner.json(body as never) })}`;
  });
  const planner = tiny.head('police', 't:01');
  const draft = (template: string) => planner.post('/rollouts', { template, ...DRAFT }).then(idOf);
  const rollouts = {
    long: tiny.rollout,
    short: await draft(SHORT.key),
    tiered: await draft(TIERED.key),
    draft: await draft(SHORT.key),
  };
  for (const rollout of [rollouts.short, rollouts.tiered])
    await putInForce(tiny, database, { kind: 'issue' }, rollout);
  await addUnit(owner, LOWEST);
  const officeIds = await idsOf(owner);
  const people = await addPeople(owner, officeIds);
  const told = { kind: 'amend', reason: 'Thêm nội dung', dates: {}, content: 'Thêm tuyên truyền' };
  const acts = {
    inForce: await putInForce(tiny, database, told),
    drafted: await drafted(tiny, { kind: 'suspend', reason: 'Mưa lũ' }, rollouts.tiered),
    issue: await drafted(tiny, { kind: 'issue' }, rollouts.draft),
  };
  const calendar = idOf(await planner.post(`/programmes/${PROGRAMME}/calendars`, CALENDAR));
  const { api, undone } = undoing(database);
  const client: AccessWorld['client'] = (who, office) => api.as(people.get(`${who} ${office}`)!);
  const office: AccessWorld['office'] = (name) => officeIds.get(name)!;
  await delegateAll(client, office, people);
  ok(
    await client('head', 'police@t:012').post(`/offices/${office('police@t:0121')}/stand-ins`, {
      standInOffice: office('police@t:0122'),
      post: 'Phó Trưởng',
      ...DAYS,
    }),
  );
  await end(owner, 't:013');
  const outsiders = await addOutsiders(owner, office('police@t:01'));
  return {
    database,
    tiny,
    rollouts,
    acts,
    calendar,
    mail: await addParkedMail(owner, office('police@t:0111')),
    office,
    ...(await lookUps(owner, rollouts, office)),
    client,
    outsider: (who) => api.as(outsiders[who]),
    undone,
  };
}

export const CALENDAR = {
  days: [
    {
      date: '2024-01-02',
      kind: 'holiday',
      nameVi: 'Nghỉ',
      nameEn: 'Holiday',
      source: 'TB 1/2023',
      confirmed: true,
    },
  ],
};

type Unit = readonly [key: string, name: string, tier: string, parent: string | null];

async function addUnit(sql: Sql, [key, name, tier, parent]: Unit): Promise<void> {
  await sql`insert into units (key, code, tier, kind, name, search_name, parent_key, path, valid_from)
    select ${key}, ${key.slice(2)}, ${tier}, ${tier}, ${name}, ${searchName(name)}, ${parent},
      coalesce((select path from units where key = ${parent}), '/') || ${key}::text || '/', '2000-01-01'`;
  for (const agency of AGENCIES)
    await sql`insert into offices (id, programme_id, agency, unit_key, name, parent_id, valid_from)
      select ${newId()}, ${PROGRAMME}, ${agency}, ${key}, ${`${agency} ${name}`},
        (select id from offices where agency = ${agency} and unit_key = ${parent}), '2000-01-01'`;
}

/** As a reorganisation leaves it: unit and offices are of yesterday, what is below them is not. */
async function end(sql: Sql, unit: string): Promise<void> {
  await sql`update units set valid_to = '2023-07-31' where key = ${unit}`;
  await sql`update offices set valid_to = '2023-07-31' where unit_key = ${unit}`;
}

async function idsOf(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, agency || '@' || unit_key as name from offices where programme_id = ${PROGRAMME}`;
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Every kind of account in every office. Answers their tokens by `who office`. */
async function addPeople(
  sql: Sql,
  offices: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  const rows = [...offices].flatMap(([name, office]) => [
    ...STAFF.map((who) => {
      const token = `lt_test_${newId()}`;
      tokens.set(`${who} ${name}`, token);
      const { role, basis } = ACCOUNTS[who];
      return account({ office, role, basis: who === 'delegated' ? null : basis, post: who, token });
    }),
    ...['spare', 'gone'].map((post) => account({ office, role: 'officer', basis: null, post })),
  ]);
  await sql`insert into accounts ${sql(rows)}`;
  await sql`update accounts set disabled_at = created_at where post = 'gone'`;
  return tokens;
}

const account = ({
  programme = PROGRAMME,
  office,
  role,
  basis,
  post,
  token = newId(),
}: {
  readonly programme?: string;
  readonly office: string | null;
  readonly role: string;
  readonly basis: string | null;
  readonly post: string;
  readonly token?: string;
}) => ({
  id: newId(),
  programme_id: programme,
  office_id: office,
  role,
  basis,
  post,
  token_hash: hashToken(token),
  created_at: '2023-08-01T01:00:00.000Z',
});

/** By a document of the office's own head. */
async function delegateAll(
  client: AccessWorld['client'],
  office: AccessWorld['office'],
  people: ReadonlyMap<string, string>,
): Promise<void> {
  for (const key of people.keys()) {
    const [who, name = ''] = key.split(' ');
    if (who !== 'delegated') continue;
    const { body } = await client('delegated', name).get('/me');
    ok(
      await client('head', name).post(`/offices/${office(name)}/delegations`, {
        account: body['account'],
        document: { number: '1/GUQ', on: '2023-07-31' },
        ...DAYS,
      }),
    );
  }
}

/** Those who have no office of the programme; the other one sits in the same unit. */
async function addOutsiders(sql: Sql, office: string): Promise<Readonly<Record<Outsider, string>>> {
  await sql`insert into programmes select (p).* from (
    select jsonb_populate_record(p, '{"id": "other"}') as p from programmes p where id = ${PROGRAMME}) x`;
  await sql`insert into agencies select 'other', code, name, ordinal, signs from agencies`;
  await sql`insert into calendar_years (programme_id, version, year, confirmed, source)
    select 'other', version, year, confirmed, source from calendar_years`;
  const other = newId();
  await sql`insert into offices (id, programme_id, agency, unit_key, name, valid_from)
    values (${other}, 'other', 'police', 't:01', 'Another', '2000-01-01')`;
  const token = () => `lt_test_${newId()}`;
  const tokens = {
    operator: token(),
    foreign: token(),
    foreignOperator: token(),
    disabled: token(),
    anonymous: '',
  };
  const { operator, foreign, foreignOperator, disabled } = tokens;
  const none = { office: null, role: 'operator', basis: null, post: 'operator' };
  const head = { role: 'planner', basis: 'head', post: 'head' };
  await sql`insert into accounts ${sql([
    account({ ...none, token: operator }),
    account({ ...none, programme: 'other', token: foreignOperator }),
    account({ ...head, programme: 'other', office: other, token: foreign }),
    account({ ...head, office, token: disabled, post: 'disabled' }),
  ])}`;
  await sql`update accounts set disabled_at = created_at where post = 'disabled'`;
  return tokens;
}

async function addParkedMail(sql: Sql, office: string): Promise<string> {
  const id = newId();
  const at = '2023-08-01T01:00:00.000Z';
  await sql`insert into mails ${sql({
    id,
    programme_id: PROGRAMME,
    office_id: office,
    morning: '2023-08-01',
    n: 1,
    message_id: id,
    drawn_up_at: at,
    closed_at: at,
    tries: 8,
    next_try_at: at,
    parked_at: at,
    failure: 'refused',
    detail: '550',
  })}`;
  return id;
}

async function lookUps(
  sql: Sql,
  rollouts: AccessWorld['rollouts'],
  office: AccessWorld['office'],
): Promise<Pick<AccessWorld, 'assignment' | 'spare' | 'message'>> {
  const assignments = await sql<{ id: string; rollout: string; unit: string }[]>`
    select id, rollout_id as rollout, unit_key as unit from assignments`;
  const spares = await sql<{ id: string; office: string; post: string }[]>`
    select id, office_id as office, post from accounts where post in ('spare', 'gone')`;
  const messages = await sql<{ id: number; office: string }[]>`
    select max(id)::int as id, recipient_id as office from messages where outcome = 'sent' group by 2`;
  const found = <T>(rows: readonly T[], is: (row: T) => boolean, what: string): T => {
    const row = rows.find(is);
    if (row === undefined) throw new Error(`the world lacks ${what}`);
    return row;
  };
  const police = (unit: string) => office(`police@${unit}`);
  return {
    assignment: (rollout, unit) =>
      found(assignments, (a) => a.rollout === rollouts[rollout] && a.unit === unit, unit).id,
    spare: (unit, disabled = false) =>
      found(
        spares,
        (s) => s.office === police(unit) && s.post === (disabled ? 'gone' : 'spare'),
        `an account at ${unit}`,
      ).id,
    message: (unit) =>
      String(found(messages, (m) => m.office === police(unit), `a message to ${unit}`).id),
  };
}

/** An app whose writing pool is one transaction that never commits, while there is one. */
function undoing(database: LiveDatabase) {
  let current: Transaction | null = null;
  const intake = new Proxy(database.intake, {
    apply: (pool, self, args) => Reflect.apply(current ?? pool, self, args),
    get: (pool, key) => Reflect.get(current ?? pool, key),
  });
  const api = apiOver({ intake, reader: database.reader }, { inspect: async () => [] });
  const undo = new Error('undone');
  const undone: AccessWorld['undone'] = async (work) => {
    const outer = current;
    const within = async (tx: Transaction) => {
      current = tx;
      await work(tx).finally(() => {
        current = outer;
      });
      throw undo;
    };
    const ran = outer === null ? database.intake.begin(within) : outer.savepoint(within);
    await ran.catch((thrown: unknown) => {
      if (thrown !== undo) throw thrown;
    });
  };
  return { api, undone };
}

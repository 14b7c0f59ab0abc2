/** Programmes of the whole country, made of the shipped one: its agencies and calendar, all units, one step. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Sql } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import type { CivilDate, Tier } from '#domain/vocabulary.ts';
import { folderOf, readProgrammeFolder } from '#exchange/programme-folder.ts';
import { createOperator } from '#facts/account.ts';
import { importProgramme } from '#facts/programme.ts';
import { hashToken } from '#facts/record.ts';
import type { Call, Driver } from './load.ts';

const PROGRAMMES = resolve(import.meta.dirname, '../programmes');
const SHIPPED = join(PROGRAMMES, 'lai-chau-2023-2033');
export const ROOT_UNIT = 'vn:00';
const AGENCIES = ['police', 'womensUnion'] as const;

export type Country = {
  readonly programme: string;
  readonly unitFile: string;
  /** Codes of the provinces; null: all there are. */
  readonly provinces: readonly string[] | null;
  readonly validFrom: CivilDate;
  /** The working day on which rollouts are issued. */
  readonly issueOn: CivilDate;
  readonly closeOn: CivilDate;
};

/** 63 provinces, 696 districts, 10,047 communes. */
const THREE_TIERS: Country = {
  programme: 'bench-three-tiers',
  unitFile: 'vn-units-2024.csv',
  provinces: null,
  validFrom: '2023-06-30',
  issueOn: '2023-07-14',
  closeOn: '2023-08-31',
};
/** 34 provinces, 3,321 communes. */
const TWO_TIERS: Country = {
  programme: 'bench-two-tiers',
  unitFile: 'vn-units-2025.csv',
  provinces: null,
  validFrom: '2025-07-01',
  issueOn: '2025-07-14',
  closeOn: '2025-08-29',
};

export type Countries = { readonly threeTiers: Country; readonly twoTiers: Country };

/** The whole country; or three provinces of it, to see that everything runs. */
export function countries(smoke: boolean): Countries {
  const provinces = smoke ? ['11', '12', '14'] : null;
  return {
    threeTiers: { ...THREE_TIERS, provinces },
    twoTiers: { ...TWO_TIERS, provinces },
  };
}

const step = (
  key: string,
  tier: Tier,
  kind: TemplateStep['kind'],
  rest: Partial<TemplateStep> = {},
): TemplateStep => ({ key, tier, kind, label: { vi: key, en: key }, mark: 'assumed', ...rest });

/** Tiếp nhận by both, unchecked: done without a check; every gate opens at the issue (DESIGN 13). */
const ONE_STEP: Template = {
  key: 'one-step',
  title: { vi: 'Phổ biến văn bản', en: 'Circulation of a document' },
  rulesVersion: 1,
  receiving: 'atIssue',
  checked: false,
  steps: [
    step('N1', 'central', 'issue', { offset: 10 }),
    step('P1', 'province', 'acknowledgement', { within: 2 }),
    step('D1', 'district', 'acknowledgement', { within: 2 }),
    step('C1', 'commune', 'acknowledgement', { within: 2 }),
    step('N2', 'central', 'closing'),
  ],
  ladder: [
    { key: 'before1', days: -1, to: 'office', mark: 'assumed' },
    { key: 'after1', days: 1, to: { superior: 1 }, mark: 'assumed' },
  ],
  answerWithin: 3,
  mendWithin: 2,
  confirmWithin: 3,
  insteadAfter: 5,
};

const ROOT_ROW = `unit_key,code,tier,kind,name,parent_code,province_code,valid_from,valid_from_basis,valid_to
${ROOT_UNIT},00,central,nuoc,Nước Việt Nam,,00,2020-01-01,assumed,
`;

/** The rows of those provinces; no field of the files holds a comma. */
function unitsOf({ unitFile, provinces }: Country): string {
  const text = readFileSync(join(PROGRAMMES, 'units', unitFile), 'utf8');
  if (provinces === null) return text;
  const [header = '', ...rows] = text.split('\n');
  const column = header.split(',').indexOf('province_code');
  return [header, ...rows.filter((row) => provinces.includes(row.split(',')[column] ?? ''))].join(
    '\n',
  );
}

function countryFolder(country: Country): ProgrammeFolder {
  const { programme, unitFile, validFrom } = country;
  const shipped = (name: string) => readFileSync(join(SHIPPED, name));
  // What holds for a province's offices, holds for those above.
  const main = JSON.parse(shipped('programme.json').toString(), (_, value) =>
    value?.province === undefined ? value : { central: value.province, ...value },
  );
  main.offices.everyAgencyIn.unshift('central');
  const own = { key: programme, validFrom, provinceCode: '00', successions: [] };
  const units = ['root.csv', unitFile];
  const files = new Map<string, Uint8Array>([
    ['programme.json', Buffer.from(JSON.stringify({ ...main, ...own, units }))],
    ['root.csv', Buffer.from(ROOT_ROW)],
    [unitFile, Buffer.from(unitsOf(country))],
    ['calendar.csv', shipped('calendar.csv')],
    ['calendar-years.csv', shipped('calendar-years.csv')],
    ['templates/one-step.json', Buffer.from(JSON.stringify(ONE_STEP))],
  ]);
  const read = readProgrammeFolder(folderOf(files));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.folder;
}

const tokenOf = (programme: string, office: string) => `lt_bench_${programme}_${office}`;

/**
 * Imports it and gives every office the account of its head; its clock stands on the morning of the issue.
 *
 * @returns the operator's account
 */
export async function loadCountry(
  sql: Sql,
  country: Country,
): Promise<{ readonly id: string; readonly token: string }> {
  const { programme, issueOn } = country;
  await importProgramme(sql, countryFolder(country), { rehearsal: true });
  const operator = await createOperator(sql, programme, 'Vận hành');
  if (operator === null) throw new Error(`no programme ${programme}`);
  const offices = await sql<{ id: string; key: string; root: boolean }[]>`
    select id, agency || '@' || unit_key as key, unit_key = ${ROOT_UNIT} as root from offices
    where programme_id = ${programme}`;
  const accounts = offices.map(({ id, key, root }) => ({
    id: newId(),
    office: id,
    role: root ? 'planner' : 'officer',
    hash: hashToken(tokenOf(programme, key)),
  }));
  // Not over HTTP: twenty thousand heads of offices are the stage, not the play.
  await sql`
    insert into accounts (id, programme_id, office_id, role, basis, post, token_hash, created_at)
    select x.id, ${programme}, x.office, x.role, 'head', 'Thủ trưởng', x.hash, programme_now(${programme})
    from jsonb_to_recordset(${sql.json(accounts as never)}) as x (id uuid, office uuid, role text, hash text)`;
  await sql`update programmes set stepped_at = ${`${issueOn}T01:00:00.000Z`} where id = ${programme}`;
  await sql`analyze`;
  return operator;
}

let calls = 0;
const keyOf = (what: string) => `bench-${what}-${(calls += 1)}`;

/** A call by the head of one of the root's offices. */
async function byRoot(
  sql: Sql,
  programme: string,
): Promise<(agency: string) => Omit<Call, 'path'>> {
  const rows = await sql<{ id: string; agency: string }[]>`
    select ac.id, o.agency from accounts ac join offices o on o.id = ac.office_id
    where ac.programme_id = ${programme} and o.unit_key = ${ROOT_UNIT}`;
  return (agency) => ({
    account: rows.find((row) => row.agency === agency)?.id ?? '',
    token: tokenOf(programme, `${agency}@${ROOT_UNIT}`),
    key: keyOf('root'),
    body: {},
  });
}

/** A rollout drafted and signed by all; `issue` puts it in force and returns with the answer. */
export async function signedRollout(
  sql: Sql,
  driver: Driver,
  { programme, issueOn, closeOn }: Country,
): Promise<{ readonly rollout: string; issue(): Promise<void> }> {
  const by = await byRoot(sql, programme);
  const [first, second] = AGENCIES;
  const draft = { template: ONE_STEP.key, title: 'Đợt triển khai', closeOn };
  const drafted = await driver.accepted({ ...by(first), path: '/rollouts', body: draft });
  const rollout = String(drafted.body['id']);
  const path = `/rollouts/${rollout}/joint-acts`;
  const act = await driver.accepted({ ...by(first), path, body: { kind: 'issue' } });
  const on = `/joint-acts/${String(act.body['id'])}`;
  const signature = { document: { number: '01/KH', on: issueOn }, signatoryPost: 'Thủ trưởng' };
  for (const agency of AGENCIES)
    await driver.accepted({ ...by(agency), path: `${on}/signatures`, body: signature });
  const issue = async () => {
    await driver.accepted({ ...by(second), path: `${on}/promulgation` });
  };
  return { rollout, issue };
}

/** Every acknowledgement that a rollout's offices still owe, evenly mixed over the country. */
export async function owedCalls(sql: Sql, rollout: string): Promise<Call[]> {
  const rows = await sql<{ id: string; programme: string; office: string; account: string }[]>`
    select a.id, a.programme_id as programme, l.agency || '@' || a.unit_key as office, ac.id as account
    from assignments a join lines l on l.assignment_id = a.id join accounts ac on ac.office_id = l.office_id
    where a.rollout_id = ${rollout} and l.received_on is null
      and not exists (select from facts f where f.assignment_id = a.id and f.office_id = l.office_id)
    order by md5(a.unit_key || l.agency)`;
  return rows.map(({ id, programme, office, account }) => ({
    path: `/assignments/${id}/acknowledgements`,
    body: { version: 1 },
    key: keyOf('ack'),
    token: tokenOf(programme, office),
    account,
  }));
}

/** Moves a rehearsal's clock, as its operator. */
export async function stepTo(
  driver: Driver,
  programme: string,
  operator: { readonly id: string; readonly token: string },
  to: string,
): Promise<void> {
  const { id: account, token } = operator;
  const path = `/programmes/${programme}/clock`;
  await driver.accepted({ path, body: { to }, key: keyOf('clock'), token, account });
}

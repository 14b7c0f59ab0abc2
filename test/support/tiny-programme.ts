/** The smallest programme that has everything: one province, two districts, four communes, two agencies. */
import { newId } from '#db/ids.ts';
import type { Sql } from '#db/driver.ts';
import { searchName } from '#domain/search-name.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import type { ConfirmingBasis, Instant, Role, Tier } from '#domain/vocabulary.ts';
import { hashToken } from '#facts/record.ts';

export const PROGRAMME = 'tiny';
export const AGENCIES = ['police', 'union'] as const;
export type AgencyCode = (typeof AGENCIES)[number];

/** A Tuesday, eight in the morning at +07:00. */
const STARTS_AT: Instant = '2023-08-01T01:00:00.000Z';

/** key, name, tier, parent */
const UNITS = [
  ['t:01', 'Tỉnh Một', 'province', null],
  ['t:011', 'Huyện Đầu', 'district', 't:01'],
  ['t:012', 'Huyện Nhì', 'district', 't:01'],
  ['t:0111', 'Xã Đông', 'commune', 't:011'],
  ['t:0112', 'Xã Đoài', 'commune', 't:011'],
  ['t:0121', 'Xã Nam', 'commune', 't:012'],
  ['t:0122', 'Xã Bắc', 'commune', 't:012'],
] as const satisfies readonly (readonly [string, string, Tier, string | null])[];
export type UnitKey = (typeof UNITS)[number][0];
export const UNIT_KEYS: readonly UnitKey[] = UNITS.map(([key]) => key);

const step = (
  key: string,
  tier: Tier,
  kind: TemplateStep['kind'],
  rest: Partial<TemplateStep> = {},
): TemplateStep => ({ key, tier, kind, label: { vi: key, en: key }, mark: 'assumed', ...rest });

export const TEMPLATE: Template = {
  key: 'rollout-tiny',
  title: { vi: 'Đợt triển khai', en: 'Rollout' },
  rulesVersion: 1,
  // Every gate opens at once: what is tested over it is asked of any tier.
  receiving: 'atIssue',
  checked: true,
  steps: [
    step('P1', 'province', 'issue', { offset: 10 }),
    step('P2', 'province', 'conference', { offset: 12 }),
    step('D1', 'district', 'acknowledgement', { within: 2 }),
    step('D2', 'district', 'plan', { offset: 12 }),
    step('D3', 'district', 'conference', { offset: 9 }),
    step('C1', 'commune', 'acknowledgement', { within: 2 }),
    step('C2', 'commune', 'plan', { offset: 32 }),
    step('C3', 'commune', 'conference', { offset: 5 }),
    step('C4', 'commune', 'report', { offset: 5, after: { kind: 'conference', within: 5 } }),
    step('D4', 'district', 'report', { offset: 5 }),
    step('P3', 'province', 'summary', { offset: 7 }),
    step('P4', 'province', 'closing'),
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

export type Seeded = {
  /** Id of an office by agency and unit. */
  readonly office: (agency: AgencyCode, unit: UnitKey) => string;
  /** Bearer token of a new account. */
  readonly account: (
    agency: AgencyCode | null,
    unit: UnitKey | null,
    as?: { readonly role?: Role; readonly basis?: ConfirmingBasis | null },
  ) => Promise<string>;
};

/** Writes the programme as its owner; nobody has an account yet. */
export async function seedTinyProgramme(sql: Sql): Promise<Seeded> {
  const json = (value: unknown) => sql.json(value as never);
  await sql`insert into programmes ${sql({
    id: PROGRAMME,
    title: json({ vi: 'Chương trình phối hợp', en: 'Coordination programme' }),
    root_unit: 't:01',
    rehearsal: true,
    valid_from: '2023-01-01',
    valid_to: '2033-12-31',
    marks: json({ 'title.vi': 'assumed' }),
    document: json({}),
    stepped_at: STARTS_AT,
    calendar_version: 1,
    imported_digest: '',
  })}`;
  await sql`insert into agencies ${sql(
    AGENCIES.map((code, i) => ({
      programme_id: PROGRAMME,
      code,
      name: json({ vi: code === 'police' ? 'Công an' : 'Hội LHPN', en: code }),
      ordinal: i + 1,
      signs: true,
    })),
  )}`;
  await sql`insert into calendar_years ${sql(
    [2023, 2024].map((year) => ({
      programme_id: PROGRAMME,
      year,
      confirmed: true,
      source: 'test',
    })),
  )}`;
  await sql`insert into templates ${sql({
    programme_id: PROGRAMME,
    key: TEMPLATE.key,
    body: json(TEMPLATE),
  })}`;
  return seedOffices(sql);
}

async function seedOffices(sql: Sql): Promise<Seeded> {
  const paths = new Map<string | null, string>([[null, '/']]);
  const ids = new Map<string, string>();
  for (const [key, name, tier, parent] of UNITS) {
    const path = `${paths.get(parent)}${key}/`;
    paths.set(key, path);
    await sql`insert into units ${sql({
      key,
      code: key.slice(2),
      tier,
      kind: tier,
      name,
      search_name: searchName(name),
      parent_key: parent,
      path,
      valid_from: '2000-01-01',
    })}`;
    for (const agency of AGENCIES) {
      const id = newId();
      ids.set(`${agency}@${key}`, id);
      await sql`insert into offices ${sql({
        id,
        programme_id: PROGRAMME,
        agency,
        unit_key: key,
        name: `${agency} ${name}`,
        parent_id: ids.get(`${agency}@${parent}`) ?? null,
        valid_from: '2000-01-01',
      })}`;
    }
  }
  const office: Seeded['office'] = (agency, unit) => ids.get(`${agency}@${unit}`)!;
  return {
    office,
    account: async (agency, unit, { role = 'officer', basis = 'head' } = {}) => {
      const token = `lt_test_${newId()}`;
      const [now] = await sql<{ at: string }[]>`select iso(programme_now(${PROGRAMME})) as at`;
      await sql`insert into accounts ${sql({
        id: newId(),
        programme_id: PROGRAMME,
        office_id: agency === null || unit === null ? null : office(agency, unit),
        role,
        basis: role === 'officer' || role === 'planner' ? basis : null,
        post: 'Trưởng',
        token_hash: hashToken(token),
        created_at: now!.at,
      })}`;
      return token;
    },
  };
}

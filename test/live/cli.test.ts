/** The command line as people start it, on a real record: what it prints and how it counts. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addWorkingDays } from '#domain/calendar.ts';
import { instantAt } from '#domain/civil-date.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { readRolloutBase } from '#db/reads/rollouts.ts';
import { apiOver } from '#test/support/api.ts';
import { PLAN } from '#test/support/bodies.ts';
import { lientich, type Ended } from '#test/support/cli.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { AGENCIES } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

const SMALL = new URL('../fixtures/programmes/small', import.meta.url).pathname;
const REHEARSAL = 'DỮ LIỆU TẬP HUẤN – không phản ánh thực tế';
const ASSUMED = 'giả định, chưa có văn bản';
const NOBODY = '0190a1b2-0000-7000-8000-000000000001';

/** On that record, and on no other server. */
const on =
  (of: () => LiveDatabase, more: Readonly<Record<string, string>> = {}) =>
  (...args: string[]): Promise<Ended> =>
    lientich(args, { DATABASE_URL: of().url, STATE_DIR: inject('live').stateDir, ...more });

describe('an empty record', () => {
  let database: LiveDatabase;
  const cli = on(() => database);
  beforeAll(async () => {
    database = await openDatabase(inject('live'));
  });
  afterAll(() => database?.close());

  test('a programme is loaded once, gets its operator, and verifies', async () => {
    expect(await cli('overdue')).toEqual({
      code: 1,
      out: '',
      err: 'Chưa có đợt triển khai nào.\n',
    });
    const loaded = await cli('import', SMALL, '--rehearsal');
    expect([loaded.code, loaded.err]).toEqual([0, '']);
    expect(loaded.out).toContain('units: +7');
    expect(await cli('import', SMALL, '--rehearsal')).toEqual({
      code: 0,
      out: 'Không có gì thay đổi.\n',
      err: '',
    });
    const again = await cli('import', SMALL, '--rehearsal', '--lang', 'en');
    expect(again.out).toBe('Nothing changes.\n');
    const account = await cli('account', 'create', '--operator', '--programme', 'small');
    expect(account.code).toBe(0);
    expect(account.out).toMatch(
      /^lt_[\w-]{43}\nTên đăng nhập: operator\nMã kích hoạt: ([A-Z\d]{4}-){3}[A-Z\d]{4} \(dùng đến \d\d\/\d\d\/\d{4}\)\n$/,
    );
    const second = await cli('account', 'create', '--operator', '--programme', 'small', '--json');
    const made = JSON.parse(second.out);
    expect(Object.keys(made)).toEqual(['id', 'token', 'login', 'activationCode', 'expiresAt']);
    expect(made.login).toBe('operator-2');
    const entrance = apiOver(database).as('');
    const password = 'chè shan tuyết Sìn Hồ';
    const begun = await entrance.post('/activations', { code: made.activationCode, password });
    expect(begun).toMatchObject({ status: 201, body: { account: made.id } });
    const unknown = await cli('account', 'create', '--operator', '--programme', 'nope');
    expect(unknown.err).toContain('Không có chương trình “nope”.');
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    const { code, out } = await cli('verify', '--json');
    expect([code, JSON.parse(out).ok]).toEqual([0, true]);
  });

  test('why a day is off is told in both languages under the mark', async () => {
    const { code, out } = await cli('why', '2023-09-02');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(REHEARSAL);
    expect(out).toContain('02/09/2023 là ngày nghỉ');
    expect(out).toContain('is a day off');
    const told = JSON.parse((await cli('why', '2023-09-02', '--json')).out);
    expect(told).toMatchObject({ rehearsal: true, programme: 'small', date: '2023-09-02' });
    const nope = await cli('why', '2023-09-02', '--programme', 'nope', '--lang', 'en');
    expect([nope.code, nope.err.split('.')[0]]).toEqual([1, 'There is no programme “nope”']);
  });
});

describe('a rollout in force', () => {
  let database: LiveDatabase;
  let tiny: TinyRollout;
  const cli = on(() => database);
  beforeAll(async () => {
    database = await openDatabase(inject('live'));
    tiny = await issueTinyRollout(database);
    await database.owner`update rollouts set template = jsonb_set(template, '{steps}', (select
      jsonb_agg(s || '{"mark": "seed"}' || case s->>'key' when 'C2' then '{"dateMark": "assumed"}'
        else '{}' end::jsonb order by n)
      from jsonb_array_elements(template->'steps') with ordinality t(s, n)))`;
  });
  afterAll(() => database?.close());

  const stepTo = async (day: CivilDate) => {
    const to = instantAt(day, 9, 0);
    expect((await tiny.operator.post('/programmes/tiny/clock', { to })).status).toBe(201);
    await settle(database.worker);
  };
  type Late = Record<'assignment' | 'agency', string> & {
    step: { key: string };
    workingDaysOverdue: number;
  };
  const line = (row: Late) =>
    [row.assignment, row.step.key, row.agency, row.workingDaysOverdue].join(' ');
  /** What both ways tell as overdue; they have to agree. */
  const overdue = async (): Promise<string[]> => {
    const { out } = await cli('overdue', '--json');
    const told = JSON.parse(out) as { rehearsal: boolean; items: Late[] };
    const path = `/overdue?rollout=${tiny.rollout}&limit=100`;
    const { body } = await tiny.head('police', 't:01').get(path);
    const lines = told.items.map(line);
    expect(lines).toEqual((body['items'] as unknown as Late[]).map(line));
    expect(told.rehearsal).toBe(true);
    return lines;
  };

  test('no step that may still be mended is late, here as over HTTP', async () => {
    const base = (await readRolloutBase(database.reader, tiny.rollout))!;
    const due = base.dates['C2']!;
    const at = `/assignments/${tiny.assignment('t:0111')}`;
    const [police, union] = AGENCIES.map((agency) => tiny.head(agency, 't:0111'));
    for (const one of [police, union]) await one!.post(`${at}/acknowledgements`, { version: 1 });
    await stepTo(due);
    const filed = await police!.post(`${at}/plans`, PLAN);
    const word = { filing: filed.body['seq'], agrees: true };
    expect((await union!.post(`${at}/confirmations`, word)).status).toBe(201);
    const back = { step: 'plan', reason: 'Thiếu số', field: 'documents' };
    const returned = await tiny.head('police', 't:011').post(`${at}/returns`, back);
    expect(returned.status, JSON.stringify(returned.body)).toBe(201);
    await settle(database.worker);
    const mine = (lines: readonly string[]) =>
      lines.filter((text) => text.startsWith(`${tiny.assignment('t:0111')} C2`));
    const { calendar, template } = base;
    await stepTo(addWorkingDays(calendar, due, template.mendWithin));
    const mending = await overdue();
    expect(mending.length).toBeGreaterThan(0);
    expect(mine(mending)).toEqual([]);
    await stepTo(addWorkingDays(calendar, due, template.mendWithin + 1));
    expect(mine(await overdue()).length).toBeGreaterThan(0);
  });

  test('every screen carries the marks, and dates as people write them', async () => {
    const screen = (await cli('overdue')).out.split('\n');
    expect(screen[0]).toBe(REHEARSAL);
    expect(screen[1]).toMatch(/^Quá hạn đến ngày \d\d\/\d\d\/2023: \d+ việc$/);
    // Of a row of two lines the first has the date, the second names the step.
    for (const [i, text] of screen.entries())
      if (/^ {4}C\d /.test(text))
        expect(screen[i - 1]).toMatch(
          text.includes('C2') ? /\d\d\/\d\d\/2023\* / : /\d\d\/\d\d\/2023 /,
        );
    expect(screen.at(-2)).toBe(`* ${ASSUMED}`);
    expect(Math.max(...screen.map((text) => text.length))).toBeLessThanOrEqual(120);
    const csv = (await cli('overdue', '--csv')).out.trimEnd().split('\n');
    expect(csv[0]).toMatch(/^\uFEFFTT,.*,Dấu$/);
    for (const row of csv.slice(1)) expect(row).toContain(REHEARSAL);
    expect(csv.join('\n')).not.toMatch(/\d{4}-\d\d-\d\d/);
    const status = (await cli('rollout', 'status')).out.split('\n');
    expect(status[0]).toBe(REHEARSAL);
    expect(status[1]).toMatch(/ \d\d\/\d\d\/2023$/);
    expect(status.slice(2, 4).map((text) => text.split(':')[0])).toEqual(['cấp huyện', 'cấp xã']);
    const told = JSON.parse((await cli('rollout', 'status', '--json')).out);
    expect(told).toMatchObject({ rehearsal: true, today: expect.stringMatching(/^2023-/) });
    const why = (await cli('why', tiny.assignment('t:0122'))).out.split('\n');
    expect(why[0]).toBe(REHEARSAL);
    const C2 = why.findIndex((text) => text.startsWith('C2 '));
    expect(why[C2 + 1]).toMatch(new RegExp(`Hạn: .*2023 \\(${ASSUMED}\\)$`));
    expect(why.filter((text) => text.includes(ASSUMED))).toHaveLength(1);
  });

  test('why a message was sent is told as its office reads it', async () => {
    const [message] = await database.owner<{ id: number }[]>`
      select max(id) as id from messages where kind = 'reportUp' and rung = 'after1' and outcome = 'sent'`;
    const { code, out } = await cli('why', String(message!.id));
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect([lines[0], lines[1]]).toEqual([REHEARSAL, expect.stringMatching(/^Quá hạn 1 ngày/)]);
    expect(out).toMatch(/\n {2}Sent to .*: the nearest superior of the same agency\n/);
    const told = JSON.parse((await cli('why', String(message!.id), '--json')).out);
    expect(told).toMatchObject({
      rehearsal: true,
      message: message!.id,
      why: { vi: expect.any(Array) },
    });
  });

  test('a joint act is proposed, seen beforehand, signed, put in force; typed again it is the same', async () => {
    const [a, b] = [
      await tiny.seeded.account('police', 't:01', { role: 'planner' }),
      await tiny.seeded.account('union', 't:01', { role: 'planner' }),
    ];
    const rollout = (token: string, ...args: string[]) =>
      cli('rollout', ...args.toSpliced(1, 0, tiny.rollout), '--token', token);
    const none = await rollout(a, 'preview', '--act', 'amend');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('rollout propose')]);
    const amend = [
      'propose',
      '--act',
      'amend',
      '--reason',
      'Trùng cao điểm',
      '--date',
      'C3=2023-12-01',
    ];
    const proposed = await rollout(a, ...amend);
    expect([proposed.code, proposed.err]).toEqual([0, '']);
    expect(JSON.parse((await rollout(a, ...amend)).out)).toEqual(JSON.parse(proposed.out));
    const screen = (await rollout(a, 'preview', '--act', 'amend')).out.split('\n');
    expect(screen[0]).toBe(REHEARSAL);
    expect(screen[1]).toMatch(/^Nếu có hiệu lực ngày \d\d\/\d\d\/2023: Điều chỉnh/);
    expect(screen.find((text) => text.startsWith('Xã Bắc'))).toMatch(/C3 .* → 01\/12\/2023$/);
    const told = JSON.parse((await rollout(a, 'preview', '--act', 'amend', '--json')).out);
    expect(told).toMatchObject({ rehearsal: true, totals: { newVersion: 4, unchanged: 2 } });
    expect(told.items).toHaveLength(6);
    const unsigned = await rollout(a, 'amend');
    expect([unsigned.code, unsigned.err]).toEqual([
      1,
      expect.stringContaining('[rollout.unsigned]'),
    ]);
    const sign = ['sign', '--act', 'amend', '--number', '1', '--on', '2023-08-01', '--post', 'x'];
    for (const token of [a, b]) expect((await rollout(token, ...sign)).code).toBe(0);
    const inForce = await rollout(b, 'amend');
    expect([inForce.code, inForce.err]).toEqual([0, '']);
    expect((await rollout(b, 'amend')).out).toBe(inForce.out);
    const again = await rollout(a, ...amend.with(-1, 'C3=2023-12-04'));
    expect(JSON.parse(again.out).id).not.toBe(JSON.parse(proposed.out).id);
    expect((await rollout(a, 'discard', '--act', 'amend')).code).toBe(0);
    expect((await rollout(a, 'copy', '--act', 'amend')).code).toBe(0);
    expect((await rollout(a, 'discard', '--act', 'amend')).code).toBe(0);
    expect((await rollout(a, 'discard')).err).toContain('[rollout.not_now]');
    const copied = await rollout(a, 'copy', '--title', 'Đợt hai', '--close-on', '2024-06-28');
    expect([copied.code, copied.err]).toEqual([0, '']);
    await settle(database.worker);
  });

  test('a calendar is previewed under the mark, by whom it is shown to over HTTP', async () => {
    const day = { date: '2023-12-28', kind: 'swapped_off', nameVi: 'Nghỉ', nameEn: 'Off' };
    const days = [{ ...day, source: '99/VPCP', confirmed: true }];
    const planner = tiny.head('police', 't:01');
    const { body } = await planner.post('/programmes/tiny/calendars', { days });
    const id = String(body['id']);
    const token = await tiny.seeded.account('police', 't:01', { role: 'planner' });
    const seen = await cli('calendar', 'preview', id, '--token', token);
    expect([seen.code, seen.out.split('\n')[0]]).toEqual([0, REHEARSAL]);
    const told = await cli('calendar', 'preview', id, '--token', token, '--json');
    expect(JSON.parse(told.out)).toMatchObject({ rehearsal: true, moved: [] });
    const below = await tiny.seeded.account('police', 't:011', { role: 'planner' });
    const refused = await cli('calendar', 'preview', id, '--token', below);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('[account.forbidden]');
    const typed = await cli('calendar', 'publish', id, '--digest', 'abc', '--token', token);
    expect([typed.code, typed.err.startsWith('--digest: thấy “abc”')]).toEqual([2, true]);
  });

  test('inspect shows the live side of a rollout under the mark', async () => {
    const at = on(() => database, { TEMPORAL_ADDRESS: inject('live').temporalAddress });
    const { code, out } = await at('inspect', tiny.rollout);
    expect([code, out.split('\n')[0]]).toEqual([0, REHEARSAL]);
    const told = JSON.parse((await at('inspect', tiny.rollout, '--json')).out);
    expect(told).toEqual({ rehearsal: true, workflows: [] });
    expect((await at('inspect', 'nope')).code).toBe(1);
  });

  test('what is not there is said in a sentence', async () => {
    for (const [args, said] of [
      [['inspect', 'nope'], 'Không có đợt triển khai “nope”.'],
      [['overdue', 'nope'], 'Không có đợt triển khai “nope”.'],
      [['rollout', 'status', 'nope'], 'Không có đợt triển khai “nope”.'],
      [['why', '999999'], 'Không có tin nhắn số 999999.'],
      [['why', NOBODY], `Không có nhiệm vụ “${NOBODY}”.`],
    ] as const) {
      const { code, out, err } = await cli(...args);
      expect(err).toContain(said);
      expect(err).not.toMatch(/^\s+at /m);
      expect([code, out]).toEqual([1, '']);
    }
  });

  test('a server out of reach is 3', async () => {
    const at = on(() => database, { TEMPORAL_ADDRESS: '127.0.0.1:1' });
    const { code, err } = await at('inspect', tiny.rollout);
    expect(err).toMatch(/^Không kết nối được máy chủ/);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(3);
    expect((await cli('inspect', tiny.rollout)).code).toBe(3);
  });

  test('verify names what is broken and ends with 1', async () => {
    await database.owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from receipts where ledger_seq = (select min(seq) from facts)`;
    });
    const { code, out, err } = await cli('verify');
    expect(out).toMatch(/^✗ I1 /m);
    expect([code, err]).toEqual([1, '']);
  });
});

/** What is typed wrong is told in one sentence before any server is asked, and counts as docs/operations.md says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '#cli/program.ts';
import type { Ended } from '#test/support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'lientich-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In this process, as starting forty takes a minute; test/live/cli.test.ts starts it as people do. */
async function lientich(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const said = { out: '', err: '' };
  const keep = (to: keyof typeof said) => (text: unknown) => {
    said[to] += String(text);
    return true;
  };
  vi.spyOn(console, 'error').mockImplementation((text: unknown) =>
    keep('err')(`${String(text)}\n`),
  );
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => keep('out')(`${String(text)}\n`));
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
  const code = await run(['node', 'lientich', ...args]);
  vi.restoreAllMocks();
  return { code, ...said };
}

// What the machine that runs the tests has set is not theirs.
beforeAll(() => {
  for (const name of ['LIENTICH_TOKEN', 'TEMPORAL_ADDRESS']) delete process.env[name];
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Nobody listens there: whoever asks it ends with 3, so a 2 was found before. */
const DEAD = { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none', STATE_DIR: folder };
const ID = '0190a1b2-0000-7000-8000-000000000001';
const journal = join(folder, 'journal');
writeFileSync(journal, 'no journal\n');

const draft = (more: Readonly<Record<string, string>>) => [
  'rollout',
  'draft',
  ...Object.entries({
    '--template': 'rollout-2023',
    '--title': 'Đợt 1',
    '--close-on': '2024-11-29',
    ...more,
  }).flat(),
];
const sign = (id: string, more: Readonly<Record<string, string>>) => [
  'rollout',
  'sign',
  id,
  ...Object.entries({
    '--number': '01/KH',
    '--on': '2023-11-19',
    '--post': 'Giám đốc',
    ...more,
  }).flat(),
];
const propose = (act: string, ...more: readonly string[]) => [
  'rollout',
  'propose',
  ID,
  '--act',
  act,
  ...more,
];
const made = (more: Readonly<Record<string, string>>) => [
  'programme',
  'new',
  ...Object.entries({
    '--units': 'programmes/units/vn-units-2024.csv',
    '--province': '51',
    '--out': join(folder, 'made'),
    ...more,
  }).flat(),
];
const account = (more: Readonly<Record<string, string>>) => [
  'account',
  'create',
  '--operator',
  ...Object.entries({ '--programme': 'small', ...more }).flat(),
];

const INVALID: readonly (readonly [args: readonly string[], said: string])[] = [
  [sign(ID, { '--on': '19/11/2023' }), '--on: thấy “19/11/2023”, cần ngày có thật'],
  [sign(ID, { '--on': '2023-02-29' }), '--on: thấy “2023-02-29”, cần ngày có thật'],
  [sign(ID, { '--number': ' ' }), '--number: thấy “ ”, cần nội dung không trống'],
  [sign(ID, { '--number': 'x'.repeat(101) }), 'cần không quá 100 ký tự'],
  [sign(ID, { '--post': 'Gia\u0301m đốc' }), 'cần chữ Unicode dựng sẵn (NFC)'],
  [sign(ID, { '--post': 'Giám\u202eđốc' }), '--post: thấy “Giám\\u202eđốc”'],
  [sign(ID, { '--key': 'có dấu cách' }), '--key: thấy “có dấu cách”'],
  [sign('not-a-uuid', {}), '<rollout>: thấy “not-a-uuid”, cần mã dạng UUID'],
  [['rollout', 'issue', 'not-a-uuid'], '<rollout>: thấy “not-a-uuid”'],
  [['rollout', 'close', 'not-a-uuid'], '<rollout>: thấy “not-a-uuid”'],
  [propose('amend', '--reason', 'x'), '--date: thấy “”, cần một ngày mới (--date C2=2023-09-20)'],
  [propose('amend', '--reason', 'x', '--date', 'C2'), '--date: thấy “C2”, cần bước=ngày'],
  [propose('amend', '--reason', 'x', '--date', 'C2=20/9'), '--date: thấy “20/9”, cần ngày có thật'],
  [propose('suspend'), '--reason: thấy “”, cần nội dung không trống'],
  [propose('resume', '--reason', 'x'), '--reason: thấy “x”, cần bỏ tùy chọn này'],
  [propose('close', '--date', 'C2=2023-09-20'), '--date: thấy “C2=2023-09-20”, cần bỏ'],
  [['rollout', 'propose', ID], 'Thiếu tùy chọn bắt buộc --act <kind>.'],
  [['rollout', 'preview', 'not-a-uuid', '--act', 'amend'], '<rollout>: thấy “not-a-uuid”'],
  [['rollout', 'copy', ID, '--title', 'x'], '--close-on: thấy “”, cần ngày có thật'],
  [draft({ '--close-on': '29/11/2024' }), '--close-on: thấy “29/11/2024”, cần ngày có thật'],
  [draft({ '--title': '' }), '--title: thấy “”, cần nội dung không trống'],
  [draft({ '--title': 'a\u200bb' }), '--title: thấy “a\\u200bb”'],
  [draft({ '--template': '../x' }), '--template: thấy “../x”, cần mã'],
  [['why', 'nope'], '<subject>: thấy “nope”, cần mã nhiệm vụ (UUID), số của tin nhắn hoặc ngày'],
  [['why', '04/09/2023'], '<subject>: thấy “04/09/2023”'],
  [['import', '/no/such/folder'], '<folder>: thấy “/no/such/folder”, cần một thư mục có thật'],
  [['restore', '/no/such/file'], '<file>: thấy “/no/such/file”, cần một tệp có thật'],
  [['verify', '--journal', '/no/such/file'], '--journal: thấy “/no/such/file”'],
  [['verify', '--journal', journal], '--journal: thấy “line 1 of the journal'],
  [made({ '--units': '/no/such/file' }), '--units: thấy “/no/such/file”'],
  [made({ '--from': '29/11/2024' }), '--from: thấy “29/11/2024”'],
  [made({ '--like': 'nope' }), '--like: thấy “'],
  [made({ '--province': '5 1' }), '--province: thấy “5 1”'],
  [account({ '--programme': 'no pe' }), '--programme: thấy “no pe”'],
  [account({ '--post': '\u0007' }), '--post: thấy “\\u0007”'],
  [['demo', '--seed', 'x'], '--seed: thấy “x”, cần một số nguyên'],
  [['rollout', 'sign', ID], 'Thiếu tùy chọn bắt buộc --number <text>.'],
  [
    ['rollout', 'sign', ID, '--act', 'x'],
    '--act <kind>: x. Chọn: issue, amend, recall, suspend, resume, close.',
  ],
  [['import'], 'Thiếu tham số folder.'],
  [['bogus'], 'Không có lệnh bogus.'],
  [['verify', '--bogus'], 'Không có tùy chọn --bogus.'],
];

describe('exit code 2, the option, what was found and what is expected', () => {
  test.each(INVALID)('%j', async (args, said) => {
    const { code, out, err } = await lientich(args, DEAD);
    expect(err).toContain(said);
    expect(err).not.toMatch(/^\s+at /m);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('in the language asked for, wherever it stands', () => {
  test.each([
    [['--lang', 'en', ...sign('nope', {})], '<rollout>: found “nope”, expected an id, a UUID.\n'],
    [[...draft({ '--close-on': 'x' }), '--lang=en'], '--close-on: found “x”, expected a date'],
    [['bogus', '--lang', 'en'], "unknown command 'bogus'"],
    [['demo', '--seed', 'x', '--lang', 'en'], '--seed: found “x”, expected a whole number'],
  ])('%j', async (args, said) => {
    const { code, err } = await lientich(args, DEAD);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

test('a setting that is none of them counts as a command line that is wrong', async () => {
  const { code, err } = await lientich(['overdue'], { DATABASE_URL: 'mysql://x' });
  expect(err).toContain('Biến môi trường không đúng:\n');
  expect(code).toBe(2);
});

describe('a server out of reach is 3, without a stack', () => {
  test.each([[['overdue']], [sign(ID, { '--token': 'x'.repeat(43) })], [['why', '2023-09-04']]])(
    '%j',
    async (args) => {
      const { code, out, err } = await lientich(args, DEAD);
      expect(err).toBe(
        'Không kết nối được máy chủ (ECONNREFUSED). Kiểm tra DATABASE_URL, TEMPORAL_ADDRESS.\n',
      );
      expect([code, out]).toEqual([3, '']);
    },
  );

  test('Temporal', async () => {
    const { code, err } = await lientich(['reconcile', '--lang', 'en'], {
      ...DEAD,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    });
    expect(err).toMatch(/^A server cannot be reached \(.*\)\. Check/);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(3);
  });
});

test('a programme that cannot be made is refused with 1', async () => {
  const { code, err } = await lientich(made({ '--province': '999' }), DEAD);
  expect(err).toContain('1 lỗi; chưa nạp gì.');
  expect(code).toBe(1);
});

test('help is 0', async () => {
  const { code, out } = await lientich(['rollout', '--help'], DEAD);
  expect(out).toContain('Usage: lientich rollout');
  expect(code).toBe(0);
});

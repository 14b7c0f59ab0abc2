/** "Việc của tôi" in a real browser, as an officer of a commune uses it: without a script, on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Role } from '#domain/vocabulary.ts';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { DESK, expectAccessible, openBrowser, PHONE } from '#test/support/browser.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import type { UnitKey } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let server: Server;
let browser: Browser;

const silent = { info: () => {}, warn: () => {}, error: console.error };

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });
  server = await createServer({ config, databaseUrl: database.url, log: silent });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.close();
});

type Options = Parameters<Browser['newContext']>[0] & { role?: Role };
const PLANNER = { role: 'planner' } as const;

/** Signed in: how one gets there has its own tests. */
async function as(
  agency: 'police' | 'union',
  unit: UnitKey,
  { role = 'officer', ...options }: Options = {},
): Promise<BrowserContext> {
  const token = await tiny.seeded.account(agency, unit, { role });
  const context = await browser.newContext({
    viewport: PHONE,
    javaScriptEnabled: false,
    baseURL: server.url,
    ...options,
  });
  // Browsers take this machine itself for as safe as TLS.
  const url = server.url.replace('http:', 'https:');
  await context.addCookies([{ name: '__Host-lientich', value: token, url, secure: true }]);
  return context;
}

test('an officer acknowledges in two taps, and gets a receipt', async () => {
  const context = await as('police', 't:0111');
  const page = await context.newPage();
  await page.goto('/');
  expect(await page.title()).toBe('Việc của tôi – Liên Tịch');
  expect(await page.getByRole('note').textContent()).toContain('DỮ LIỆU TẬP HUẤN');
  await page.getByRole('button', { name: 'Đã tiếp nhận' }).click();
  await page.getByRole('button', { name: 'Đã tiếp nhận' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Đã ghi nhận');
  const [fact] = await database.owner<{ seq: number }[]>`
    select f.seq from facts f join offices o on o.id = f.office_id
    where f.kind = 'acknowledgement' and o.id = ${tiny.seeded.office('police', 't:0111')}`;
  expect(await page.locator('.code').textContent()).toBe(String(fact?.seq));
  await context.close();
});

test('the same form sent twice is one act, and says so', async () => {
  const context = await as('union', 't:0111');
  const page = await context.newPage();
  await page.goto('/viec');
  await page.getByRole('button', { name: 'Đã tiếp nhận' }).click();
  const form = await page
    .locator('form[action="/viec/lam"]')
    .evaluate((element) =>
      Object.fromEntries([...element.querySelectorAll('input')].map((i) => [i.name, i.value])),
    );
  const send = () => context.request.post('/viec/lam', { form, headers: { origin: server.url } });
  const [first, second] = [await send(), await send()];
  expect([first.status(), second.status()]).toEqual([200, 200]);
  expect(await second.text()).toContain('đã được gửi trước đó');
  const [{ n }] = (await database.owner`
    select count(*)::int as n from facts f
    where f.kind = 'acknowledgement' and f.office_id = ${tiny.seeded.office('union', 't:0111')}`) as [
    { n: number },
  ];
  expect(n).toBe(1);
  await context.close();
});

test('a plan is filed: told at its field what is wrong, then confirmed by the other side, who reads it first', async () => {
  await settle(database.worker);
  const police = await as('police', 't:0111');
  const page = await police.newPage();
  await page.goto('/viec');
  await page.getByRole('button', { name: 'Ghi kế hoạch' }).click();
  const [own, others] = [
    page.getByRole('group', { name: /^police/ }),
    page.getByRole('group', { name: /^union/ }),
  ];
  await own.getByLabel('Số, ký hiệu').fill('12/KH-CAX');
  await own.getByLabel('Ngày văn bản').fill('2023-08-01');
  await others.getByLabel('Số, ký hiệu').fill('');
  await page.getByRole('button', { name: 'Ghi kế hoạch' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Nội dung riêng của địa phương');
  expect(await page.locator('*:focus').getAttribute('class')).toBe('errors');
  expect(await page.title()).toMatch(/^Lỗi: /);
  // What was typed is still there; the summary leads to the field.
  expect(await own.getByLabel('Số, ký hiệu').inputValue()).toBe('12/KH-CAX');
  await page.getByRole('alert').getByRole('link').click();
  expect(new URL(page.url()).hash).toBe('#localItems');
  await page
    .getByLabel('Nội dung riêng của địa phương')
    .fill('Tổ tự quản\nTuyên truyền tại chợ phiên');
  await page.getByRole('button', { name: 'Ghi kế hoạch' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Đã ghi nhận');
  await police.close();

  const union = await as('union', 't:0111');
  const answer = await union.newPage();
  await answer.goto('/viec');
  await answer.getByRole('button', { name: 'Trả lời nội dung bên kia gửi' }).click();
  expect(await answer.locator('.evidence').textContent()).toContain('Tuyên truyền tại chợ phiên');
  await answer.getByLabel('Đúng, thống nhất').check();
  await answer.getByRole('button', { name: 'Trả lời nội dung bên kia gửi' }).click();
  expect(await answer.getByRole('heading', { level: 1 }).textContent()).toBe('Đã ghi nhận');
  await union.close();
});

test('what is no more to be done is not offered, and a page of long ago is told so', async () => {
  const context = await as('police', 't:0111');
  const page = await context.newPage();
  await page.goto('/viec/lam?muc=now%20no%20such&kieu=plan');
  expect(await page.getByRole('status').textContent()).toContain('đã được làm xong');
  await context.close();
});

test('who is not signed in, or no more, is asked to', async () => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  for (const path of ['/', '/viec', '/viec/lam?muc=x&kieu=plan']) {
    await page.goto(path);
    expect(new URL(page.url()).pathname).toBe('/dang-nhap');
  }
  await context.close();
});

test('a form of another site is refused, and no address leads away', async () => {
  const context = await as('police', 't:0111');
  const form = { sendKey: 'x', about: '{}' };
  const forged = await context.request.post('/viec/lam', {
    form,
    headers: { origin: 'http://elsewhere.example' },
  });
  expect(forged.status()).toBe(403);
  const away = await context.request.get('/ngon-ngu/en?ve=//elsewhere.example', {
    maxRedirects: 0,
  });
  expect(away.headers()['location']).toBe('/');
  await context.close();
});

test('a planner drafts a rollout, both agencies sign, and it is in force', async () => {
  const [police, union] = [await as('police', 't:01', PLANNER), await as('union', 't:01', PLANNER)];
  const page = await police.newPage();
  await page.goto('/dot');
  await page.getByRole('button', { name: 'Tạo đợt triển khai' }).click();
  await page.getByLabel('Mẫu').or(page.getByRole('radio')).first().check();
  await page.getByLabel('Tên đợt triển khai').fill('Đợt bổ sung 2024');
  await page.getByLabel('Ngày kết thúc của tỉnh').fill('2024-01-06');
  await page.getByRole('button', { name: 'Lập dự thảo' }).click();
  // A Saturday: refused with what to do, and what was typed is kept.
  expect(await page.getByRole('alert').textContent()).toMatch(/ngày nghỉ|ngày làm việc/i);
  await page.getByLabel('Ngày kết thúc của tỉnh').fill('2024-01-05');
  await page.getByRole('button', { name: 'Lập dự thảo' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Đợt bổ sung 2024');
  await page.getByText('P3 ·').click();
  expect(await page.locator('details[open]').textContent()).toContain('ngày làm việc trước hạn');

  const act = async (
    context: BrowserContext,
    button: string,
    fill: (on: Page) => Promise<void> = async () => {},
  ) => {
    const on = await context.newPage();
    await on.goto('/viec');
    await on
      .locator('article', { hasText: 'Đợt bổ sung 2024' })
      .getByRole('button', { name: button })
      .click();
    await fill(on);
    await on.getByRole('button', { name: button }).click();
    expect(await on.getByRole('heading', { level: 1 }).textContent(), button).toBe('Đã ghi nhận');
    await on.close();
  };
  const sign = async (on: Page) => {
    await on.getByLabel('Số, ký hiệu').fill('15/KH');
    await on.getByLabel('Ngày văn bản').fill('2023-08-01');
    await on.getByLabel('Chức vụ người ký').fill('Giám đốc');
  };
  await act(police, 'Trình ký');
  await act(police, 'Ghi nhận ký', sign);
  await act(union, 'Ghi nhận ký', sign);
  await act(union, 'Ban hành');
  await page.reload();
  expect(await page.locator('main').textContent()).toContain('Đang triển khai');
  await police.close();
  await union.close();
});

/** Addresses that differ by what they are about are one page. */
const shapeOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, server.url);
  const kind = searchParams.get('kieu');
  return `${pathname.replaceAll(/[0-9a-f-]{36}/g, 'id').slice(1)}${kind === null ? '' : `-${kind}`}`;
};

/** WCAG 1.4.10: the smallest phone, or a window at 400 %. */
async function expectNarrow(page: Page, path: string): Promise<void> {
  const usual = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  const beside = await page
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(beside, `${path} at 320`).toBe(0);
  await page.setViewportSize(usual);
}

/** Every page that can be reached from there by links, one of each shape. */
async function crawl(context: BrowserContext, from: string, name: string): Promise<string[]> {
  const page = await context.newPage();
  const left = [from];
  const seen = new Set([shapeOf(from)]);
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    await expectAccessible(page, `${shapeOf(path).replaceAll('/', '-')}-${name}`);
    await expectNarrow(page, path);
    const links = await page
      .locator('main a, .places a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    for (const href of links) {
      if (!href.startsWith('/') || seen.has(shapeOf(href))) continue;
      seen.add(shapeOf(href));
      left.push(href);
    }
  }
  await page.close();
  return [...seen];
}

test.each([
  ['t:0112', 'vi', 'phone', PHONE],
  ['t:011', 'en', 'phone', PHONE],
  ['t:01', 'vi', 'desk', DESK],
] as const)(
  'what %s can reach (%s, %s) is accessible and fits the screen',
  async (unit, language, size, viewport) => {
    // Late enough that something is overdue.
    await database.owner`update programmes set stepped_at = '2023-08-09T01:00:00.000Z'`;
    await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
    select programme_id, id, unit_key, now() from coordinators`;
    await settle(database.worker);
    const role = unit === 't:01' ? 'planner' : 'officer';
    const context = await as('police', unit, { viewport, javaScriptEnabled: true, role });
    const seen = await crawl(
      context,
      `/ngon-ngu/${language}?ve=/viec`,
      `${unit.slice(2)}-${language}-${size}`,
    );
    expect(seen).toEqual(
      expect.arrayContaining(['viec', 'dot', 'dot/id', 'nhiem-vu/id', 'dieu-hanh', 'thong-bao']),
    );
    await context.close();
  },
);

test('the ways in are accessible', async () => {
  const context = await browser.newContext({ baseURL: server.url, viewport: PHONE });
  expect(await crawl(context, '/dang-nhap', 'phone')).toEqual(['dang-nhap', 'kich-hoat']);
  await context.close();
});

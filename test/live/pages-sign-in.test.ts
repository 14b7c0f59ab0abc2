/** In and out in a real browser: the code on paper, the password, the cookie, one click in a rehearsal. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { expectAccessible, openBrowser, PHONE } from '#test/support/browser.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, PASSWORD, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;
let server: Server;
let browser: Browser;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  people = await openPeople(database);
  const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });
  server = await createServer({ config, databaseUrl: database.url, log: silent });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.close();
});

async function anybody(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: PHONE,
    javaScriptEnabled: false,
    baseURL: server.url,
  });
  return { context, page: await context.newPage() };
}

const placeOf = (page: Page) => new URL(page.url()).pathname;

test('the code on paper lets an officer in, once; then it is the password; and out is out', async () => {
  const who = await people.person('police', 't:0111');
  const { login, code } = await people.issue(who);
  const { context, page } = await anybody();
  await page.goto('/');
  await page.getByRole('link', { name: /mã kích hoạt/ }).click();
  await page.getByLabel('Mã kích hoạt').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.getByLabel('Đặt mật khẩu').fill('123');
  await page.getByRole('button', { name: 'Kích hoạt và đăng nhập' }).click();
  expect(await page.getByRole('alert').textContent()).toMatch(/mật khẩu/i);
  await page.getByLabel('Đặt mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Kích hoạt và đăng nhập' }).click();
  expect(placeOf(page)).toBe('/viec');
  const [cookie] = (await context.cookies()).filter(({ name }) => name.startsWith('__Host-'));
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });

  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  expect(placeOf(page)).toBe('/dang-nhap');
  // The token is dead, too, not only forgotten by the browser.
  const gone = await people.api.as(cookie!.value).get('/me');
  expect(gone.status).toBe(401);

  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill('không phải mật khẩu');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  expect(await page.getByRole('alert').textContent()).not.toContain(login);
  // What is secret is typed anew; the login is kept.
  expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe(login);
  expect(await page.getByLabel('Mật khẩu').inputValue()).toBe('');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  expect(placeOf(page)).toBe('/viec');

  await people.operator.post(`/accounts/${who.id}/disablement`, {});
  await page.reload();
  expect(placeOf(page)).toBe('/dang-nhap');
  await context.close();
});

test('in a rehearsal one click is enough; in another programme there is no such page', async () => {
  await people.person('union', 't:011');
  await people.person('police', 't:01', { role: 'planner' });
  const { context, page } = await anybody();
  await page.goto('/tap-huan/tiny');
  const names = await page.locator('.persona').allTextContents();
  expect(names).toEqual([
    expect.stringContaining('police Tỉnh Một'),
    expect.stringContaining('union Huyện Đầu'),
  ]);
  await page.getByRole('button', { name: /union Huyện Đầu/ }).click();
  expect(placeOf(page)).toBe('/viec');
  expect(await page.locator('.who').textContent()).toContain('union Huyện Đầu');
  await context.close();

  const scripted = await browser.newContext({ viewport: PHONE, baseURL: server.url });
  const seen = await scripted.newPage();
  await seen.goto('/tap-huan/tiny');
  await expectAccessible(seen, 'tap-huan-phone');
  await database.owner`update programmes set rehearsal = false`;
  expect((await seen.goto('/tap-huan/tiny'))?.status()).toBe(404);
  await expectAccessible(seen, 'khong-co-phone');
  await scripted.close();
});

/** The real server on a real socket: what only shows there. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { seedTinyProgramme } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let server: Server;
let token: string;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  const seeded = await seedTinyProgramme(database.owner);
  token = await seeded.account('police', 't:01', { role: 'planner' });
  server = await createServer({ config, databaseUrl: database.url, log: silent });
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
});

const post = (path: string, body: string, more: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...more,
    },
    body,
  });

test('it is ready when the database has this build’s schema', async () => {
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, why: null }]);
});

test('it starts without a database, and says that it is not ready', async () => {
  const databaseUrl = 'postgres://nobody:nothing@127.0.0.1:1/none';
  const alone = await createServer({ config, databaseUrl, log: silent });
  const asked = performance.now();
  const ready = await fetch(`${alone.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(performance.now() - asked).toBeLessThan(2_000);
  expect((await fetch(`${alone.url}/livez`)).status).toBe(200);
  const refused = await fetch(`${alone.url}/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'server.busy' });
  await alone.stop();
});

test('two megabytes are refused as a problem, and the connection serves on', async () => {
  const large = await post('/rollouts', JSON.stringify({ title: 'a'.repeat(2 * 1024 * 1024) }));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ code: 'request.too_large' });
  const next = await post('/rollouts', '{}');
  expect(next.status).toBe(400);
});

test('a body sent in pieces past the limit is refused too', async () => {
  const chunk = new TextEncoder().encode('a'.repeat(16 * 1024));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if ((sent += 1) > 20) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const told = await fetch(`${server.url}/rollouts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'pieces',
    },
    body,
    duplex: 'half',
  });
  expect(told.status).toBe(413);
});

test('bytes that are no HTTP and headers without end do not end the server', async () => {
  const { port } = new URL(server.url);
  for (const bytes of ['\0\0\0\r\n\r\n', `GET / HTTP/1.1\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
      socket.on('error', () => {});
      socket.on('data', () => {});
      socket.on('close', () => resolve());
    });
  }
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

test('the reference page and its document come from here alone', async () => {
  const page = await fetch(`${server.url}/reference`);
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  const html = await page.text();
  expect(html).not.toMatch(/https?:|<script>|<style|style=/);
  for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g))
    expect((await fetch(`${server.url}${file}`)).status, file).toBe(200);
  expect([...html.matchAll(/(?:src|href)=/g)]).toHaveLength(4);
  for (const path of ['/livez', '/openapi.json', '/me', '/nowhere'])
    expect((await fetch(`${server.url}${path}`)).headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  expect((await fetch(`${server.url}/reference/../package.json`)).status).toBe(401);
  expect(await (await fetch(`${server.url}/openapi.json`)).json()).toMatchObject({
    openapi: '3.1.0',
  });
});

test('stopping lets what is under way finish and takes nothing new', async () => {
  const own = await createServer({ config, databaseUrl: database.url, log: silent });
  const headers = { authorization: `Bearer ${token}` };
  const { told, stopped } = await database.owner.begin(async (tx) => {
    // Whoever reads the programme waits until this transaction ends.
    await tx`lock table programmes in access exclusive mode`;
    const under = Array.from({ length: 4 }, () => fetch(`${own.url}/work`, { headers }));
    await pause(300);
    const stop = own.stop();
    await expect(fetch(`${own.url}/livez`)).rejects.toThrow();
    return { told: Promise.all(under), stopped: stop };
  });
  expect((await told).map((t) => t.status)).toEqual([200, 200, 200, 200]);
  await stopped;
});

/** The offices' client: what is not answered is sent again under its key, and noted before and after. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openHttp, type Posting } from '#rehearsal/http.ts';
import { journalIn, type JournalEntry } from '#rehearsal/journal.ts';
import { parseJournal } from '#verify/index.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const folder = mkdtempSync(join(tmpdir(), 'lientich-http-'));
const keys: unknown[] = [];
let answers: Answer[] = [];
let api = '';
const server = createServer((request, response) => {
  keys.push(request.headers['idempotency-key']);
  const answer = answers.shift() ?? says(500, { code: 'server.error' });
  request.resume().on('end', () => answer(request, response));
});

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  keys.length = 0;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const says =
  (status: number, body: object): Answer =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
const cuts: Answer = (request) => void request.socket.destroy();
const says201 = says(201, { seq: 1 });
const halfAnswers: Answer = (request, response) => {
  response.writeHead(201, { 'content-length': '100' }).write('{"seq"');
  setImmediate(() => request.socket.destroy());
};

const POSTING: Posting = { token: 't', path: '/acts', body: { version: 1 }, key: 'one-key' };

async function posted(...given: readonly Answer[]) {
  answers = [...given];
  const entries: JournalEntry[] = [];
  const http = openHttp(api, { journal: async (entry) => void entries.push(entry) });
  const answer = await http.post(POSTING).catch((error: unknown) => error);
  return { answer, outcomes: entries.map((e) => e.outcome), traffic: http.traffic };
}

test('a lost connection, half an answer and a busy server are tried again with the same key', async () => {
  const busy = says(503, { code: 'server.busy' });
  const { answer, outcomes, traffic } = await posted(cuts, halfAnswers, busy, says201);
  expect(answer).toEqual({ seq: 1 });
  expect(keys).toEqual(Array.from({ length: 4 }, () => 'one-key'));
  expect(outcomes).toEqual(['info', 'ok']);
  expect(traffic).toEqual({ requests: 4, retried: 3, repeated: 0 });
});

test('a refusal is final, and noted as one', async () => {
  const { answer, outcomes } = await posted(says(409, { code: 'assignment.recalled' }));
  expect(answer).toMatchObject({ message: 'POST /acts was answered 409 assignment.recalled' });
  expect(outcomes).toEqual(['info', 'fail']);
});

test('an answer that judges nothing leaves the outcome unknown', async () => {
  const { answer, outcomes } = await posted(says(500, { code: 'server.error' }));
  expect(answer).toMatchObject({ message: 'POST /acts was answered 500 server.error' });
  expect(outcomes).toEqual(['info']);
});

test('whoever ends it does not wait for the tries', async () => {
  const abort = new AbortController();
  answers = [cuts, (request) => void (abort.abort(), request.socket.destroy())];
  const http = openHttp(api, { signal: abort.signal });
  await expect(http.get('t', '/work')).rejects.toMatchObject({ name: 'AbortError' });
  expect(keys).toHaveLength(2);
});

test('the journal is a file as `lientich verify` reads it', async () => {
  const file = join(folder, 'journal');
  const journal = await journalIn(file);
  answers = [says201];
  await openHttp(api, { journal: journal.write }).post(POSTING);
  await journal.close();
  expect(parseJournal(readFileSync(file, 'utf8'))).toEqual([
    { key: 'one-key', outcome: 'info' },
    { key: 'one-key', outcome: 'ok' },
  ]);
});

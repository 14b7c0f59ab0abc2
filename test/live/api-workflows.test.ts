/** The live side of a rollout as the API shows it: the real server, worker and engine. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { eventually, openDatabase, openNamespace, runWorker } from '#test/support/live.ts';
import type { LiveDatabase, Namespace, RunningWorker } from '#test/support/live.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let engine: Namespace;
let worker: RunningWorker;
let server: Server;
let tiny: TinyRollout;
let operator: string;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

beforeAll(async () => {
  const servers = inject('live');
  database = await openDatabase(servers);
  engine = await openNamespace(servers.temporalAddress);
  tiny = await issueTinyRollout(database);
  operator = await tiny.seeded.account(null, null, { role: 'operator' });
  worker = await runWorker(servers, database, engine);
  server = await createServer({
    config: readConfig({ PORT: '0', TEMPORAL_NAMESPACE: engine.namespace }),
    databaseUrl: database.url,
    temporalAddress: engine.address,
    uiUrl: 'http://127.0.0.1:9/',
    log: silent,
  });
});
afterAll(async () => {
  await server?.stop();
  await worker?.stop();
  await engine?.close();
  await database?.close();
});

type Row = {
  readonly id: string;
  readonly live: { readonly status: string; readonly uiUrl: string } | null;
};

async function workflows(): Promise<Row[]> {
  const headers = { authorization: `Bearer ${operator}` };
  const told = await fetch(`${server.url}/rollouts/${tiny.rollout}/workflows`, { headers });
  expect(told.status).toBe(200);
  return ((await told.json()) as { items: Row[] }).items;
}

test('an act wakes its coordinator, and the operator sees it run with a link to the pages', async () => {
  const path = `/assignments/${tiny.assignment('t:0111')}/acknowledgements`;
  await tiny.head('police', 't:0111').post(path, { version: 1 });
  const id = `rollout/${tiny.rollout}/t:011`;
  const row = await eventually('the coordinator runs', async () =>
    (await workflows()).find((one) => one.id === id && one.live !== null),
  );
  expect(row.live).toMatchObject({ workflowId: id, status: 'RUNNING', pendingActivities: [] });
  expect(row.live?.uiUrl).toMatch(/^http:\/\/127\.0\.0\.1:9\/namespaces\//);
  await eventually('it has considered the act', async () => {
    const [left] = await database.owner<{ n: number }[]>`select count(*)::int as n from pending`;
    return left?.n === 0;
  });
});

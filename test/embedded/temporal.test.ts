import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { startTemporal, type Temporal, type TemporalOptions } from '#embedded/temporal.ts';
import { allGone, scratch } from './scratch.ts';

test('it starts ready for workflows, keeps them over a restart, leaves no process', async () => {
  await using folder = await scratch();
  const first = await start(folder.path);
  expect(first.version).toMatch(/^1\.\d+\.\d+$/);
  expect(first.uiUrl).toBeUndefined();
  await use(first, async (client) => {
    await client.workflow.start('nothing', { taskQueue: 'none', workflowId: 'kept' });
  });
  await first.stop();
  expect(await allGone([first.pid])).toBeLessThan(100);

  await using again = await start(folder.path);
  await use(again, async (client) => {
    const { status } = await client.workflow.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
  });
});

test('it keeps finished workflows for 30 days and knows our search attributes', async () => {
  await using folder = await scratch();
  await using server = await start(folder.path, { inMemory: true });
  await use(server, async ({ connection }) => {
    const namespace = { namespace: 'default' };
    const { config } = await connection.workflowService.describeNamespace(namespace);
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    const attributes = await connection.operatorService.listSearchAttributes(namespace);
    expect(Object.keys(attributes.customAttributes ?? {}).toSorted()).toEqual([
      'ProgrammeId',
      'RolloutId',
      'Stage',
      'Tier',
      'UnitKey',
    ]);
  });
});

test('its pages are served where they are wanted', async () => {
  await using folder = await scratch();
  await using server = await start(folder.path, { inMemory: true, ui: true });
  const page = await fetch(server.uiUrl ?? '');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<!doctype html>');
});

test('two run side by side; the same folder twice is refused', async () => {
  await using folder = await scratch();
  await using one = await start(folder.path, { name: 'one' });
  await using two = await start(folder.path, { name: 'two' });
  expect(one.address).not.toBe(two.address);
  await expect(start(folder.path, { name: 'one' })).rejects.toMatchObject({
    code: 'embedded.in_use',
  });
});

test('data of a newer server is refused', async () => {
  await using folder = await scratch();
  const home = join(folder.path, 'temporal/test');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'server-version'), '1.999.0\n');
  await expect(start(folder.path)).rejects.toMatchObject({ code: 'embedded.data_too_new' });
});

test('a program that is too old, silent or gone is refused with the three ways out', async () => {
  await using folder = await scratch();
  const executable = join(folder.path, 'old-temporal');
  await writeFile(
    executable,
    '#!/bin/sh\necho "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"\n',
  );
  await chmod(executable, 0o755);
  const refusal = await start(folder.path, { executable }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'embedded.no_temporal' });
  expect(String(refusal)).toMatch(/TEMPORAL_ADDRESS(.|\n)*PATH(.|\n)*1\.29\.1, older than 1\.31/);
  const gone = start(folder.path, { executable: join(folder.path, 'none') });
  await expect(gone).rejects.toThrow(/ENOENT/);
});

test('a server that ends at its start says why, and its folder is free again', async () => {
  await using folder = await scratch();
  const bad = start(folder.path, { extraArgs: ['--no-such-flag'] });
  await expect(bad).rejects.toMatchObject({ code: 'embedded.temporal_failed' });
  await expect(bad).rejects.toThrow(/no-such-flag/);
  await using good = await start(folder.path);
  expect(good.pid).toBeGreaterThan(0);
});

async function start(
  stateDir: string,
  options: Partial<TemporalOptions> = {},
): Promise<Temporal & AsyncDisposable> {
  const server = await startTemporal({ stateDir, name: 'test', ui: false, ...options });
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}

async function use(server: Temporal, act: (client: Client) => Promise<void>): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  try {
    await act(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

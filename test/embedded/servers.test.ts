import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startServers, type Servers } from '#embedded/servers.ts';
import { allGone, scratch } from './scratch.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test.each([
  ['kill -9', (owner: ChildProcess) => owner.kill('SIGKILL'), [null, 'SIGKILL']],
  ['an uncaught error', (owner: ChildProcess) => owner.stdin?.end('throw'), [1, null]],
  ['process.exit', (owner: ChildProcess) => owner.stdin?.end('exit'), [3, null]],
  ['SIGTERM', (owner: ChildProcess) => owner.kill('SIGTERM'), [null, 'SIGTERM']],
  ['Ctrl-C', (owner: ChildProcess) => owner.kill('SIGINT'), [null, 'SIGINT']],
] as const)('%s leaves no server, and the next start works', async (_name, end, how) => {
  await using folder = await scratch();
  const { owner, pids } = await startOwner(folder.path);
  const exit = once(owner, 'exit');
  end(owner);
  expect(await exit).toEqual(how);
  // At once, while they may still be stopping.
  await using again = await start(folder.path);
  expect(await allGone(pids)).toBeLessThan(5_000);
  expect(again.postgres.pid).not.toBe(pids[0]);
});

test('two pairs run side by side and stop any number of times', async () => {
  await using folder = await scratch();
  const one = await start(folder.path, 'one');
  await using two = await start(folder.path, 'two');
  expect(one.postgres.port).not.toBe(two.postgres.port);
  expect(one.temporal.address).not.toBe(two.temporal.address);
  await Promise.all([one.stop(), one.stop()]);
  await one.stop();
});

test('where one cannot start the other does not stay', async () => {
  await using folder = await scratch();
  const home = join(folder.path, 'temporal/test');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'format'), '99\n');
  await expect(start(folder.path)).rejects.toMatchObject({ code: 'embedded.data_too_new' });
  await writeFile(join(home, 'format'), '1\n');
  await using again = await start(folder.path);
  expect(again.postgres.pid).toBeGreaterThan(0);
});

async function start(stateDir: string, name = 'test'): Promise<Servers & AsyncDisposable> {
  const servers = await startServers({ stateDir, name, ui: false, forTests: true });
  return { ...servers, [Symbol.asyncDispose]: () => servers.stop() };
}

/** A process of its own that starts both and then does nothing but wait for its end. */
async function startOwner(stateDir: string): Promise<{ owner: ChildProcess; pids: number[] }> {
  const program = `
    import { startServers } from '#embedded/servers.ts';
    const stateDir = ${JSON.stringify(stateDir)};
    const servers = await startServers({ stateDir, name: 'test', ui: false, forTests: true });
    console.log(JSON.stringify([servers.postgres.pid, servers.temporal.pid]));
    process.stdin.on('data', (word) => {
      if (word.toString() === 'exit') process.exit(3);
      throw new Error('uncaught');
    });
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: ROOT });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, pids: JSON.parse(line.toString()) as number[] };
}

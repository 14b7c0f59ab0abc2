import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '#config.ts';

test('nothing set is a whole configuration', () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: undefined,
    host: '127.0.0.1',
    temporal: { namespace: 'default' },
    limits: { rate: { perSecond: 50, burst: 200 } },
  });
});

test('an empty variable is one that is not set', () => {
  expect(readConfig({ PORT: '', TEMPORAL_ADDRESS: '' })).toMatchObject({
    port: readConfig({}).port,
    temporal: { address: undefined },
  });
});

test('every setting at fault is named with what was found', () => {
  const read = () => readConfig({ PORT: 'eighty', LOG_LEVEL: 'loud' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/PORT is "eighty"[^]*LOG_LEVEL is "loud"/);
});

test('the address of the database, which holds its password, is never printed', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/db' })).toThrow(/not shown/);
  expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/db' })).not.toThrow(/secret/);
});

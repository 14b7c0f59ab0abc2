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

test('mail needs a server and an address to come from; its password is never printed', () => {
  const url = 'smtp://me:secret@mail.tinh.test:587';
  expect(readConfig({}).mail).toBeUndefined();
  expect(readConfig({ SMTP_URL: url, MAIL_FROM: 'Lientich@tinh.test' }).mail).toEqual({
    url,
    from: 'lientich@tinh.test',
  });
  expect(() => readConfig({ SMTP_URL: url })).toThrow(/MAIL_FROM is not/);
  expect(() => readConfig({ SMTP_URL: url, MAIL_FROM: 'me' })).toThrow(/MAIL_FROM is "me"/);
  const wrong = () => readConfig({ SMTP_URL: 'http://me:secret@mail' });
  expect(wrong).toThrow(/SMTP_URL is \(not shown\)/);
  expect(wrong).not.toThrow(/secret/);
});

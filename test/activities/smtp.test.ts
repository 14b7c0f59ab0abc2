/** TLS and login of mail servers, as a worker meets them: what goes over the wire, and what is told of a failure. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createMailer, type SendOutcome } from '#activities/send/smtp.ts';
import { selfSigned } from '#test/support/certificate.ts';
import { openCatcher, type Catcher, type CatcherDoor } from '#test/support/mail-catcher.ts';

const certificate = selfSigned();
const STARTTLS = { ...certificate, from: 'starttls' } as const;
const SMTPS = { ...certificate, from: 'start' } as const;
/** With all that must be written otherwise in an address. */
const USER = { name: 'lien@tich', password: 'mật khẩu: 100%/a#b' };
const LETTER = { to: 'a@b.test', subject: 'Nhắc việc', text: 'Xã Đông', messageId: '<1@b.test>' };

const closing: Catcher[] = [];
const authorities = getCACertificates('default');
afterEach(() => setDefaultCACertificates(authorities));
afterAll(async () => {
  for (const one of closing) await one.close();
});

async function opened(door: CatcherDoor): Promise<Catcher> {
  const catcher = await openCatcher('accept', door);
  closing.push(catcher);
  return catcher;
}

const trust = () => setDefaultCACertificates([...authorities, certificate.cert]);

/** The catcher's address with a login and a query. */
const addressOf = ({ url }: Catcher, login: Partial<typeof USER> = {}, query = '') => {
  const { name, password } = { ...USER, ...login };
  const who = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
  return `${url.replace('://', `://${who}@`)}${query}`;
};

const send = (url: string): Promise<SendOutcome> =>
  createMailer({ url, from: 'lientich@tinh.test', patienceMs: 2_000 }).send(LETTER);

test.each([
  ['STARTTLS', STARTTLS],
  ['TLS from the first byte on', SMTPS],
])('a letter goes over %s, after a login that nobody between can read', async (_how, tls) => {
  trust();
  const catcher = await opened({ tls, user: USER });
  expect(await send(addressOf(catcher))).toEqual({ ok: true });
  expect(catcher.caught).toMatchObject([LETTER]);
  expect(catcher.logins).toEqual([{ user: USER.name, password: USER.password, secure: true }]);
});

test('AUTH LOGIN is spoken where it is asked for', async () => {
  const catcher = await opened({ user: USER });
  expect(await send(addressOf(catcher, {}, '?authMethod=LOGIN'))).toEqual({ ok: true });
  expect(catcher.logins).toEqual([{ user: USER.name, password: USER.password, secure: false }]);
});

test.each([
  ['STARTTLS', STARTTLS],
  ['TLS from the first byte on', SMTPS],
])('%s by a certificate of nobody known: neither login nor letter is shown', async (_how, tls) => {
  const catcher = await opened({ tls, user: USER });
  expect(await send(addressOf(catcher))).toEqual({
    ok: false,
    failure: 'notReached',
    detail: expect.stringContaining('self-signed certificate'),
  });
  expect([catcher.logins, catcher.caught]).toEqual([[], []]);
  expect(await send(addressOf(catcher, {}, '?tls.rejectUnauthorized=false'))).toEqual({ ok: true });
});

test('a server without TLS is refused where TLS is required', async () => {
  const catcher = await opened({});
  expect(await send(`${catcher.url}?requireTLS=true`)).toMatchObject({ failure: 'notReached' });
  expect(catcher.caught).toEqual([]);
});

test('to another machine no password goes in the clear, unless the operator says so', async () => {
  // All of 127/8 is this machine, and one address of it stands for another.
  const catcher = await opened({ host: '127.0.0.2', user: USER });
  expect(await send(addressOf(catcher))).toMatchObject({ failure: 'notReached' });
  expect([catcher.logins, catcher.caught]).toEqual([[], []]);
  expect(await send(addressOf(catcher, {}, '?requireTLS=false'))).toEqual({ ok: true });
  const open = await opened({ host: '127.0.0.2' });
  expect(await send(open.url)).toEqual({ ok: true });
});

test('a wrong password is told as such, by numbers alone', async () => {
  const catcher = await opened({ user: USER });
  const outcome = await send(addressOf(catcher, { password: 'wrong-secret' }));
  expect(outcome).toEqual({ ok: false, failure: 'login', detail: 'AUTH PLAIN 535 5.7.8' });
  expect(catcher.logins).toMatchObject([{ password: 'wrong-secret' }]);
  expect(catcher.caught).toEqual([]);
});

test('a server that cannot judge a login now is one that was not reached', async () => {
  const catcher = await opened({ user: USER, refusal: '454 4.7.0 later' });
  const outcome = await send(addressOf(catcher, { password: 'wrong' }));
  expect(outcome).toEqual({ ok: false, failure: 'notReached', detail: 'AUTH PLAIN 454 4.7.0' });
});

test('a server that wants a login and is given none has refused the letter', async () => {
  const catcher = await opened({ user: USER });
  expect(await send(catcher.url)).toEqual({
    ok: false,
    failure: 'refused',
    detail: 'MAIL FROM 530 5.7.0',
  });
});

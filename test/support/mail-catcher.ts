/** A mail server on 127.0.0.1 that keeps what it takes, and can be as bad as mail servers are. */
import { once } from 'node:events';
import { createServer as createPlain, type AddressInfo, type Socket } from 'node:net';
import { createServer as createSecure, TLSSocket } from 'node:tls';
import type { SelfSigned } from './certificate.ts';

export const CATCHER_MODES = [
  'accept',
  /** "Try later", and "never", to the recipient. */
  'refuse4xx',
  'refuse5xx',
  /** Says nothing, not even a greeting. */
  'hang',
  /** Hangs up in the middle of a letter: it was not taken. */
  'dropInData',
  /** Takes the letter and hangs up, or falls silent, before it says so. */
  'acceptThenDrop',
  'acceptThenHang',
] as const;
export type CatcherMode = (typeof CATCHER_MODES)[number];

export type Caught = {
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
};

export type Login = { readonly user: string; readonly password: string; readonly secure: boolean };

export type CatcherDoor = {
  /** Offered by STARTTLS, or spoken from the first byte on. */
  readonly tls?: SelfSigned & { readonly from: 'start' | 'starttls' };
  /** Whom it lets in; without it nobody need say who he is. */
  readonly user?: { readonly name: string; readonly password: string };
  /** The answer to a wrong password. */
  readonly refusal?: string;
  readonly host?: string;
};

export type Catcher = {
  readonly url: string;
  /** Every letter taken, a repeated one as often as it came. */
  readonly caught: readonly Caught[];
  /** What a receiver shows who drops a letter whose Message-ID it has. */
  shown(): readonly Caught[];
  /** User, password and whether nobody between could read them, of every login tried. */
  readonly logins: readonly Login[];
  /** Conversations begun. */
  readonly visits: () => number;
  become(mode: CatcherMode): void;
  forget(): void;
  close(): Promise<void>;
};

export async function openCatcher(
  first: CatcherMode = 'accept',
  door: CatcherDoor = {},
): Promise<Catcher> {
  let mode = first;
  let visits = 0;
  const caught: Caught[] = [];
  const open = new Set<Socket>();
  const logins: Login[] = [];
  const greet = (socket: Socket) => {
    visits += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    if (mode === 'hang') return;
    socket.write('220 catcher\r\n');
    converse(socket, { mode: () => mode, caught, logins, door });
  };
  const secure = door.tls?.from === 'start';
  const server = secure ? createSecure(door.tls, greet) : createPlain(greet);
  // A client that does not trust the certificate hangs up.
  server.on('tlsClientError', () => {});
  const host = door.host ?? '127.0.0.1';
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp${secure ? 's' : ''}://${host}:${port}`,
    caught,
    logins,
    shown: () => [...new Map(caught.map((letter) => [letter.messageId, letter])).values()],
    visits: () => visits,
    become(other) {
      mode = other;
    },
    forget() {
      caught.length = 0;
      visits = 0;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

type Desk = {
  readonly mode: () => CatcherMode;
  readonly caught: Caught[];
  readonly logins: Login[];
  readonly door: CatcherDoor;
};

function converse(socket: Socket, desk: Desk): void {
  const { mode, caught, door } = desk;
  let waiting = '';
  let to = '';
  let letter: string[] | null = null;
  const secure = socket instanceof TLSSocket;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  const reception = openReception(desk, secure, answer);
  const endLetter = (lines: readonly string[]) => {
    caught.push({ to, ...parsed(lines) });
    if (mode() === 'acceptThenDrop') socket.destroy();
    else if (mode() !== 'acceptThenHang') answer('250 2.0.0 taken');
  };
  const hear = (line: string) => {
    if (letter !== null) {
      if (mode() === 'dropInData') return void socket.destroy();
      if (line !== '.') return void letter.push(line.replace(/^\./, ''));
      endLetter(letter);
      letter = null;
      return;
    }
    const [verb = ''] = line.toUpperCase().split(' ');
    if (verb === 'STARTTLS') {
      answer('220 go on');
      socket.removeAllListeners('data');
      const upgraded = new TLSSocket(socket, { isServer: true, ...door.tls });
      upgraded.on('error', () => {});
      return converse(upgraded, desk);
    }
    if (reception(verb, line)) return;
    if (verb === 'RCPT') {
      to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (mode() === 'refuse4xx') return void answer('450 4.2.1 try later');
      if (mode() === 'refuse5xx') return void answer(`550 5.1.1 <${to}> unknown`);
    }
    if (verb === 'QUIT') return void socket.end('221 bye\r\n');
    if (verb !== 'DATA') return void answer('250 ok');
    letter = [];
    answer('354 go on');
  };
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1');
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      hear(line);
    }
  });
}

/** Greets and lets in; answers whether a line was its own. */
function openReception({ door, logins }: Desk, secure: boolean, answer: (line: string) => unknown) {
  let known = door.user === undefined;
  let user: string | null = null;
  const text = (coded = '') => Buffer.from(coded, 'base64').toString('utf8');
  const judge = (name: string, password: string) => {
    logins.push({ user: name, password, secure });
    known = name === door.user?.name && password === door.user.password;
    answer(
      known ? '235 2.7.0 come in' : (door.refusal ?? `535 5.7.8 ${password} of ${name} is wrong`),
    );
  };
  return (verb: string, line: string): boolean => {
    const [, method, initial] = line.split(' ');
    if (user !== null) {
      if (user !== '') judge(user, text(line));
      else answer('334 UGFzc3dvcmQ6');
      user = user === '' ? text(line) : null;
    } else if (verb === 'EHLO') {
      const offers = [
        ...(door.tls !== undefined && !secure ? ['STARTTLS'] : []),
        ...(door.user === undefined ? [] : ['AUTH LOGIN PLAIN']),
        'catcher',
      ];
      for (const [i, offer] of offers.entries())
        answer(`250${i < offers.length - 1 ? '-' : ' '}${offer}`);
    } else if (verb === 'AUTH' && method?.toUpperCase() === 'LOGIN') {
      user = '';
      answer('334 VXNlcm5hbWU6');
    } else if (verb === 'AUTH') {
      const [, name = '', password = ''] = text(initial).split('\0');
      judge(name, password);
    } else if (verb === 'MAIL' && !known) answer('530 5.7.0 who are you');
    else return false;
    return true;
  };
}

/** One part, in base64; header words encoded by RFC 2047. */
function parsed(lines: readonly string[]): Omit<Caught, 'to'> {
  const blank = lines.indexOf('');
  const unfolded = lines
    .slice(0, blank)
    .join('\n')
    .replaceAll(/\n[ \t]+/g, ' ');
  const headers = Object.fromEntries(
    unfolded.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decoded(line.slice(colon + 1).trim())] as const;
    }),
  );
  const body = lines.slice(blank + 1).join('\n');
  return {
    headers,
    subject: headers['subject'] ?? '',
    messageId: headers['message-id'] ?? '',
    text: Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n'),
  };
}

const decoded = (value: string) =>
  value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, coding: string, text: string) =>
      coding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text
            .replaceAll('_', ' ')
            .replaceAll(/=([0-9a-f]{2})/gi, (__, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
    )
    // Bytes of UTF-8 until here: a character may be cut between two words.
    .replaceAll(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));

/** A mail server on 127.0.0.1 that keeps what it takes, and can be as bad as mail servers are. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

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

export type Catcher = {
  readonly url: string;
  /** Every letter taken, a repeated one as often as it came. */
  readonly caught: readonly Caught[];
  /** What a receiver shows who drops a letter whose Message-ID it has. */
  shown(): readonly Caught[];
  /** Conversations begun. */
  readonly visits: () => number;
  become(mode: CatcherMode): void;
  forget(): void;
  close(): Promise<void>;
};

export async function openCatcher(first: CatcherMode = 'accept'): Promise<Catcher> {
  let mode = first;
  let visits = 0;
  const caught: Caught[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    visits += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    if (mode !== 'hang') converse(socket, () => mode, caught);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caught,
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

function converse(socket: Socket, mode: () => CatcherMode, caught: Caught[]): void {
  let waiting = '';
  let to = '';
  let letter: string[] | null = null;
  const answer = (line: string) => socket.write(`${line}\r\n`);
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
  answer('220 catcher');
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1');
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      hear(line);
    }
  });
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

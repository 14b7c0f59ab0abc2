/** A wire to PostgreSQL that counts: round trips and statements as they really are, whoever sends them. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Counts = { roundTrips: number; statements: number };

export type Wire = {
  /** The same database through the wire. */
  readonly url: string;
  counts(): Counts;
  close(): Promise<void>;
};

const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const COMMAND_COMPLETE = 'C'.charCodeAt(0);

/** Counts the server's messages: one `ready` ends each round trip, one `complete` each statement. */
function counting(counts: Counts): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (data.length >= 5) {
      const length = data.readInt32BE(1) + 1;
      if (data.length < length) break;
      if (data[0] === READY_FOR_QUERY) counts.roundTrips += 1;
      if (data[0] === COMMAND_COMPLETE) counts.statements += 1;
      data = data.subarray(length);
    }
    rest = Buffer.from(data);
  };
}

export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const counts = { roundTrips: 0, statements: 0 };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    far.on('data', counting(counts));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    counts: () => ({ ...counts }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

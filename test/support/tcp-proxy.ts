/** A fixed address in front of a server that comes and goes. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Proxy = {
  readonly address: string;
  /** Forwards to that server from now on; to none: every connection is cut, and every new one. */
  forward(to: string | null): void;
  close(): Promise<void>;
};

export async function openProxy(): Promise<Proxy> {
  let target: string | null = null;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (target === null) return void near.destroy();
    const [host, port] = target.split(':');
    const far = connect(Number(port), host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    forward(to) {
      target = to;
      if (to === null) cut();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

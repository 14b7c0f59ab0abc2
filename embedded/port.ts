import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * `count` different loopback ports that are free now. Another process may take one before the server does:
 * a caller starts again with new ports when the server says so.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

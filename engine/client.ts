import { Client, Connection } from '@temporalio/client';

export type TemporalAt = { readonly address: string; readonly namespace: string };

/** A client of its own connection, for commands that come and go. */
export async function connectClient({
  address,
  namespace,
}: TemporalAt): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address, connectTimeout: '5 seconds' });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

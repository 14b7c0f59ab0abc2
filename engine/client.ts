import { Client, Connection } from '@temporalio/client';

export type TemporalAt = { readonly address: string; readonly namespace: string };

/**
 * For a connection that lives long. Temporal may be away for minutes, and left alone the client looks for it less
 * and less often, in the end every two minutes: so long would nobody be nudged after its return.
 */
export const RECONNECT = { 'grpc.max_reconnect_backoff_ms': 2_000 } as const;

/** A client of its own connection, for commands that come and go. */
export async function connectClient({
  address,
  namespace,
}: TemporalAt): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address, connectTimeout: '5 seconds' });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

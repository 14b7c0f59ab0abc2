/** The load driver: POSTs over kept connections, and a journal of what was asked and how it was answered. */
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** One request that writes: under a key of its own, as the account of a token. */
export type Call = {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly token: string;
  /** Its id, for the journal: keys are an account's own. */
  readonly account: string;
};

export type Told = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/**
 * One JSON object a line, `info` before a call and `ok` or `fail` after it, so that what was under way when
 * either side died stands there as unanswered. `lientich verify --journal` reads it.
 */
export class Journal {
  readonly file: string;
  readonly #fd: number;

  constructor(file: string) {
    this.file = file;
    appendFileSync(file, '');
    this.#fd = openSync(file, 'a');
  }

  note({ key, account }: Call, outcome: 'ok' | 'fail' | 'info'): void {
    writeSync(this.#fd, `${JSON.stringify({ key, account, outcome })}\n`);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

export class Driver {
  readonly #api: URL;
  readonly #journal: Journal | null;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(api: string, journal: Journal | null) {
    this.#api = new URL(api);
    this.#journal = journal;
  }

  /**
   * Sends it and waits for the answer. A connection that was kept may be closed just then: it is asked once more,
   * under the same key, as any client would.
   */
  async post(call: Call): Promise<Told> {
    this.#journal?.note(call, 'info');
    const told = await this.#send(call).catch(() => this.#send(call));
    // A server's failure says nothing of what became of the fact.
    if (told.status < 500) this.#journal?.note(call, told.status < 400 ? 'ok' : 'fail');
    return told;
  }

  /** @throws Error when it was not accepted */
  async accepted(call: Call): Promise<Told> {
    const told = await this.post(call);
    if (told.status < 400) return told;
    throw new Error(`${call.path} answered ${told.status}: ${JSON.stringify(told.body)}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ path, body, key, token }: Call): Promise<Told> {
    const bytes = JSON.stringify(body);
    const { promise, resolve, reject } = Promise.withResolvers<Told>();
    const sent = request(
      {
        agent: this.#agent,
        host: this.#api.hostname,
        port: this.#api.port,
        path,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(bytes),
          'idempotency-key': key,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          try {
            resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as Told['body'] });
          } catch (error) {
            reject(error);
          }
        });
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
    return promise;
  }
}

/** Does all of them, `n` at a time; answers the seconds it took. */
export async function inFlight<T>(
  n: number,
  items: readonly T[],
  act: (item: T) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: n }, lane));
  return (performance.now() - startedAt) / 1000;
}

const TICK_MS = 10;

/** Starts so many a second whether or not the others are answered; answers the seconds until all were. */
export async function atRate<T>(
  perSecond: number,
  items: readonly T[],
  act: (item: T) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  const under: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  while (under.length < items.length) {
    const due = Math.ceil(((performance.now() - startedAt) / 1000) * perSecond);
    for (const item of items.slice(under.length, due)) {
      under.push(act(item).catch((error: unknown) => failures.push(error)));
    }
    await pause(TICK_MS);
  }
  await Promise.all(under);
  if (failures.length > 0) throw failures[0];
  return (performance.now() - startedAt) / 1000;
}

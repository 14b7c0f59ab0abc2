/** Both servers of a laptop, started together and stopped together. */
import { startPostgres, type Postgres } from './postgres.ts';
import { defaultStateDir } from './surroundings.ts';
import { startTemporal, type Temporal } from './temporal.ts';

export interface ServersOptions {
  /** Default: `.lientich` of this copy of the repository. */
  readonly stateDir?: string;
  /** One name is one pair of servers with data of its own. */
  readonly name: string;
  /** Temporal's own pages. */
  readonly ui: boolean;
  /** For tests: nothing survives a crash of the machine, Temporal keeps nothing at all. */
  readonly forTests?: boolean;
  readonly executable?: string;
  readonly cacheDir?: string;
  readonly onProgress?: (text: string) => void;
  /**
   * Stop the servers on SIGINT and SIGTERM and then end this process as the signal would have. Default true.
   * A program that stops its own parts in an order of its own says false and calls `stop` last.
   */
  readonly stopOnSignal?: boolean;
}

export interface Servers {
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  /** Resolves when both are gone. Any number of calls. */
  stop(): Promise<void>;
}

/**
 * Starts both at once; if one fails, the other is stopped again and the error thrown.
 *
 * However this process ends, the servers end: in order by `stop` or a signal, within seconds by their
 * watchdogs after an uncaught error, `process.exit` or `kill -9`.
 *
 * @throws EmbeddedError
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { stateDir = defaultStateDir(), forTests = false, stopOnSignal = true } = options;
  const common = { ...options, stateDir };
  const [postgres, temporal] = await Promise.allSettled([
    startPostgres({ ...common, fsync: !forTests }),
    startTemporal({ ...common, inMemory: forTests }),
  ]);
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    if (temporal.status === 'fulfilled') await temporal.value.stop();
    throw postgres.status === 'rejected'
      ? postgres.reason
      : (temporal as PromiseRejectedResult).reason;
  }
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= stopBoth(postgres.value, temporal.value).finally(() => running.delete(stop));
    return stopping;
  };
  if (stopOnSignal) {
    running.add(stop);
    installHandlers();
  }
  return { postgres: postgres.value, temporal: temporal.value, stop };
}

async function stopBoth(postgres: Postgres, temporal: Temporal): Promise<void> {
  await Promise.all([postgres.stop(), temporal.stop()]);
}

const running = new Set<() => Promise<void>>();
let installed = false;

/** Once for all servers of the process. */
function installHandlers(): void {
  if (installed) return;
  installed = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.allSettled([...running].map((stop) => stop())).then(() => {
        // Ours is gone by now, so the signal does what it does. A program with a handler had it already.
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      });
    });
  }
}

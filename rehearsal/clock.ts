/** The programme's clock over HTTP: it is moved when nothing is left to do, never slept for. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '#domain/vocabulary.ts';
import { RehearsalError, type Http } from './http.ts';

/** As `GET /programmes/{id}/clock` answers. */
export type ClockReading = {
  readonly now: Instant;
  readonly quiet: boolean;
  readonly nextWakeAt: Instant | null;
  readonly pending: number;
  readonly waiting: readonly { readonly coordinator: string; readonly stuckSince: string | null }[];
};

/** Between two looks at whether the engine is at rest: it works for real, so this waits for real. */
const POLL_MS = 25;
/** Longer without rest means that something is broken, not slow (DESIGN 6). */
const REST_MS = 30_000;

export class RehearsalClock {
  readonly #http: Http;
  readonly #token: string;
  readonly #path: string;
  readonly #restMs: number;
  /** Real time spent waiting for the engine, and how often it had to be waited for. */
  readonly waited = { ms: 0, times: 0 };
  /** The rollout whose workflows are asked when the engine does not come to rest. */
  rollout: string | null = null;

  constructor(http: Http, token: string, programme: string, restMs = REST_MS) {
    this.#http = http;
    this.#restMs = restMs;
    this.#token = token;
    this.#path = `/programmes/${encodeURIComponent(programme)}/clock`;
  }

  read(): Promise<ClockReading> {
    return this.#http.get(this.#token, this.#path);
  }

  async moveTo(to: Instant): Promise<void> {
    await this.#http.post({
      token: this.#token,
      path: this.#path,
      body: { to },
      key: `clock/${to}`,
    });
  }

  /** After something was sent to the engine: it is not at rest at once. @throws as `quiet` */
  async quietAgain(): Promise<ClockReading> {
    await pause(POLL_MS);
    return this.quiet();
  }

  /** @throws RehearsalError naming the coordinator that does not come to rest, and its last failure */
  async quiet(): Promise<ClockReading> {
    const since = performance.now();
    const until = since + this.#restMs;
    for (;;) {
      const reading = await this.read();
      if (reading.quiet) {
        this.waited.ms += performance.now() - since;
        this.waited.times += 1;
        return reading;
      }
      if (performance.now() > until) throw await this.#unquiet(reading);
      await pause(POLL_MS);
    }
  }

  async #unquiet({ now, pending, waiting }: ClockReading): Promise<RehearsalError> {
    const failures = await this.#failures();
    const named = waiting.map(({ coordinator }) => coordinator);
    const failing = failures.find((f) => named.includes(f.coordinator ?? '')) ?? failures[0];
    const coordinator = failing?.coordinator ?? named[0] ?? `${pending} pending`;
    const why = failing?.lastFailure ?? 'no failure is known';
    return new RehearsalError(
      `The engine did not come to rest within ${this.#restMs / 1000} s: ${coordinator}: ${why}`,
      { now, pending, waiting, failures },
    );
  }

  /** What the live workflows say; the engine itself may be what is away. */
  async #failures(): Promise<Failure[]> {
    if (this.rollout === null) return [];
    try {
      const { items } = await this.#http.get<{ items: readonly Coordinator[] }>(
        this.#token,
        `/rollouts/${this.rollout}/workflows?limit=200`,
      );
      return items.flatMap(({ id, live }) =>
        (live?.pendingActivities ?? []).flatMap(({ name, attempt, lastFailure }) =>
          lastFailure === null
            ? []
            : [{ coordinator: id, lastFailure: `${name} (${attempt}): ${lastFailure}` }],
        ),
      );
    } catch (error) {
      return [{ lastFailure: String(error) }];
    }
  }
}

/** Without a coordinator: the engine itself could not be asked. */
type Failure = { readonly coordinator?: string; readonly lastFailure: string };

type Coordinator = {
  readonly id: string;
  readonly live: {
    readonly pendingActivities: readonly {
      readonly name: string;
      readonly attempt: number;
      readonly lastFailure: string | null;
    }[];
  } | null;
};

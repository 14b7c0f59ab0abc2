import type { ProgrammeFolder } from '#domain/programme.ts';
import { openArena, type Arena, type ArenaOptions } from './arena.ts';

/** What a check found out, one line each. */
export type Figures = Readonly<Record<string, string | number>>;

export type FaultOptions = {
  readonly seed: number;
  readonly folder: ProgrammeFolder;
  readonly signal?: AbortSignal | undefined;
  /** How long what is taken away stays away at least, where that matters. */
  readonly downMs: number;
};

/** @throws Error when the record, or whoever was to survive, did not */
export type Fault = (options: FaultOptions) => Promise<Figures>;

/** Opens an arena, acts in it and closes it, however that ends. */
export async function inArena<T>(
  options: ArenaOptions,
  act: (arena: Arena) => Promise<T>,
): Promise<T> {
  const arena = await openArena(options);
  try {
    return await act(arena);
  } catch (cause) {
    // The logs are gone with the arena.
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${why}${arena.logs()}`, { cause });
  } finally {
    await arena.close();
  }
}

/**
 * Runs the story and the one who strikes at it side by side. When one fails the other is ended, and not waited
 * for: what it still waits for may never come. When the story is over, so is the striking.
 */
export async function beside<T, S>(
  signal: AbortSignal | undefined,
  story: (signal: AbortSignal) => Promise<T>,
  strike: (over: AbortSignal) => Promise<S>,
): Promise<readonly [T, S]> {
  const over = new AbortController();
  const broken = new AbortController();
  const ended = signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]);
  const first: unknown[] = [];
  const failing = (error: unknown): never => {
    first.push(error);
    broken.abort();
    throw error;
  };
  try {
    return await Promise.all([
      story(ended)
        .finally(() => over.abort())
        .catch(failing),
      strike(over.signal).catch(failing),
    ]);
  } catch {
    // Ending one may end the other; what ended first is the cause.
    throw first[0];
  }
}

/** @throws Error that names the first process that did not live through it */
export function demandAlive({ api, workers }: Arena, pids: readonly number[]): void {
  for (const [i, part] of [api, ...workers].entries())
    if (!part.alive() || part.pid() !== pids[i])
      throw new Error(`process ${pids[i]} (${i === 0 ? 'the API' : `worker ${i}`}) has ended`);
}

export const pidsOf = ({ api, workers }: Arena) => [api, ...workers].map((part) => part.pid());

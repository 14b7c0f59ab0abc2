/** What can be known about a process of this machine from outside. */
import { readFileSync, readlinkSync } from 'node:fs';

/** A process by number and start, because a number alone is given out again. */
export interface ProcessMark {
  readonly pid: number;
  /** The kernel's start time in ticks since boot; empty where the machine has no `/proc`. */
  readonly startedAt: string;
}

export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: startOf(pid) ?? '' };
}

export function isAlive(mark: ProcessMark): boolean {
  const start = startOf(mark.pid);
  if (start !== undefined && mark.startedAt !== '') return start === mark.startedAt;
  return answersSignals(mark.pid);
}

/** Does process `pid` run with `folder` as its working directory? (A postmaster always does.) */
export function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    // Another user's process, or no /proc: the careful answer is that it does.
    return answersSignals(pid);
  }
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, field 2, is in brackets and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' ? undefined : start;
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

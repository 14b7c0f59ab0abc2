/** What processes cost, as the kernel counts it: CPU of whole trees, memory of one. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of /proc on every Linux there is. */
const TICKS = 100;

type Stat = { readonly pid: number; readonly parent: number; readonly ticks: number };

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what follows it is numbers.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
    const ticks = (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0);
    return { pid, parent: Number(fields[1]), ticks };
  } catch {
    // It has ended; what it cost is its parent's now.
    return null;
  }
}

/** Seconds of CPU of a process and all below it, also of those that have ended. */
function treeSeconds(root: number, all: readonly Stat[]): number {
  const below = (pid: number): number =>
    all.reduce((sum, s) => (s.parent === pid ? sum + s.ticks + below(s.pid) : sum), 0);
  const own = all.find((s) => s.pid === root)?.ticks ?? 0;
  return (own + below(root)) / TICKS;
}

export type Pids = Readonly<Record<string, number>>;
export type Cpu = Readonly<Record<string, number>>;

/** Seconds of CPU so far, by name. */
export function cpuOf(pids: Pids): Cpu {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [name, treeSeconds(pid, all)]),
  );
}

export const sumOf = (cpu: Cpu): number => Object.values(cpu).reduce((a, b) => a + b, 0);

/** What was spent between two readings; a process that began in between began at nought. */
export const spentBetween = (before: Cpu, after: Cpu): Cpu =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [
      name,
      Math.max(0, seconds - Math.min(before[name] ?? 0, seconds)),
    ]),
  );

/** CPU of this very process. */
export const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Megabytes in memory. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

/** Which of the offices that are due may act at one quiet point, and which of them one after another. */
import type { ActKind } from './intent.ts';
import type { RehearsalOffice } from './office.ts';

/** Acts of different offices on one assignment whose order makes no difference. */
const COMMUTE: ReadonlySet<ActKind> = new Set(['acknowledgement', 'designation', 'acceptance']);

/**
 * Chains of offices, in key order: within a chain one after another, so that a unit has at most one act in
 * flight. On one assignment only acts that commute share a quiet point; whoever comes later reads its list
 * again first. So the record does not depend on who is faster.
 */
export function roundOf(due: readonly RehearsalOffice[]): RehearsalOffice[][] {
  const chains = new Map<string, RehearsalOffice[]>();
  const taken = new Map<string, { readonly kind: ActKind; readonly unit: string }>();
  for (const office of due) {
    const intent = office.announced?.intent;
    if (intent === undefined) continue;
    const subject = intent.item.unit.key;
    const before = taken.get(subject);
    const { kind } = intent.act;
    const { unit } = office.place;
    const shares =
      before === undefined ||
      (before.unit === unit && COMMUTE.has(before.kind) && COMMUTE.has(kind));
    if (!shares) continue;
    taken.set(subject, { kind, unit });
    chains.set(unit, [...(chains.get(unit) ?? []), office]);
  }
  return [...chains.values()];
}

/** Runs the jobs with at most `width` of them under way, and gives their results in order. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await run(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

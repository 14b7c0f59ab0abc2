/**
 * A token bucket per account, in the memory of one process: with n replicas an account has n times as much. It
 * keeps one runaway program from starving the others; it is no defence against a flood, which belongs in front.
 */

/** Buckets kept; beyond it the one that was used longest ago is forgotten, which only favours its account. */
const BUCKETS_MAX = 10_000;

export type Rate = { readonly perSecond: number; readonly burst: number };

/** Answers whether one more request of this account may pass now. Real time, not the programme's. */
export function createRateLimit(
  { perSecond, burst }: Rate,
  nowMs: () => number = performance.now.bind(performance),
): (account: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>();
  return (account) => {
    if (perSecond === 0) return true;
    const now = nowMs();
    const bucket = buckets.get(account) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    buckets.delete(account);
    buckets.set(account, { left: Math.max(0, left - 1), at: now });
    if (buckets.size > BUCKETS_MAX) buckets.delete(buckets.keys().next().value ?? '');
    return left >= 1;
  };
}

/** What the demo reads of the record: the moment it shows, and the figures it ends with. */
import { createHash } from 'node:crypto';
import type { Sql } from '#db/driver.ts';
import { readLedgerBodies, readOutcome, readProgress, type Outcome } from '#db/reads/outcome.ts';
import { countOverdue, readOverdue } from '#db/reads/overdue.ts';
import { readRolloutHeads, readRolloutSight } from '#db/reads/rollout-status.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import { TIERS } from '#domain/vocabulary.ts';
import type { Language, Tier } from '#domain/vocabulary.ts';
import type { Verification } from '#verify/index.ts';
import type { Moment } from './demo-screen.ts';

/** The longest few are shown, so that all fits 24 rows; the others are counted. */
const LONGEST = 4;

/** The newest rollout as it stands now; null before there is one. */
export async function readMoment(
  sql: Sql,
  folder: ProgrammeFolder,
  language: Language,
): Promise<Moment | null> {
  const heads = await readRolloutHeads(sql);
  const head = heads.find((h) => h.programme === folder.programme.key);
  const sight = head === undefined ? null : await readRolloutSight(sql, head);
  if (head === undefined || sight === null) return null;
  const { id: rollout, programme, scope, today } = head;
  const find = { programme, rollout, scope, today };
  const longest = await readOverdue(sql, { ...find, after: null, limit: LONGEST });
  return {
    rollout,
    title: sight.title,
    today,
    tiers: sight.tiers,
    agencies: folder.agencies
      .filter((a) => a.signs)
      .map(({ code, name }) => ({ code, name: name[language] })),
    byAgency: sight.agencies,
    progress: await readProgress(sql, rollout),
    overdue: {
      count: await countOverdue(sql, find),
      longest: longest.map((row) => ({
        days: row.days,
        unit: row.unit.name,
        step: row.kind,
        holder: row.holder?.name ?? '',
      })),
    },
  };
}

export type Ending = {
  readonly outcome: Outcome;
  readonly moment: Moment;
  readonly digest: string;
};

/** The newest rollout's figures, once it has come to its end. */
export async function readEnding(
  sql: Sql,
  folder: ProgrammeFolder,
  rollout: string,
  moment: Moment,
): Promise<Ending> {
  const outcome = await readOutcome(sql, rollout);
  if (outcome === null) throw new Error(`the record has no rollout ${rollout}`);
  const digest = createHash('sha256');
  for (const { body } of await readLedgerBodies(sql, folder.programme.key))
    digest.update(`${body}\n`);
  return { outcome, moment, digest: digest.digest('hex') };
}

export type Seconds = {
  readonly servers: number;
  readonly import: number;
  readonly cascade: number;
  readonly total: number;
};

/** What `--json` writes: the shape that other programs rely on. */
export function figuresOf(
  programme: string,
  seed: number,
  { outcome, moment, digest }: Ending,
  { ok, invariants }: Verification,
  seconds: Seconds,
) {
  const tier = (name: Tier) => moment.tiers.find((t) => t.tier === name);
  const ratio = (name: Tier, covered: number | undefined) => {
    const of = tier(name)?.of ?? 0;
    return of === 0 ? null : `${covered ?? 0}/${of}`;
  };
  const { asOf, units, offices, coordinators, ...counts } = outcome;
  // The root's tier is the first that has a unit; its own conference is not coverage.
  const tiers = TIERS.slice(TIERS.findIndex((name) => (units[name] ?? 0) > 0));
  const below = tiers.slice(1);
  const byTier = (coveredOf: (name: Tier) => number | undefined) =>
    Object.fromEntries(below.map((name) => [name, ratio(name, coveredOf(name))]));
  const presentOf = (agency: string) => (name: Tier) =>
    moment.byAgency.find((a) => a.tier === name && a.agency === agency)?.covered;
  return {
    programme,
    seed,
    asOf,
    units: Object.fromEntries(tiers.map((name) => [name, units[name] ?? 0])),
    offices,
    coverage: {
      ...byTier((name) => tier(name)?.covered),
      byAgency: Object.fromEntries(
        moment.agencies.map(({ code }) => [code, byTier(presentOf(code))]),
      ),
    },
    ...counts,
    workflows: { rolloutWorkflow: coordinators },
    verify: {
      ok,
      invariants: invariants.map(({ id, ok: holds, checked }) => ({ id, ok: holds, checked })),
    },
    seconds,
    digest,
  };
}

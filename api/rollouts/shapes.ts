/** What the answers about rollouts are made of. */
import { z } from '@hono/zod-openapi';
import { PAIR_STATES, ROLLOUT_STATES, TIERS } from '#domain/vocabulary.ts';
import { conferenceInput } from '#facts/assignment.input.ts';
import { date, id, instant, key, labelled } from '#api/schemas.ts';

const TOTALS = z
  .partialRecord(z.enum(PAIR_STATES), z.int())
  .openapi({ description: 'Recipients by stored state; one that nobody is in is left out' });

export const beingProcessed = z
  .int()
  .openapi({ description: '“n việc đang xử lý”: news that the engine has not considered yet' });

export const ROLLOUT_ROW = z
  .object({
    id,
    key: z.string(),
    title: z.string().nullable().openapi({ description: 'Null for an operator: no content' }),
    state: labelled(ROLLOUT_STATES),
    issueOn: date,
    issuedAt: instant.nullable(),
    closedAt: instant.nullable(),
    over: z
      .object({ at: instant, by: labelled(['recall', 'close']) })
      .nullable()
      .openapi({ description: 'Recalled or closed: nothing more happens in it' }),
    totals: TOTALS,
    beingProcessed,
  })
  .openapi('RolloutRow');

const kOfN = z.object({ covered: z.int(), of: z.int() });

const COVERAGE = z
  .object({ ...kOfN.shape, byAgency: z.record(z.string(), kOfN) })
  .nullable()
  .openapi({
    description:
      'Recipients whose pair is done and whose conference counts; by agency, those it was present at. Null: no such tier',
  });

const STEP_DATE = z
  .object({
    key: z.string(),
    tier: z.enum(TIERS),
    kind: z.string(),
    label: z.string(),
    on: date.nullable().openapi({
      description: 'As it is in force now. Null: runs from the opening of its gate',
    }),
    asIssued: date
      .nullable()
      .openapi({ description: 'As signed with the issue; amended, suspended or moved since' }),
    within: z.int().nullable().openapi({ description: 'Working days after that opening' }),
    provisional: z.boolean(),
    assumed: z.string().nullable().openapi({ description: 'The mark where no document states it' }),
    why: z.array(z.string()).readonly(),
  })
  .openapi('StepDate');

export const SIGNATURES = z
  .object({ signed: z.array(z.string()).readonly(), of: z.array(z.string()).readonly() })
  .openapi({ description: 'k/n: agencies that have signed, of those that sign' });

const TOP_CONFERENCE = z
  .object({
    seq: z.int(),
    filedBy: z.string(),
    evidence: conferenceInput,
    confirmedBy: z.array(z.string()).readonly(),
    disputedBy: z.string().nullable(),
    confirmed: z.boolean(),
  })
  .nullable();

export const ROLLOUT = z
  .object({
    ...ROLLOUT_ROW.shape,
    title: z.string(),
    asOf: date.openapi({ description: 'The programme’s date these counts are of' }),
    rehearsal: z.string().nullable(),
    scope: key.openapi({ description: 'The unit whose counts these are: the account’s own' }),
    signatures: z.object({ issue: SIGNATURES, close: SIGNATURES }),
    conference: TOP_CONFERENCE,
    dates: z.array(STEP_DATE),
    coverage: z.object({
      central: COVERAGE,
      province: COVERAGE,
      district: COVERAGE,
      commune: COVERAGE,
    }),
  })
  .openapi('Rollout');

/**
 * The floor: the same rows in the same tables of a database beside the record's, one auto-committed statement
 * for each fact and each recipient, and nothing else: no HTTP, no standing, no judgement, no engine, no states
 * brought up to date afterwards. Whoever is faster than this has left something out.
 */
import { newId } from '#db/ids.ts';
import { openDriver, type Sql } from '#db/driver.ts';
import { alsoPending, insertFact } from '#db/writes/facts.ts';
import type { Country } from './country.ts';
import { loadCountry, ROOT_UNIT } from './country.ts';
import { inFlight } from './load.ts';
import { cpuOf, ownSeconds, spentBetween, sumOf } from './processes.ts';
import type { Stage, Undo } from './stage.ts';

/** As many connections as the API has by default. */
const CONNECTIONS = 10;
const IN_FLIGHT = 64;

type Pair = {
  readonly unit: string;
  readonly parent: string;
  readonly tier: string;
  readonly offices: readonly {
    readonly id: string;
    readonly agency: string;
    readonly account: string;
  }[];
};

export type Owed = Pair['offices'][number] & {
  readonly programme: string;
  readonly assignment: string;
  readonly unit: string;
};

export type Floor = {
  /** Writes a new rollout's recipients and assignments; what they owe, and the seconds. */
  launch(country: Country): Promise<{ readonly owed: readonly Owed[]; readonly seconds: number }>;
  /** One acknowledgement: what `facts/` writes for it, by its own statement. */
  acknowledge(owed: Owed): Promise<void>;
  /** Seconds for all of them, as many at a time as the API is given. */
  acknowledgeAll(owed: readonly Owed[]): Promise<number>;
  /** Seconds of CPU of the database and of this process while `act` runs. */
  cpuOf(act: () => Promise<unknown>): Promise<number>;
};

export async function openFloor(
  stage: Pick<Stage, 'database' | 'postgresPid'>,
  countries: readonly Country[],
  undo: Undo,
): Promise<Floor> {
  const url = await stage.database('floor');
  const driver = openDriver({ url, name: 'bench-floor', max: CONNECTIONS, byIndex: true });
  undo.add(() => driver.close());
  const { sql } = driver;
  const pairs = new Map<string, readonly Pair[]>();
  for (const country of countries) {
    await loadCountry(sql, country);
    pairs.set(country.programme, await readPairs(sql, country.programme));
  }
  const acknowledge = (owed: Owed) => insertAcknowledgement(sql, owed);
  return {
    acknowledge,
    acknowledgeAll: (owed) => inFlight(IN_FLIGHT, owed, acknowledge),
    async launch({ programme, issueOn }) {
      const rollout = newId();
      const rows = (pairs.get(programme) ?? []).map((pair) => ({ ...pair, id: newId() }));
      const write = (row: (typeof rows)[number]) =>
        insertRecipient(sql, { programme, rollout, on: issueOn, ...row });
      const seconds = await inFlight(IN_FLIGHT, rows, write);
      const owed = rows.flatMap(({ id, unit, offices }) =>
        offices.map((office) => ({ programme, assignment: id, unit, ...office })),
      );
      return { owed, seconds };
    },
    async cpuOf(act) {
      const postgres = () => cpuOf({ postgres: stage.postgresPid });
      const [before, own] = [postgres(), ownSeconds()];
      await act();
      return sumOf(spentBetween(before, postgres())) + ownSeconds() - own;
    },
  };
}

const readPairs = (sql: Sql, programme: string) => sql<Pair[]>`
  select u.key as unit, u.parent_key as parent, u.tier,
    json_agg(json_build_object('id', o.id, 'agency', o.agency, 'account', ac.id)) as offices
  from offices o join units u on u.key = o.unit_key join accounts ac on ac.office_id = o.id
  where o.programme_id = ${programme} and u.key <> ${ROOT_UNIT} group by u.key`;

function insertRecipient(
  sql: Sql,
  row: Pair & {
    readonly id: string;
    readonly programme: string;
    readonly rollout: string;
    readonly on: string;
  },
) {
  const { id, programme, rollout, unit, parent, tier, on, offices } = row;
  const at = `${on}T01:00:00.000Z`;
  const coordinator = `rollout/${rollout}/${parent}`;
  const dates = { [`${tier}1`]: on };
  const body = JSON.stringify({ on, dates, kind: 'opened', rollout: 'one-step-2023', unit });
  return sql`
    with told as (
      insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
      values (nextval('ledger_seq'), ${programme}, 'opened', ${id}, ${at}, statement_timestamp(), ${body}) returning seq),
    frozen as (
      insert into recipients (rollout_id, unit_key, parent_key, tier, leads)
      values (${rollout}, ${unit}, ${parent}, ${tier}, ${tier !== 'commune'})),
    made as (
      insert into assignments (id, programme_id, rollout_id, unit_key, tier, coordinator_id, opened_at, opened_seq,
        state, version, held_by, held_by_superior_of, conference_counts, conference_present, look_at)
      select ${id}, ${programme}, ${rollout}, ${unit}, ${tier}, ${coordinator}, ${at}, seq, 'awaiting', 1, '{}', '{}',
        false, '{}', ${at} from told),
    sides as (
      insert into lines (assignment_id, agency, office_id, state)
      select ${id}, x.agency, x.id, 'issued'
      from jsonb_to_recordset(${sql.json(offices as never)}) as x (agency text, id uuid))
    insert into versions (assignment_id, n, cause, made_at, acknowledge_by, dates)
    values (${id}, 1, 'opening', ${at}, ${on}, ${sql.json(dates)})`;
}

/** By the product's own statement: the row of a fact has one spelling. */
async function insertAcknowledgement(sql: Sql, owed: Owed): Promise<void> {
  const { programme, assignment, unit, id: office, account, agency } = owed;
  const written = await insertFact(
    sql,
    {
      kind: 'acknowledgement',
      programme,
      rollout: null,
      jointAct: null,
      assignment,
      office,
      payload: { version: 1 },
      body: JSON.stringify({ agency, by: 'Thủ trưởng', kind: 'acknowledgement', unit, version: 1 }),
      author: { account, office, post: 'Thủ trưởng' },
      key: `floor-${assignment}`,
      fingerprint: 'f'.repeat(64),
      status: 201,
      answer: { kind: 'acknowledgement', assignment },
    },
    { also: [alsoPending(sql, programme, `rollout/${assignment}/${unit}`, unit)] },
  );
  if (written === null) throw new Error(`the floor did not take ${unit}`);
}

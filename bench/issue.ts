/** A rollout issued at once to a whole country. */
import type { Sql } from '#db/driver.ts';
import { signedRollout } from './country.ts';
import type { Owed } from './floor.ts';
import { profileOf, spend, tellRow, type Run } from './run.ts';
import { until } from './stage.ts';

const ISSUE_MS_MAX = 300_000;

async function progressOf(sql: Sql, rollout: string) {
  const [row] = await sql<{ recipients: number; opened: number; begun: number; looked: number }[]>`
    select (select count(*)::int from recipients where rollout_id = ${rollout}) as recipients,
      (select count(*)::int from assignments where rollout_id = ${rollout}) as opened,
      count(*)::int as begun, count(first_looked_at)::int as looked
    from coordinators where rollout_id = ${rollout}`;
  return row!;
}

/** All rows visible, then everyone has looked. Answers what is owed, in the record and at the floor. */
export async function measureIssue(run: Run): Promise<{ rollout: string; owed: Owed[] }> {
  const { stage, driver, floor, countries } = run;
  const launch = await floor.launch(countries.threeTiers);
  const { rollout, issue } = await signedRollout(stage.owner, driver, countries.threeTiers);
  const [leading] = await stage.owner<{ n: number }[]>`
    select count(distinct parent_key)::int as n from units u where exists (
      select from offices o where o.unit_key = u.key and o.programme_id = ${run.countries.threeTiers.programme}
        and o.valid_from <= ${run.countries.threeTiers.issueOn}
        and (o.valid_to is null or o.valid_to >= ${run.countries.threeTiers.issueOn}))`;
  let visible = 0;
  let coordinators = 0;
  const spent = await spend(run, async () => {
    const startedAt = performance.now();
    await issue();
    const options = { withinMs: ISSUE_MS_MAX, everyMs: 50 };
    await until(
      'every coordinator has looked',
      async () => {
        const { recipients, opened, begun, looked } = await progressOf(stage.owner, rollout);
        if (visible === 0 && opened === recipients)
          visible = (performance.now() - startedAt) / 1000;
        coordinators = begun;
        return opened === recipients && begun === leading?.n && looked === begun;
      },
      options,
    );
  });
  const n = launch.owed.length / 2;
  const why = profileOf(spent);
  tellRow(run, 'issueVisible', `${n} recipients`, [visible / launch.seconds], {
    floor: { value: launch.seconds, unit: 's' },
    why,
  });
  tellRow(run, 'issueLooked', `${coordinators} coordinators`, [spent.seconds], { why });
  return { rollout, owed: [...launch.owed] };
}

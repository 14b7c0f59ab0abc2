import type { Sql } from '#db/driver.ts';
import { insertFact } from '#db/writes/facts.ts';
import { can, NO_RELATION } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { localDate } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { demand, record, type Answer, type Request } from './record.ts';

type ClockObject = {
  readonly stepped: boolean;
  /** Last year of the programme's calendar: beyond it no deadline can be reckoned. */
  readonly lastYear: number | null;
};

/** Moves a rehearsal's clock forward and wakes every coordinator that is due by then. */
export async function stepClock(sql: Sql, request: Request, to: Instant): Promise<Answer> {
  return record<ClockObject>(sql, request, {
    object: sql`select p.stepped_at is not null as stepped,
        (select max(year) from calendar_years where programme_id = p.id) as "lastYear"
      from programmes p where p.id = me.programme_id`,
    judge: ({ actor, post, at, object }) => {
      demand(can(actor, 'clock.set', NO_RELATION));
      if (!object.stepped) throw new Problem('clock.live');
      if (to <= at) throw new Problem('clock.backwards', { now: at, found: to });
      const year = Number(localDate(to).slice(0, 4));
      if (year > (object.lastYear ?? 0)) throw new Problem('deadline.no_year', { year });
      const { programme } = actor;
      return {
        status: 201,
        write: () =>
          insertFact(
            sql,
            {
              kind: 'clock',
              programme,
              rollout: null,
              jointAct: null,
              assignment: null,
              office: null,
              payload: { to },
              body: canonical({ kind: 'clock', to: to.slice(0, 16) }),
              author: { account: actor.account, office: null, post },
              key: request.key,
              fingerprint: request.fingerprint,
              status: 201,
              answer: { now: to },
            },
            {
              // Judged at `at` and locked there: of two steps at once the later one is judged again, so that the
              // clock never goes back and no fact tells of a step that was none.
              open: sql`select 1 from programmes where id = ${programme} and stepped_at = ${at} and stepped_at < ${to}
                for no key update`,
              also: [
                sql`stepped as (update programmes set stepped_at = ${to}
                  where id = ${programme} and stepped_at < ${to} and exists (select from fact))`,
                sql`due as (insert into pending (programme_id, coordinator_id, unit_key, at)
                  select ${programme}, c.id, '', ${to}::timestamptz from fact, coordinators c
                  where c.programme_id = ${programme} and c.next_wake_at <= ${to})`,
              ],
            },
          ),
      };
    },
  });
}

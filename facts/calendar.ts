/** A working calendar is drafted, previewed date by date, and published once (DESIGN 6). */
import { createHash } from 'node:crypto';
import type { Queryable, Sql } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import { calendarDraftObject, readOpenRollouts } from '#db/reads/calendars.ts';
import type { CalendarDraft } from '#db/reads/calendars.ts';
import { readCalendar } from '#db/reads/programmes.ts';
import { readStanding, type Standing } from '#db/reads/standing.ts';
import { alsoPublish } from '#db/writes/calendars.ts';
import { insertFact, insertRow } from '#db/writes/facts.ts';
import { checkCalendar, indexCalendar } from '#domain/calendar.ts';
import { changedCalendar, movedDates, movedPlan } from '#domain/calendar-publication.ts';
import type { CalendarChange, MovedDate } from '#domain/calendar-publication.ts';
import { can } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { authorOf } from './relation.ts';
import { demand, record, type Answer, type Request } from './record.ts';
import { screen, textsOf } from './screening.ts';

/** Everything that would move, in the order of the units, and what names it. */
export type CalendarPreview = {
  /** SHA-256 over the moved dates and the calendar itself. */
  readonly digest: string;
  readonly moved: readonly MovedDate[];
};

/** Drafts the next version of the calendar; one that is none is refused with what is wrong with it. */
export async function draftCalendar(
  sql: Sql,
  request: Request,
  change: CalendarChange,
): Promise<Answer> {
  screen(textsOf(change));
  const asking = await readStanding(sql, request.tokenHash, null, null);
  if (asking === null) throw new Problem('account.unknown');
  const { calendar } = await readCalendar(sql, asking.actor.programme);
  return record<CalendarDraft>(sql, request, {
    object: sql`select ${calendar.version}::int as base, root.path from programmes p
      join units root on root.key = p.root_unit where p.id = me.programme_id`,
    judge: (standing) => {
      const { actor, post, at } = standing;
      demandPublisher(standing);
      const draft = changedCalendar(calendar, change);
      const errors = checkCalendar(draft);
      if (errors.length > 0) throw new Problem('calendar.unsound', { errors });
      // It would become a version, and move and tell nothing.
      if (canonical({ ...draft, version: calendar.version }) === canonical(calendar))
        throw new Problem('calendar.unchanged', { version: calendar.version });
      const id = newId();
      const author = { account: actor.account, office: actor.office?.id ?? null, post };
      const answer = { id, version: draft.version };
      return {
        status: 201,
        write: () =>
          insertRow(sql, { ...request, author, status: 201, answer }, [
            sql`draft as (insert into calendar_drafts (id, programme_id, version, days, years, created_by, created_at)
              select ${id}, ${actor.programme}, ${draft.version}, ${sql.json(draft.days as never)},
                ${sql.json(draft.years as never)}, ${actor.account}, ${at} from receipt)`,
          ]),
      };
    },
  });
}

/** A calendar is the whole programme's: whoever plans at its top sees what it would move, and publishes it. */
export function demandPublisher({
  actor,
  object,
}: Pick<Standing<CalendarDraft>, 'actor'> & { readonly object: CalendarDraft }): void {
  const own = actor.office?.path === object.path;
  demand(
    can(actor, 'calendar.publish', {
      own,
      superior: false,
      nearestSuperior: false,
      inScope: true,
    }),
  );
}

/** What publishing it now would move. Reads the record as it is; writes nothing. */
export async function previewCalendar(
  sql: Queryable,
  draft: CalendarDraft,
  programme: string,
  at: Instant,
): Promise<CalendarPreview> {
  const { version, days, years } = draft;
  const calendar = indexCalendar({ version, days, years });
  const moved: MovedDate[] = [];
  for (const { key, terms, assignments, planned } of await readOpenRollouts(sql, programme, at)) {
    moved.push(...movedPlan(key, terms, planned, calendar, at));
    for (const { stock, conferenceAbove } of assignments)
      moved.push(...movedDates(key, terms, stock, conferenceAbove, calendar, at));
  }
  const digest = createHash('sha256').update(canonical({ version, days, years, moved }));
  return { digest: digest.digest('hex'), moved };
}

/** Puts the draft in force: what was previewed moves, once; a preview that no longer holds is refused. */
export async function publishCalendar(
  sql: Sql,
  request: Request,
  id: string,
  digest: string,
): Promise<Answer> {
  return record<CalendarDraft>(sql, request, {
    object: calendarDraftObject(sql, id),
    judge: (standing) => {
      const { actor, post, at, object } = standing;
      demandPublisher(standing);
      if (object.published) throw new Problem('calendar.published', { version: object.version });
      if (object.base !== object.version - 1)
        throw new Problem('calendar.superseded', { inForce: object.base });
      return {
        status: 201,
        write: async () => {
          const preview = await previewCalendar(sql, object, actor.programme, at);
          if (preview.digest !== digest)
            throw new Problem('calendar.stale_preview', {
              digest: preview.digest,
              moves: preview.moved.length,
            });
          const { version } = object;
          const moves = preview.moved.length;
          return insertFact(
            sql,
            {
              kind: 'calendar',
              programme: actor.programme,
              rollout: null,
              jointAct: null,
              assignment: null,
              office: null,
              payload: { version, draft: id, digest },
              body: canonical({ kind: 'calendar', version, digest, by: authorOf(actor, post) }),
              author: { account: actor.account, office: actor.office?.id ?? null, post },
              key: request.key,
              fingerprint: request.fingerprint,
              status: 201,
              answer: { kind: 'calendar', version, moves },
            },
            {
              lock: { programme: actor.programme },
              also: alsoPublish(sql, actor.programme, object),
            },
          );
        },
      };
    },
  });
}

import type { Sql } from '#db/driver.ts';
import { officeObject, type OfficeObject } from '#db/reads/standing.ts';
import { alsoStaffed, insertFact } from '#db/writes/facts.ts';
import { can } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { demand, record, type Answer, type Request } from './record.ts';
import { authorOf, relationTo, unitOf } from './relation.ts';
import { screen } from './screening.ts';

export type StandIn = {
  /** The office that acts for the vacant one: of the same agency. */
  readonly standInOffice: string;
  readonly post: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

type StandInObject = OfficeObject & { readonly other: OfficeObject | null };

/**
 * Names who stands in for an office (phụ trách thay), by its own superior. Dated, one level: who is stood in
 * for cannot stand in, so there are no cycles.
 */
export async function nameStandIn(
  sql: Sql,
  request: Request,
  office: string,
  standIn: StandIn,
): Promise<Answer> {
  screen({ post: standIn.post });
  const object = sql`select t.*, (select to_json(o) from (${officeObject(sql, standIn.standInOffice)}) o) as other
    from (${officeObject(sql, office)}) t`;
  return record<StandInObject>(sql, request, {
    object,
    judge: ({ actor, post, today, object: found }) => {
      const standing = { office: found.id, superiors: found.superiors, standIns: found.standIns };
      demand(can(actor, 'office.standIn', relationTo(actor, standing, found.path)));
      const { other } = found;
      const fit =
        other !== null &&
        other.agency === found.agency &&
        // An office outside of the scope is asked for nothing, and is not told to exist.
        other.path.startsWith(actor.office?.path ?? '') &&
        other.id !== found.id &&
        other.living &&
        other.staffedSince !== null &&
        other.standIns.length === 0;
      if (!fit || standIn.to < standIn.from || standIn.to < today)
        throw new Problem('standin.unfit');
      const { standInOffice: _, ...terms } = standIn;
      return {
        status: 201,
        write: () =>
          insertFact(
            sql,
            {
              kind: 'standIn',
              programme: actor.programme,
              rollout: null,
              jointAct: null,
              assignment: null,
              office,
              payload: standIn,
              body: canonical({
                kind: 'standIn',
                agency: found.agency,
                unit: unitOf(found.path),
                by: authorOf(actor, post),
                standIn: unitOf(other.path),
                ...terms,
              }),
              author: { account: actor.account, office: actor.office?.id ?? null, post },
              key: request.key,
              fingerprint: request.fingerprint,
              status: 201,
              answer: { kind: 'standIn', office },
            },
            {
              also: [alsoStaffed(sql, office)],
            },
          ),
      };
    },
  });
}

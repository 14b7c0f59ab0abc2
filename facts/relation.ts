import type { Actor, Relation } from '#domain/can.ts';

/** The office acted on or for, as the record knows it on that day. */
export type OfficeStanding = {
  readonly office: string;
  readonly superiors: readonly string[];
  readonly standIns: readonly string[];
};

/** How the actor stands to an office in a unit of that path. */
export function relationTo(
  actor: Actor,
  office: OfficeStanding | undefined,
  path: string,
): Relation {
  const mine = actor.office;
  if (mine === null) return { own: false, superior: false, nearestSuperior: false, inScope: false };
  return {
    own: office !== undefined && (office.office === mine.id || office.standIns.includes(mine.id)),
    superior: office?.superiors.includes(mine.id) ?? false,
    nearestSuperior: office?.superiors[0] === mine.id,
    inScope: path.startsWith(mine.path),
  };
}

/** The author's place in natural keys: what a ledger body may say of an account. */
export const unitOf = (path: string) => path.split('/').at(-2) ?? '';

export const authorOf = (actor: Actor, post: string) =>
  actor.office === null
    ? { role: actor.role }
    : { agency: actor.office.agency, unit: unitOf(actor.office.path), post };

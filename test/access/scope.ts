/** What lies outside of an office's scope, and where an answer tells of it all the same. */
import type { Sql } from '#db/driver.ts';

export type Scopes = {
  /** Keys of units, ids of offices and assignments that an office in that unit is not to be told. */
  readonly outside: (unit: string, besides?: readonly string[]) => ReadonlySet<string>;
};

type Known = { readonly id: string; readonly path: string; readonly programme: string | null };

export async function readScopes(sql: Sql): Promise<Scopes> {
  const known = await sql<Known[]>`
    select key as id, path, null as programme from units
    union all select o.id::text, u.path, o.programme_id from offices o join units u on u.key = o.unit_key
    union all select a.id::text, u.path, a.programme_id from assignments a join units u on u.key = a.unit_key`;
  return {
    outside(unit, besides = []) {
      const seen = [unit, ...besides].map((key) => `/${key}/`);
      const isSeen = ({ path, programme }: Known) =>
        programme !== 'other' && seen.some((key) => path.includes(key));
      return new Set(known.filter((each) => !isSeen(each)).map(({ id }) => id));
    },
  };
}

/** Every place in an answer that names something of these, by its fields. */
export function* named(
  value: unknown,
  outside: ReadonlySet<string>,
  at = '',
): Generator<readonly [at: string, what: string]> {
  if (typeof value === 'string') {
    if (outside.has(value)) yield [at, value];
  } else if (Array.isArray(value)) for (const inner of value) yield* named(inner, outside, at);
  else if (value !== null && typeof value === 'object')
    for (const [field, inner] of Object.entries(value)) {
      if (outside.has(field)) yield [at, field];
      yield* named(inner, outside, at === '' ? field : `${at}.${field}`);
    }
}

/** Who is in post before anything is issued: the operator staffs the top, each superior those right below it. */
import type { ConfirmingBasis, Role } from '#domain/vocabulary.ts';
import type { Cast } from './cast.ts';
import { RehearsalError, type Http } from './http.ts';
import { RehearsalOffice } from './office.ts';
import { inParallel } from './round.ts';
import type { Stage, StageOffice } from './stage.ts';

const PAGE = 200;
const WIDTH = 8;

type Listed = {
  readonly items: readonly {
    readonly id: string;
    readonly agency: string;
    readonly unit: { readonly key: string };
  }[];
  readonly next: string | null;
};

/** Ids of the living offices, by `agency@unit`. */
export async function readOfficeIds(http: Http, token: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Listed = await http.get(token, `/offices?limit=${PAGE}${after}`);
    for (const { id, agency, unit } of page.items) ids.set(`${agency}@${unit.key}`, id);
    cursor = page.next;
  }
  return ids;
}

/** Gives every office its account, tier by tier; a vacant one gets an officer who may not confirm. */
export async function staff(
  http: Http,
  stage: Stage,
  cast: Cast,
  ids: ReadonlyMap<string, string>,
  operatorToken: string,
): Promise<RehearsalOffice[]> {
  const tokens = new Map<string, string>();
  const all = [...stage.offices.values()];
  let tier = all.filter((o) => o.superior === null);
  while (tier.length > 0) {
    const made = await inParallel(tier, WIDTH, (place) => {
      const maker = place.superior === null ? operatorToken : tokens.get(place.superior);
      return createAccount(http, stage, cast, place, { ids, maker });
    });
    for (const { key, token } of made) tokens.set(key, token);
    const above = new Set(tier.map((o) => o.key));
    tier = all.filter((o) => o.superior !== null && above.has(o.superior));
  }
  return all.map(
    (place) =>
      new RehearsalOffice(place, cast.vacant.has(place.key) ? null : tokens.get(place.key)!),
  );
}

async function createAccount(
  http: Http,
  stage: Stage,
  cast: Cast,
  place: StageOffice,
  by: { readonly ids: ReadonlyMap<string, string>; readonly maker: string | undefined },
): Promise<{ key: string; token: string }> {
  const { key, unit, head, deputy } = place;
  const office = by.ids.get(key);
  if (office === undefined || by.maker === undefined)
    throw new RehearsalError(`The office ${key} of the programme folder is not in the record`);
  const role: Exclude<Role, 'operator'> = unit === stage.root ? 'planner' : 'officer';
  const basis: ConfirmingBasis | null = cast.vacant.has(key) ? null : 'head';
  const made = await http.post<{ id: string; token: string | null }>({
    token: by.maker,
    path: `/offices/${office}/accounts`,
    body: { role, basis, post: basis === null ? deputy : head },
    key: `account/${key}`,
  });
  let { token } = made;
  // A token is shown once: where the first answer was lost, the account is given another.
  for (let n = 1; token === null; n += 1)
    ({ token } = await http.post<{ token: string | null }>({
      token: by.maker,
      path: `/accounts/${made.id}/tokens`,
      body: {},
      key: `token/${key}/${n}`,
    }));
  return { key, token };
}

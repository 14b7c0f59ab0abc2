import { createRoute, z } from '@hono/zod-openapi';
import { readEdicts } from '#db/reads/rollouts.ts';
import { workObject, type Work } from '#db/reads/work.ts';
import type { Standing } from '#db/reads/standing.ts';
import { can, NO_RELATION, type Action, type Relation } from '#domain/can.ts';
import { viewRollout } from '#domain/rollout-record.ts';
import { allow, standing, type Api, type Deps } from '#api/context.ts';
import { baseOf, foldRow } from '#api/assignments/fold.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import type { Reader } from './item.ts';
import { WORK_PAGE, WORK_SECTIONS, type WorkItem } from './items.ts';
import { ownItems } from './own.ts';
import { rootItems } from './root.ts';
import { superiorItems, vacantItem } from './superior.ts';

const route = createRoute({
  method: 'get',
  path: '/work',
  tags: ['work'],
  operationId: 'readWork',
  summary: '“Việc của tôi”: what the account’s office, and those it stands in for, have to do',
  security: bearer,
  request: { query: z.strictObject(paged) },
  responses: answers(200, 'A page: by section, then by date', WORK_PAGE, ['account.forbidden']),
});

const POSITION = z.tuple([z.int(), z.string(), z.string()]);
type Position = z.infer<typeof POSITION>;

/** One statement reads everything; the terms of issued rollouts are in memory. */
export const readWork = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const who = await standing<Work>(c, deps, workObject(deps.reader));
    allow(who, 'work.read');
    const { at: now, today } = who;
    const reader = { language: c.var.language, now, today, may: rightsOf(who) };
    const items = (await itemsOf(reader, deps, who)).toSorted(comparing);
    const counts = Object.fromEntries(WORK_SECTIONS.map((section) => [section, 0]));
    for (const { section } of items) counts[section] = (counts[section] ?? 0) + 1;
    const rest =
      after === null ? items : items.filter((i) => compare(positionOfItem(i), after) > 0);
    return c.json(
      {
        now,
        today,
        counts: counts as Record<(typeof WORK_SECTIONS)[number], number>,
        ...page(rehearsalMark(c, who.rehearsal), rest, limit, positionOfItem, (item) => item),
      },
      200,
    );
  });

type Who = Standing<Work> & { readonly object: Work };

async function itemsOf(
  reader: Reader,
  { reader: sql }: Deps,
  { object }: Who,
): Promise<WorkItem[]> {
  const { offices, own, below, vacant, root, rolloutFacts } = object;
  const [office, ...stoodInFor] = offices;
  if (office === undefined) return [];
  const items = vacant.map((v) => vacantItem(reader, v, office));
  for (const row of own) {
    const folded = await foldRow(
      sql,
      row,
      await baseOf(sql, row.rollout),
      rolloutFacts[row.rollout] ?? [],
      reader.now,
    );
    for (const { office: id, agency } of row.offices) {
      if (id === office.id) items.push(...ownItems(reader, folded, agency, false));
      else if (stoodInFor.some((o) => o.id === id))
        items.push(...ownItems(reader, folded, agency, true));
    }
  }
  for (const row of below) {
    const base = await baseOf(sql, row.rollout);
    const folded = await foldRow(sql, row, base, rolloutFacts[row.rollout] ?? [], reader.now);
    items.push(...superiorItems(reader, folded, office.agency));
  }
  for (const rollout of root) {
    const base = await baseOf(sql, rollout.id);
    const view = viewRollout(base.signing, rolloutFacts[rollout.id] ?? []);
    const edicts = await readEdicts(sql, base, view);
    items.push(...rootItems(reader, office, base, rollout, view, edicts));
  }
  return items;
}

/** The list holds only what is the office's own or right below it: the account's rights decide the rest. */
function rightsOf({ actor }: Pick<Who, 'actor'>): (action: Action) => boolean {
  const relation: Relation = { ...NO_RELATION, own: true, nearestSuperior: true, inScope: true };
  return (action) => can(actor, action, relation) === 'allowed';
}

/** What has no date comes after what has one. */
const NO_DATE = '9999-12-31';

const positionOfItem = (item: WorkItem): Position => [
  WORK_SECTIONS.indexOf(item.section),
  item.due?.on ?? NO_DATE,
  item.key,
];

function compare(a: Position, b: Position): number {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? '';
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

const comparing = (a: WorkItem, b: WorkItem) => compare(positionOfItem(a), positionOfItem(b));

/** Many offices acknowledging at once: a rollout that asks for that alone, issued over HTTP to a wide programme. */
import type { WorkPage } from '#api/work/items.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { localDate } from '#domain/civil-date.ts';
import type { ProgrammeFolder, Unit } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { castRehearsal } from '#rehearsal/cast.ts';
import { RehearsalClock } from '#rehearsal/clock.ts';
import { chanceOf } from '#rehearsal/draw.ts';
import type { Http, Posting } from '#rehearsal/http.ts';
import type { RehearsalOffice } from '#rehearsal/office.ts';
import { inParallel } from '#rehearsal/round.ts';
import { readOfficeIds, staff } from '#rehearsal/staffing.ts';
import { stageOf, type Stage } from '#rehearsal/stage.ts';
import { smallProgramme } from '#test/support/scenario.ts';
import type { Arena } from './arena.ts';

const TEMPLATE = 'acknowledgement-only';
/** Offices that send everything twice. */
const TWICE = 0.1;
const OPEN_DAYS = 40;
const AT_ONCE = 16;

/** The folder with so many communes at least, the added ones as the first of their district is. */
export function widened(folder: ProgrammeFolder, communes: number): ProgrammeFolder {
  const districts = folder.units.filter((u) => u.tier === 'district');
  const there = folder.units.filter((u) => districts.some((d) => d.key === u.parentKey));
  const perDistrict = Math.max(0, Math.ceil((communes - there.length) / districts.length));
  const added = districts.flatMap((district, d) => {
    const like = folder.units.find((u) => u.parentKey === district.key)!;
    return Array.from({ length: perDistrict }, (_, i): Unit => {
      const code = String(50_000 + d * 1_000 + i);
      const key = like.key.replace(like.code, code);
      const path = `${district.path}${key}/`;
      return { ...like, key, code, path, name: `${like.name} ${i + 1}`, searchName: code };
    });
  });
  const offices = added.flatMap((unit) => {
    const like = folder.units.find((u) => u.parentKey === unit.parentKey)!;
    return folder.offices
      .filter((o) => o.unitKey === like.key)
      .map((o) => ({ ...o, key: `${o.agency}@${unit.key}`, unitKey: unit.key }));
  });
  const units = [...folder.units, ...added].map((unit, i) => ({ ...unit, order: i + 1 }));
  // Any programme can circulate a document: what is asked for is data.
  const others = folder.templates.filter((t) => t.key !== TEMPLATE);
  const templates = [...others, smallProgramme().templates.find((t) => t.key === TEMPLATE)!];
  return { ...folder, templates, units, offices: [...folder.offices, ...offices] };
}

/** Staffs every office, issues the rollout, and answers what each office is to send, in an order of the seed's. */
export async function prepareLoad(arena: Arena, http: Http, seed: number): Promise<Posting[]> {
  const { folder, operatorToken } = arena;
  const clock = new RehearsalClock(http, operatorToken, folder.programme.key);
  const today = localDate((await clock.quiet()).now);
  const stage = stageOf(folder, today);
  const ids = await readOfficeIds(http, operatorToken);
  const offices = await staff(http, stage, castRehearsal(seed, []), ids, operatorToken);
  const top = offices.filter((o) => o.place.unit === stage.root);
  await issue(http, stage, top, today);
  await clock.quietAgain();
  const chance = chanceOf(seed);
  const below = offices.filter((o) => o.place.unit !== stage.root);
  const lots = below.map((office) => ({ office, lot: chance('turn', office.place.key) }));
  const inTurn = lots.toSorted((a, b) => a.lot - b.lot).map(({ office }) => office);
  return inParallel(inTurn, AT_ONCE, (office) =>
    toSend(http, office, chance('twice', office.place.key) < TWICE),
  );
}

async function issue(
  http: Http,
  stage: Stage,
  top: readonly RehearsalOffice[],
  today: CivilDate,
): Promise<void> {
  const post = (office: RehearsalOffice, path: string, body: Posting['body']) =>
    http.post<{ id: string }>({
      token: office.token!,
      path,
      body,
      key: `${office.place.key}${path}`,
    });
  const [first] = top;
  const closeOn = addWorkingDays(stage.calendar, today, OPEN_DAYS);
  const draft = { template: TEMPLATE, title: 'Phổ biến văn bản', closeOn };
  const { id: rollout } = await post(first!, '/rollouts', draft);
  const act = await post(first!, `/rollouts/${rollout}/joint-acts`, { kind: 'issue' });
  for (const office of top)
    await post(office, `/joint-acts/${act.id}/signatures`, {
      document: { number: '01/KH', on: today },
      signatoryPost: office.place.head,
    });
  await post(first!, `/joint-acts/${act.id}/promulgation`, {});
}

async function toSend(http: Http, office: RehearsalOffice, twice: boolean): Promise<Posting> {
  const token = office.token!;
  const { items } = await http.get<WorkPage>(token, '/work?limit=50');
  const act = items.flatMap((item) => item.acts).find((a) => a.kind === 'acknowledgement');
  if (act === undefined) throw new Error(`${office.place.key} has nothing to acknowledge`);
  return { token, path: act.href, body: act.body, key: `${office.place.key}/load`, twice };
}

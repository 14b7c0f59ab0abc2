/** Amended, then recalled, at random moments of a running rehearsal: every assignment ends in exactly one way. */
import { fileURLToPath } from 'node:url';
import { addWorkingDays, indexCalendar } from '#domain/calendar.ts';
import { localDate } from '#domain/civil-date.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { openHttp, type Http } from '#rehearsal/http.ts';
import { rehearse } from '#rehearsal/rehearse.ts';
import { readOfficeIds } from '#rehearsal/staffing.ts';
import { inArena } from '#test/faults/fault.ts';
import type { Arena } from '#test/faults/arena.ts';
import { programmeIn } from '#test/faults/programme.ts';
import { demandVerified, undisturbedStory } from '#test/faults/story.ts';
import { drawPoints, untilAtRest, whenLedgerHas } from '#test/faults/strike.ts';
import { eventually } from '#test/support/live.ts';
import type { Check, Figures } from './check.ts';

const SEEDS = 20;
const LAI_CHAU = fileURLToPath(new URL('../../programmes/lai-chau-2023-2033', import.meta.url));
/** Between the amendment and the recall the rehearsal goes on under the new terms. */
const ROWS_BETWEEN = 400;
/** Working days by which every date to come is put off. */
const PUT_OFF = 5;

type Ends = {
  doneUnderOldTerms: number;
  newVersion: number;
  openedOnNewTerms: number;
  recalled: number;
  notOpened: number;
};

export const amendments: Check = {
  name: 'amendments',
  async run({ seed, programme, signal, progress }) {
    const folder = programmeIn(programme ?? LAI_CHAU);
    const { rows } = await undisturbedStory(folder, signal);
    const ends: Ends = {
      doneUnderOldTerms: 0,
      newVersion: 0,
      openedOnNewTerms: 0,
      recalled: 0,
      notOpened: 0,
    };
    const moments: number[] = [];
    let killed = 0;
    for (let s = seed; s < seed + SEEDS; s += 1) {
      // The first rows are accounts and the draft, the last ones the closing.
      const [point = 1] = drawPoints(s, 'amendment', 1, Math.round(rows * 0.9) - ROWS_BETWEEN);
      const kills = s % 2 === 0;
      const found = await oneSeed(folder, s, point, kills, signal);
      for (const key of Object.keys(ends) as (keyof Ends)[]) ends[key] += found[key];
      moments.push(point);
      if (kills) killed += 1;
      progress(`${s - seed + 1}/${SEEDS} verified`);
    }
    const unmet = Object.entries(ends).filter(([, n]) => n === 0);
    if (unmet.length > 0)
      throw new Error(`no rehearsal came to ${unmet.map(([end]) => end).join(', ')}`);
    const figures: Figures = {
      seeds: SEEDS,
      'with the worker killed': killed,
      'at ledger row': moments.join(' '),
      'done under the old terms': ends.doneUnderOldTerms,
      'new version, the earlier kept, its offices told': ends.newVersion,
      'opened later on the new terms': ends.openedOnNewTerms,
      'recalled, its offices told': ends.recalled,
      'never opened': ends.notOpened,
      'verified (I1-I15)': `${SEEDS}/${SEEDS}`,
    };
    return figures;
  },
};

async function oneSeed(
  folder: ProgrammeFolder,
  seed: number,
  point: number,
  kills: boolean,
  signal: AbortSignal,
): Promise<Ends> {
  return inArena({ folder, workers: 1, durable: false }, async (arena) => {
    const stop = new AbortController();
    const http = openHttp(arena.apiUrl, { signal, journal: arena.journal.write });
    const drafted = Promise.withResolvers<string>();
    const atRow = async (row: number) => {
      await whenLedgerHas(arena, row, stop.signal);
      stop.signal.throwIfAborted();
    };
    const telling = rehearse({
      api: arena.apiUrl,
      operatorToken: arena.operatorToken,
      programme: folder,
      seed,
      paceMs: 0,
      signal: AbortSignal.any([signal, stop.signal]),
      journal: arena.journal.write,
      onDraft: ({ rollout }) => drafted.resolve(rollout),
      others: true,
    })
      .then(() => Promise.reject(new Error('the rehearsal ended before its recall')))
      .catch((error: unknown) => {
        // We ended it ourselves; anything else is what the check is for.
        if (stop.signal.aborted) return;
        drafted.reject(error);
        stop.abort(error);
      });
    const rollout = await drafted.promise;
    const planners = await plannersOf(arena, http, folder);
    await issued(arena, rollout, stop.signal);
    await atRow(point);
    await turn(
      arena,
      http,
      planners,
      rollout,
      await amendment(http, planners, rollout, folder),
      kills,
    );
    await atRow((await ledgerRows(arena)) + ROWS_BETWEEN);
    await turn(
      arena,
      http,
      planners,
      rollout,
      { kind: 'recall', reason: 'Thay thế chương trình' },
      kills,
    );
    stop.abort();
    await telling;
    await untilAtRest(arena);
    await demandVerified(arena);
    return endsOf(arena, rollout);
  });
}

/** A planner of each agency at the top, beside the rehearsal's own. */
async function plannersOf(arena: Arena, http: Http, folder: ProgrammeFolder): Promise<string[]> {
  const ids = await readOfficeIds(http, arena.operatorToken);
  const signing = folder.agencies.filter((a) => a.signs);
  const tokens: string[] = [];
  for (const { code } of signing) {
    const { token } = await http.post<{ token: string }>({
      token: arena.operatorToken,
      path: `/offices/${ids.get(`${code}@${folder.rootUnit}`)}/accounts`,
      body: { role: 'planner', basis: 'head', post: 'Chuyên viên tham mưu' },
      key: `planner/${code}`,
    });
    tokens.push(token);
  }
  return tokens;
}

async function issued({ owner }: Arena, rollout: string, over: AbortSignal): Promise<void> {
  await eventually('the rollout is issued', async () => {
    const [row] = await owner<{ n: number }[]>`
      select count(*)::int as n from recipients where rollout_id = ${rollout}`;
    return over.aborted || row!.n > 0;
  });
}

async function ledgerRows({ owner }: Arena): Promise<number> {
  const [row] = await owner<{ n: number }[]>`select count(*)::int as n from ledger`;
  return row!.n;
}

/** Every date still to come is put off by so many working days, and the text changes too. */
async function amendment(
  http: Http,
  [token = '']: readonly string[],
  rollout: string,
  folder: ProgrammeFolder,
): Promise<Readonly<Record<string, unknown>>> {
  const calendar = indexCalendar(folder.calendar);
  const path = `/programmes/${encodeURIComponent(folder.programme.key)}/clock`;
  const { now } = await http.get<{ now: string }>(token, path);
  // The clock may move on before it is in force: what is due within days stays.
  const soon = addWorkingDays(calendar, localDate(now), PUT_OFF);
  type Dated = { readonly key: string; readonly kind: string; readonly on: CivilDate | null };
  const { dates } = await http.get<{ dates: readonly Dated[] }>(token, `/rollouts/${rollout}`);
  const later = dates.flatMap(({ key, kind, on }) =>
    on === null || kind === 'issue' || on <= soon
      ? []
      : [[key, addWorkingDays(calendar, on, PUT_OFF)] as const],
  );
  return {
    kind: 'amend',
    reason: 'Mưa lũ kéo dài',
    dates: Object.fromEntries(later),
    content: 'Bổ sung nội dung phòng, chống lừa đảo trên không gian mạng.',
  };
}

/** Drafted by one agency, signed by every, put in force; and the worker dies of it. */
async function turn(
  arena: Arena,
  http: Http,
  planners: readonly string[],
  rollout: string,
  terms: Readonly<Record<string, unknown>>,
  kills: boolean,
): Promise<void> {
  const [first = ''] = planners;
  const kind = String(terms['kind']);
  const { id } = await http.post<{ id: string }>({
    token: first,
    path: `/rollouts/${rollout}/joint-acts`,
    body: terms,
    key: `${kind}/draft`,
  });
  const [row] = await arena.owner<{ today: CivilDate }[]>`
    select local_date(programme_now(id)) as today from programmes`;
  for (const [i, token] of planners.entries())
    await http.post({
      token,
      path: `/joint-acts/${id}/signatures`,
      body: { document: { number: `${i + 1}/QĐ`, on: row!.today }, signatoryPost: 'Thủ trưởng' },
      key: `${kind}/sign/${i}`,
    });
  await http.post({
    token: first,
    path: `/joint-acts/${id}/promulgation`,
    body: {},
    key: `${kind}/in-force`,
  });
  if (!kills) return;
  for (const worker of arena.workers) await worker.kill();
  for (const worker of arena.workers) await worker.start();
}

type Row = {
  unit: string;
  state: string;
  doneBefore: boolean;
  openedAfter: boolean;
  amended: number;
  versions: number;
  lastVersion: number;
  amendNotices: number;
  recallNotices: number;
  lines: number;
};

/** @throws Error naming the first assignment that ended in no way, or in two */
async function endsOf({ owner }: Arena, rollout: string): Promise<Ends> {
  const rows = await owner<Row[]>`
    with turn as (
      select max(f.seq) filter (where j.kind = 'amend') as amended,
        max(f.seq) filter (where j.kind = 'recall') as recalled
      from facts f join joint_acts j on j.id = f.joint_act_id
      where f.rollout_id = ${rollout} and f.kind = 'promulgation'),
    living as (
      select l.assignment_id, l.office_id, l.agency from lines l where l.state <> 'exempt')
    select a.unit_key as unit, a.state, a.opened_seq > t.amended as "openedAfter",
      (select count(*)::int from living l where l.assignment_id = a.id) as lines,
      not exists (select from living l where l.assignment_id = a.id and not exists (
        select from facts f where f.assignment_id = a.id and f.office_id = l.office_id and f.kind = 'acceptance'
          and f.seq < t.amended and not exists (select from not_applied n where n.seq = f.seq)
          and not exists (select from facts r where r.assignment_id = a.id and r.kind in ('return', 'reopening')
            and r.seq > f.seq and r.seq < t.amended and not exists (select from not_applied n where n.seq = r.seq))))
        as "doneBefore",
      (select count(*)::int from versions v where v.assignment_id = a.id and v.cause = 'amendment') as amended,
      (select count(*)::int from versions v where v.assignment_id = a.id) as versions,
      (select max(v.n) from versions v where v.assignment_id = a.id) as "lastVersion",
      (select count(distinct m.agency)::int from messages m join living l on l.assignment_id = a.id
          and l.agency = m.agency
        where m.assignment_id = a.id and m.kind = 'notice' and m.rung = 'amend') as "amendNotices",
      (select count(distinct m.agency)::int from messages m join living l on l.assignment_id = a.id
          and l.agency = m.agency
        where m.assignment_id = a.id and m.kind = 'notice' and m.rung = 'recall') as "recallNotices"
    from assignments a, turn t where a.rollout_id = ${rollout} order by a.unit_key`;
  const [left] = await owner<{ n: number }[]>`
    select count(*)::int as n from recipients rc where rc.rollout_id = ${rollout} and not exists (
      select from assignments a where a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key)`;
  const ends: Ends = {
    doneUnderOldTerms: 0,
    newVersion: 0,
    openedOnNewTerms: 0,
    recalled: 0,
    notOpened: left!.n,
  };
  for (const row of rows) {
    ends[endOf(row)] += 1;
    if (row.state === 'recalled') {
      if (row.recallNotices !== row.lines)
        throw new Error(
          `${row.unit} is recalled and ${row.recallNotices} of ${row.lines} were told`,
        );
      ends.recalled += 1;
    } else if (row.state !== 'done')
      throw new Error(`${row.unit} is ${row.state} after the recall`);
  }
  return ends;
}

function endOf(row: Row): 'doneUnderOldTerms' | 'newVersion' | 'openedOnNewTerms' {
  const { unit, doneBefore, openedAfter, amended, versions, lastVersion } = row;
  const ways = [doneBefore, openedAfter, amended === 1].filter(Boolean).length;
  if (ways !== 1) throw new Error(`${unit} ended in ${ways} ways: ${JSON.stringify(row)}`);
  if (versions !== lastVersion) throw new Error(`${unit} has lost an earlier version`);
  if (amended === 1 && row.amendNotices !== row.lines)
    throw new Error(`${unit} has a new version and ${row.amendNotices} of ${row.lines} were told`);
  return doneBefore ? 'doneUnderOldTerms' : openedAfter ? 'openedOnNewTerms' : 'newVersion';
}

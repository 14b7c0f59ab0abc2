/**
 * The stage of the scripted rollout: a small programme of one province, two districts and four communes,
 * imported as a rehearsal, with accounts of its offices, and a clock that is moved only when all is at rest.
 */
import { readClock } from '#db/reads/programmes.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import type { AssignmentAct } from '#domain/assignment.ts';
import { instantAt } from '#domain/civil-date.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { createAccount, createOperator } from '#facts/account.ts';
import { recordAct } from '#facts/assignment.ts';
import { stepClock } from '#facts/clock.ts';
import { importProgramme } from '#facts/programme.ts';
import { hashToken, type Answer, type Request } from '#facts/record.ts';
import { eventually, type LiveDatabase } from './live.ts';

export const PROGRAMME = 'small';
export const AGENCIES = ['police', 'womensUnion'] as const;
export type Agency = (typeof AGENCIES)[number];

/** From the top down; a district's communes follow it. */
export const PARENTS = {
  's:09': null,
  's:091': 's:09',
  's:09001': 's:091',
  's:09002': 's:091',
  's:092': 's:09',
  's:09003': 's:092',
  's:09004': 's:092',
} as const;
export type Unit = keyof typeof PARENTS;
export const UNITS = Object.keys(PARENTS) as Unit[];

export type Stage = {
  readonly database: LiveDatabase;
  /** A request of that office's account under a key of its own, or under `key`. */
  readonly by: (agency: Agency, unit: Unit, key?: string) => Request;
  readonly operator: (key?: string) => Request;
  readonly office: (agency: Agency, unit: Unit) => string;
  /** Gives an office the account it had none of, by its superior. */
  readonly staff: (agency: Agency, unit: Unit) => Promise<void>;
  readonly assignment: (unit: Unit) => Promise<string>;
  /** One act on the unit's assignment, by the office itself unless `as` names its superior or stand-in. */
  readonly act: (agency: Agency, unit: Unit, act: AssignmentAct, as?: Unit) => Promise<Answer>;
  /** Waits until every consequence is drawn. */
  readonly settle: () => Promise<void>;
  /** Moves the clock to nine in the morning of that day, at rest wherever something falls due. */
  readonly goTo: (day: CivilDate) => Promise<void>;
};

/** The folder, as whoever imports it gets it. */
export function smallProgramme(): ProgrammeFolder {
  const path = new URL('../fixtures/programmes/small', import.meta.url).pathname;
  const read = readProgrammeFolder(folderOnDisk(path));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.folder;
}

/** Imports the programme, as a rehearsal, and gives every office its account, but the `vacant` ones. */
export async function openStage(
  database: LiveDatabase,
  vacant: readonly `${Agency}@${Unit}`[] = [],
  rehearsal = true,
): Promise<Stage> {
  const { intake } = database;
  await importProgramme(intake, smallProgramme(), { rehearsal });
  const office = await officesOf(database);
  const operatorToken = (await createOperator(intake, PROGRAMME, 'Vận hành'))!.token;
  const tokens = new Map<string, string>();
  let requests = 0;
  const ask = (token: string | undefined, key = `k${(requests += 1)}`): Request => ({
    tokenHash: hashToken(token ?? ''),
    key,
    fingerprint: key,
  });
  const by: Stage['by'] = (agency, unit, key) => ask(tokens.get(`${agency}@${unit}`), key);
  const operator: Stage['operator'] = (key) => ask(operatorToken, key);
  const staff: Stage['staff'] = async (agency, unit) => {
    const parent = PARENTS[unit];
    const role = parent === null ? 'planner' : 'officer';
    const account = { role, basis: 'head', post: 'Thủ trưởng' } as const;
    const request = parent === null ? operator() : by(agency, parent);
    const { token } = await createAccount(intake, request, office(agency, unit), account);
    tokens.set(`${agency}@${unit}`, token!);
  };
  for (const unit of UNITS)
    for (const agency of AGENCIES)
      if (!vacant.includes(`${agency}@${unit}`)) await staff(agency, unit);
  const assignment = (unit: Unit) => assignmentOf(database, unit);
  return {
    database,
    by,
    operator,
    office,
    staff,
    assignment,
    act: async (agency, unit, act, as = unit) =>
      recordAct(intake, by(agency, as), await assignment(unit), act),
    ...timeOf(database, operator),
  };
}

async function officesOf({ owner }: LiveDatabase): Promise<Stage['office']> {
  const rows = await owner<{ id: string; key: string }[]>`
    select id, agency || '@' || unit_key as key from offices where programme_id = ${PROGRAMME}`;
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return (agency, unit) => ids.get(`${agency}@${unit}`)!;
}

async function assignmentOf({ owner }: LiveDatabase, unit: Unit): Promise<string> {
  const [row] = await owner<{ id: string }[]>`
    select id from assignments where unit_key = ${unit} order by opened_at desc, id desc limit 1`;
  if (row === undefined) throw new Error(`${unit} has no assignment: its gate is closed`);
  return row.id;
}

function timeOf(
  { intake, reader }: LiveDatabase,
  operator: Stage['operator'],
): Pick<Stage, 'settle' | 'goTo'> {
  let state = '';
  const settle = async () => {
    const look = async () => {
      const clock = await readClock(reader, PROGRAMME);
      state = JSON.stringify(clock);
      return clock?.quiet;
    };
    await eventually('the programme is at rest', look, 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${state}`);
    });
  };
  const goTo = async (day: CivilDate) => {
    const end = instantAt(day, 9, 0);
    for (;;) {
      await settle();
      const clock = await readClock(reader, PROGRAMME);
      if (clock?.nextWakeAt == null || clock.nextWakeAt > end) break;
      await stepClock(intake, operator(), clock.nextWakeAt);
    }
    await stepClock(intake, operator(), end);
    await settle();
  };
  return { settle, goTo };
}

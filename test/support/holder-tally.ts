/** Who held each assignment at the end of every working day, noted day by day as it was stored. */
import type { Sql } from '#db/driver.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { dateOf, plainCalendar, type PlainCalendar } from '#verify/plain-calendar.ts';

export type Days = {
  elapsed: number;
  office: Record<string, number>;
  several: number;
  superior: number;
  nobody: number;
};
type Holding = {
  readonly id: string;
  readonly openedOn: CivilDate;
  readonly state: string;
  readonly offices: readonly string[];
  readonly superiorsOf: readonly string[];
};

export class HolderTally {
  readonly days = new Map<string, Days>();
  readonly #calendar: PlainCalendar;
  #last: { readonly on: CivilDate; readonly held: readonly Holding[] } | null = null;

  constructor(calendar: Calendar) {
    this.#calendar = plainCalendar(calendar);
  }

  /** To be called whenever the engine rests: what stands when a day is over holds for that day. */
  async note(sql: Sql, now: Instant): Promise<void> {
    const on = dateOf(now);
    for (let day = this.#last?.on ?? on; day < on; day = this.#calendar.walk(day, 1))
      if (this.#calendar.onward(day) === day) this.#count(day);
    const held = await sql<Holding[]>`
      select id, to_char(opened_at at time zone 'UTC' + interval '7 hours', 'YYYY-MM-DD') as "openedOn", state,
        held_by as offices, held_by_superior_of as "superiorsOf" from assignments`;
    this.#last = { on, held };
  }

  #count(day: CivilDate): void {
    for (const { id, openedOn, state, offices, superiorsOf } of this.#last?.held ?? []) {
      const days = this.days.get(id) ?? newDays();
      this.days.set(id, days);
      if (day <= openedOn || ['done', 'recalled', 'closedUnmet'].includes(state)) continue;
      days.elapsed += 1;
      const [one] = offices;
      if (offices.length + superiorsOf.length === 0) days.nobody += 1;
      else if (offices.length === 0) days.superior += 1;
      else if (offices.length + superiorsOf.length > 1) days.several += 1;
      else days.office[one!] = (days.office[one!] ?? 0) + 1;
    }
  }
}

const newDays = (): Days => ({ elapsed: 0, office: {}, several: 0, superior: 0, nobody: 0 });

/** What a told count says otherwise than what was noted, and whether its classes fail to add up; null: neither. */
export function differenceOf(told: Days, noted: Days = newDays()): string | null {
  const alone = Object.values(told.office).reduce((a, b) => a + b, 0);
  if (alone + told.several + told.superior + told.nobody !== told.elapsed)
    return `its holder days do not add up: ${textOf(told)}`;
  return textOf(told) === textOf(noted) ? null : `told ${textOf(told)}, noted ${textOf(noted)}`;
}

const textOf = ({ elapsed, office, several, superior, nobody }: Days) => {
  const alone = Object.keys(office)
    .toSorted()
    .map((agency) => `${agency} ${office[agency]}`);
  return [`elapsed ${elapsed}`, ...alone]
    .concat([`several ${several}`, `superior ${superior}`, `nobody ${nobody}`])
    .join(', ');
};

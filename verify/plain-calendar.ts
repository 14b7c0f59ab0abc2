/** Working days walked one by one over the calendar's rows: slow, plain, and sharing nothing with `domain/`. */
import type { Calendar } from '#domain/calendar.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

const DAY_MS = 86_400_000;
const LOCAL_MS = 7 * 3_600_000;

export type PlainCalendar = {
  readonly isWorked: (day: CivilDate) => boolean;
  /** The n-th working day after a date, or before it where n is negative; 0 is the date itself. */
  readonly walk: (from: CivilDate, n: number) => CivilDate;
  /** The date itself if it is worked, else the first one after it. */
  readonly onward: (from: CivilDate) => CivilDate;
  /** The working days after one date and up to another, in order. */
  readonly between: (after: CivilDate, upTo: CivilDate) => readonly CivilDate[];
};

const text = (ms: number): CivilDate => new Date(ms).toISOString().slice(0, 10);

/** The legal date of an instant. */
export const dateOf = (at: Instant): CivilDate => text(Date.parse(at) + LOCAL_MS);

/** The day before a date. */
export const eveOf = (day: CivilDate): CivilDate => text(Date.parse(day) - DAY_MS);

export function plainCalendar({ days, years }: Calendar): PlainCalendar {
  const kinds = new Map(days.map((day) => [day.date, day.kind]));
  const known = new Set(years.map((y) => y.year));
  const isWorked = (ms: number) => {
    const date = new Date(ms);
    // Beyond the calendar every day would look worked: no date at all is the honest answer.
    if (!known.has(date.getUTCFullYear())) throw new RangeError(`no calendar for ${text(ms)}`);
    const kind = kinds.get(text(ms));
    if (kind !== undefined) return kind === 'working_saturday';
    return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
  };
  const walk: PlainCalendar['walk'] = (from, n) => {
    let ms = Date.parse(from);
    for (let left = Math.abs(n); left > 0;) {
      ms += Math.sign(n) * DAY_MS;
      if (isWorked(ms)) left -= 1;
    }
    return text(ms);
  };
  return {
    isWorked: (day) => isWorked(Date.parse(day)),
    walk,
    onward: (from) => (isWorked(Date.parse(from)) ? from : walk(from, 1)),
    between: (after, upTo) => {
      const found: CivilDate[] = [];
      for (let ms = Date.parse(after) + DAY_MS; ms <= Date.parse(upTo); ms += DAY_MS)
        if (isWorked(ms)) found.push(text(ms));
      return found;
    },
  };
}

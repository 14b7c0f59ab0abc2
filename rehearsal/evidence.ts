/** What offices put on record: plausible numbers, document numbers and local items; no persons, no places. */
import { addWorkingDays } from '#domain/calendar.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Attendance, ConferenceEvidence, DocumentRef } from '#domain/assignment.ts';
import type { PlanEvidence, ReportEvidence } from '#domain/assignment.ts';
import type { CivilDate, Tier } from '#domain/vocabulary.ts';
import { between, oneOf, type Chance } from './draw.ts';

/** Who writes: everything drawn is drawn for this unit and step. */
export type Writer = {
  readonly chance: Chance;
  readonly calendar: WorkingCalendar;
  readonly unit: string;
  readonly tier: Tier;
  readonly step: string;
  /** Agencies of the pair with the names they abbreviate: `Công an` writes `KH-CAX`. */
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  readonly today: CivilDate;
};

/** End of a document's symbol: trung ương, tỉnh, huyện, xã. */
const TIER_LETTER: Readonly<Record<Tier, string>> = {
  central: 'TW',
  province: 'T',
  district: 'H',
  commune: 'X',
};

const LOCAL_ITEMS = [
  'Tuyên truyền bằng hai thứ tiếng tại buổi họp thôn, bản',
  'Ký cam kết giữ gìn an ninh, trật tự giữa các hộ gia đình trong thôn, bản',
  'Lồng ghép nội dung phối hợp vào sinh hoạt chi hội phụ nữ hằng tháng',
  'Phát trên loa truyền thanh cơ sở mỗi tuần hai lần',
  'Duy trì mô hình tự quản về an ninh, trật tự ở khu dân cư',
  'Tổ chức buổi nói chuyện chuyên đề tại trường học trên địa bàn',
  'Gắn với Ngày hội Toàn dân bảo vệ an ninh Tổ quốc',
  'Rà soát, củng cố tổ phụ nữ tham gia giữ gìn an ninh, trật tự',
] as const;

/** `Công an` -> `CA`, `Hội LHPN` -> `HLHPN`. */
const abbreviation = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => (word === word.toUpperCase() ? word : word.slice(0, 1).toUpperCase()))
    .join('');

/** `05/KH-CAX`: small numbers, as a year's register has them. */
export function documentOf(
  { chance, unit, tier, step }: Writer,
  type: string,
  agency: { readonly code: string; readonly name: string },
  on: CivilDate,
): DocumentRef {
  const number = between(chance, [1, 98], 'number', unit, agency.code, step, type);
  const symbol = `${type}-${abbreviation(agency.name)}${TIER_LETTER[tier]}`;
  return { number: `${String(number).padStart(2, '0')}/${symbol}`, on };
}

export function planBy(writer: Writer): PlanEvidence {
  const { chance, unit, step, agencies, today } = writer;
  const first = between(chance, [0, LOCAL_ITEMS.length - 1], 'local', unit, step);
  const count = between(chance, [1, 3], 'localCount', unit, step);
  return {
    documents: agencies.map((agency) => ({
      agency: agency.code,
      ...documentOf(writer, 'KH', agency, today),
    })),
    localItems: Array.from(
      { length: count },
      (_, i) => LOCAL_ITEMS[(first + i) % LOCAL_ITEMS.length]!,
    ),
    unchangedCopy: false,
  };
}

/**
 * A conference held on the day or the working day before it is filed, after the one above. `corrected` names the
 * side that said its number was one less.
 */
export function conferenceBy(
  writer: Writer,
  chairPost: string,
  filedBy: { readonly code: string; readonly name: string },
  above: CivilDate | null,
  corrected: string | null,
): ConferenceEvidence {
  const { chance, calendar, unit, tier, step, agencies, today } = writer;
  const dayBefore = addWorkingDays(calendar, today, -1);
  const early = chance('heldBefore', unit, step) < 0.5 && (above === null || dayBefore > above);
  const heldOn = early ? dayBefore : today;
  const size = tier === 'commune' ? 1 : 3;
  const invited: Attendance = {
    byAgency: Object.fromEntries(
      agencies.map(({ code }) => [
        code,
        size * between(chance, [6, 16], 'invited', unit, step, code),
      ]),
    ),
    others: size * between(chance, [20, 45], 'invited', unit, step),
  };
  const away = (who: string) => between(chance, [0, 2], 'away', unit, step, who);
  return {
    heldOn,
    form: tier === 'commune' ? 'inPerson' : oneOf(chance, FORMS, 'form', unit, step),
    mode: oneOf(chance, MODES, 'mode', unit, step),
    invited,
    present: {
      byAgency: Object.fromEntries(
        Object.entries(invited.byAgency).map(([code, heads]) => [
          code,
          heads - away(code) - (code === corrected ? 1 : 0),
        ]),
      ),
      others: invited.others - away('others'),
    },
    chairPost,
    minutes: documentOf(writer, 'BB', filedBy, heldOn),
  };
}

const FORMS = ['inPerson', 'hybrid'] as const;
/** Mostly together: the programme asks for that. */
const MODES = ['joint', 'joint', 'joint', 'combined', 'separate'] as const;

export const reportBy = (
  writer: Writer,
  filedBy: { readonly code: string; readonly name: string },
): ReportEvidence => ({
  document: documentOf(writer, 'BC', filedBy, writer.today),
  remarks: null,
});

import type { MessageRow } from '#db/writes/consequences.ts';
import { ledgerBody } from '#domain/canonical.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { formatVi, localDate } from '#domain/civil-date.ts';
import { isNotice, rungOn, type JudgedRung } from '#domain/duties.ts';
import { FACT_LABELS, JOINT_ACT_LABELS, STEP_LABELS } from '#domain/labels.ts';
import { mailAt } from '#domain/mail.ts';
import type { CivilDate, Instant, JointActKind, Tier } from '#domain/vocabulary.ts';
import type { Stock } from './coordinator.ts';

/** Short words for titles in the Temporal UI. */
const UNIT_WORDS: Readonly<Record<Tier, string>> = {
  central: 'trung ương',
  province: 'tỉnh',
  district: 'huyện',
  commune: 'xã',
};

type Due = { readonly unit: string; readonly rung: JudgedRung };

/** Every judged rung of the decision, with its unit. */
export const judgedRungs = (stock: Stock): Due[] =>
  stock.decision.assignments.flatMap(({ unit, judged }) => judged.map((rung) => ({ unit, rung })));

export const isReminder = ({ rung }: Due) => rung.to === 'office' && !isNotice(rung);
export const isReportUp = ({ rung }: Due) => rung.to !== 'office';

/** The row that records a rung, and what the ledger says of it in natural keys. */
export function messageRow(stock: Stock, { unit, rung }: Due): MessageRow {
  const row = stock.assignments.get(unit)!;
  const office = row.offices.find((o) => o.agency === rung.agency);
  const { step, version, agency, n, skipped } = rung;
  const recipient = rung.to === 'office' ? office?.office : office?.superiors[rung.to.superior - 1];
  const kind = isNotice(rung) ? 'notice' : rung.to === 'office' ? 'reminder' : 'reportUp';
  const sent = skipped === null;
  const ledgerKind = sent ? kind : 'rungSkipped';
  return {
    assignment: row.id,
    step,
    version,
    agency,
    rung: rung.rung,
    n,
    kind,
    recipient: recipient ?? null,
    due_on: dateOf(stock, unit, rung),
    due_at: rung.dueAt,
    outcome: sent ? 'sent' : 'skipped',
    reason: skipped,
    mail_at:
      stock.mailing && sent
        ? mailAt(kind === 'notice' ? 'notice' : 'rung', stock.me.at, stock.base.calendar)
        : null,
    ledger_kind: ledgerKind,
    body: ledgerBody(judgedOn(stock, rung), {
      kind: ledgerKind,
      rollout: stock.base.key,
      unit,
      agency,
      step,
      version,
      rung: rung.rung,
      n,
      ...(sent ? {} : { reason: skipped }),
    }),
  };
}

/**
 * The date that a rung is about. One of the ladder stands so many working days from it, and was judged by the date
 * of then: the step may have another by now. Who is asked for a word is told the step's own.
 */
function dateOf({ base, decision }: Stock, unit: string, rung: JudgedRung): CivilDate | null {
  if (isNotice(rung)) return null;
  const days = base.template.ladder.find(({ key }) => key === rung.rung)?.days;
  if (days !== undefined && rung.n === 0) return addWorkingDays(base.calendar, rungOn(rung), -days);
  const view = decision.assignments.find((a) => a.unit === unit)?.view;
  return view?.steps.find(({ key }) => key === rung.step)?.dueOn ?? null;
}

/**
 * A skip that nobody looks for is written by whichever look comes next: it bears the day of the rung, so that a
 * look more or less changes nothing in the record. What was sent bears the day it was sent; what was set too
 * late for its rung, the day of the look that saw it set.
 */
function judgedOn({ me }: Stock, rung: JudgedRung): CivilDate {
  const on = rungOn(rung);
  return rung.skipped === null || rung.skipped === 'pastWhenSet' || on > me.today ? me.today : on;
}

/** "Thông báo Điều chỉnh: 14 xã": one step for each act that offices are to be told of. */
export function noticeLevels(stock: Stock) {
  const due = judgedRungs(stock).filter((d) => d.rung.skipped === null && isNotice(d.rung));
  return [...new Set(due.map((d) => d.rung.rung))].map((act) => {
    const units = unitsOf(due.filter((d) => d.rung.rung === act));
    const { vi } =
      act === 'calendar' ? FACT_LABELS.calendar : JOINT_ACT_LABELS[act as JointActKind];
    return { act, title: `Thông báo ${vi}: ${unitCount(stock, units)}` };
  });
}

/** "Nhắc lần 2: 14 xã": one step of the workflow for each rung of the ladder that is due. */
export function reminderLevels(stock: Stock) {
  const due = judgedRungs(stock).filter((d) => d.rung.skipped === null && isReminder(d));
  const ladder = stock.base.template.ladder.filter((r) => r.to === 'office');
  return ladder.flatMap(({ key }, i) => {
    const units = unitsOf(due.filter((d) => d.rung.rung === key));
    if (units.length === 0) return [];
    return [{ rung: key, title: `Nhắc lần ${i + 1}: ${unitCount(stock, units)}` }];
  });
}

/** "Báo cáo cấp trên: Công an (3 xã)": each line reports up its own agency's tree. */
export function reportLevels(stock: Stock) {
  const due = judgedRungs(stock).filter((d) => d.rung.skipped === null && isReportUp(d));
  const rungs = [...new Set(due.map((d) => d.rung.rung))].toSorted();
  return stock.base.signing.flatMap((agency) =>
    rungs.flatMap((rung) => {
      const units = unitsOf(due.filter((d) => d.rung.rung === rung && d.rung.agency === agency));
      if (units.length === 0) return [];
      const name = stock.base.agencyNames[agency]?.vi ?? agency;
      return [{ agency, rung, title: `Báo cáo cấp trên: ${name} (${unitCount(stock, units)})` }];
    }),
  );
}

const unitsOf = (due: readonly Due[]) => [...new Set(due.map((d) => d.unit))];

const unitCount = (stock: Stock, units: readonly string[]) => {
  const tier = stock.assignments.get(units[0]!)!.tier;
  return `${units.length} ${UNIT_WORDS[tier]}`;
};

/** When the coordinator wakes by itself and why; null: by a nudge alone. Tries of a mail are real time. */
export function earliestWake(
  stock: Stock,
): { readonly at: Instant; readonly reason: string } | null {
  const due = stock.me.stepped ? null : stock.decision.nextAt;
  const mail = stock.around.mails?.nextAt ?? null;
  if (mail !== null && (due === null || mail < due))
    return { at: mail, reason: `${localTime(mail)}: gửi thư` };
  return due === null ? null : { at: due, reason: wakeReason(stock) };
}

/** "07:00 ngày 02/08/2023: nhắc Kế hoạch (12), báo cáo cấp trên về Tiếp nhận (1)": why the timer is set. */
export function wakeReason(stock: Stock): string {
  const { nextAt } = stock.decision;
  if (nextAt === null) return 'Chờ việc mới';
  const parts = stock.decision.wakesFor.map(
    ({ kind, step, n }) =>
      `${kind === 'reminder' ? 'nhắc' : 'báo cáo cấp trên về'} ${STEP_LABELS[step].vi} (${n})`,
  );
  return `${localTime(nextAt)}: ${parts.join(', ') || 'xem lại ai đang giữ việc'}`;
}

/** "07:00 ngày 02/08/2023" */
function localTime(at: Instant): string {
  const time = new Date(Date.parse(at) + HANOI_MS).toISOString().slice(11, 16);
  return `${time} ngày ${formatVi(localDate(at))}`;
}

/** +07:00 throughout (DESIGN 6). */
const HANOI_MS = 7 * 3_600_000;

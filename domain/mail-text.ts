/**
 * What a message says, why it was sent, and the mail that an office finds in the morning. A mail is in both
 * languages, Vietnamese first: an office has no language of its own, and what was sent must read the same to
 * whoever opens it, also years later.
 */
import { formatVi, formatWithWeekday } from './civil-date.ts';
import type { Deadline } from './deadline.ts';
import type { JointActTerms } from './joint-act.ts';
import { ASSUMED_MARK, REHEARSAL_MARK } from './labels.ts';
import { MESSAGE_LABELS, NOTICE_LABELS } from './mail-labels.ts';
import { markOfDate, type Mark, type Template } from './template.ts';
import { NOTICE_ACTS, type Bilingual, type CivilDate, type Language } from './vocabulary.ts';
import type { MessageKind, NoticeAct } from './vocabulary.ts';

/** A message with what its text is made of. */
export type ToldMessage = {
  readonly kind: MessageKind;
  /** Key of a rung of the template's ladder, or that of the asked confirmation; of a notice the act. */
  readonly rung: string;
  readonly step: string;
  readonly unit: { readonly name: string };
  /** The office whose line it is about. */
  readonly owing: { readonly name: string };
  readonly recipient: { readonly name: string };
  /** The date as it stood when the rung fell due; null where no step is meant. */
  readonly dueOn: CivilDate | null;
  /** The step's as it stands now. */
  readonly deadline: Deadline | null;
  /** What the joint act of a notice says. */
  readonly terms: JointActTerms | null;
  readonly rolloutTitle: string;
  readonly template: Pick<Template, 'steps' | 'ladder'>;
};

export const stepLabel = ({ template, step }: ToldMessage): Bilingual =>
  template.steps.find(({ key }) => key === step)?.label ?? { vi: step, en: step };

/** One sentence: what is to be done, and by when. */
export function sentence(message: ToldMessage): Bilingual {
  const act = noticeAct(message);
  if (act !== null) {
    const { vi, en } = NOTICE_LABELS[act];
    const about = `${message.unit.name}, “${message.rolloutTitle}”`;
    return { vi: `${vi}: ${about}`, en: `${en}: ${about}` };
  }
  const label = stepLabel(message);
  const what = { vi: `${label.vi}, ${message.unit.name}`, en: `${label.en}, ${message.unit.name}` };
  const days = daysOf(message);
  const on = message.dueOn === null ? '' : formatVi(message.dueOn);
  if (days === null)
    return {
      vi: `Cơ quan phối hợp chờ xác nhận đã quá lâu: ${what.vi}`,
      en: `The other agency has waited too long for a word on: ${what.en}`,
    };
  if (days <= 0)
    return {
      vi: `Nhắc việc: ${what.vi}; hạn chậm nhất hết ngày ${on}`,
      en: `Reminder: ${what.en}; due by the end of ${on}`,
    };
  return {
    vi: `Quá hạn ${days} ngày làm việc: ${what.vi}; hạn là ${on}`,
    en: `Overdue by ${workingDays(days)}: ${what.en}; it was due on ${on}`,
  };
}

/** "Vì sao tôi nhận thư này?": the rung and where it comes from, who owes, and why this office is told. */
export function whyTold(message: ToldMessage, language: Language): readonly string[] {
  const { owing, recipient } = message;
  const act = noticeAct(message);
  const lines = act === null ? rungLines(message) : [noticeRule(act), ...actLines(message)];
  const told = toldAs(message);
  return [
    ...lines,
    { vi: `Cơ quan có việc: ${owing.name}`, en: `The office concerned: ${owing.name}` },
    { vi: `Gửi tới ${recipient.name}: ${told.vi}`, en: `Sent to ${recipient.name}: ${told.en}` },
  ].map((line) => line[language]);
}

export type MailContent = {
  /** The office it goes to. */
  readonly office: string;
  readonly morning: CivilDate;
  readonly programme: Bilingual;
  readonly rehearsal: boolean;
  readonly messages: readonly ToldMessage[];
};

/** The mail of one office and morning. */
export function mailOf(content: MailContent): { readonly subject: string; readonly text: string } {
  const { morning, messages, rehearsal } = content;
  const on = formatVi(morning);
  const counts = SECTIONS.flatMap((kind) => {
    const n = messages.filter((message) => message.kind === kind).length;
    return n === 0 ? [] : [`${MESSAGE_LABELS[kind].vi} (${n})`];
  });
  const subject = `${counts.join(', ')} – ${on}`;
  const marked = rehearsal ? `[${REHEARSAL_MARK.vi}] ${subject}` : subject;
  return {
    subject: marked,
    text: [body(content, 'vi'), body(content, 'en')].join(`\n\n${'-'.repeat(40)}\n\n`) + '\n',
  };
}

function body(content: MailContent, language: Language): string {
  const { office, morning, programme, rehearsal, messages } = content;
  const say = (text: Bilingual) => text[language];
  const sections = SECTIONS.flatMap((kind) => {
    const of = messages.filter((message) => message.kind === kind);
    if (of.length === 0) return [];
    const heading = `${say(MESSAGE_LABELS[kind])} (${of.length})`;
    return [[heading, ...of.map((one, i) => item(one, i + 1, language))].join('\n\n')];
  });
  return [
    ...(rehearsal ? [say(REHEARSAL_MARK)] : []),
    `${say({ vi: 'Kính gửi', en: 'To' })}: ${office}`,
    `${say(programme)}\n${capitalised(formatWithWeekday(morning, language))}`,
    ...sections,
    say(FOOTER),
    ...(rehearsal ? [say(REHEARSAL_MARK)] : []),
  ].join('\n\n');
}

function item(message: ToldMessage, n: number, language: Language): string {
  const why = whyTold(message, language).map((line) => `   - ${line}`);
  const question = { vi: 'Vì sao tôi nhận thư này?', en: 'Why did I get this?' }[language];
  return [`${n}. ${sentence(message)[language]}`, `   ${question}`, ...why].join('\n');
}

/** What is late already comes first. */
const SECTIONS: readonly MessageKind[] = ['reportUp', 'reminder', 'notice'];

const FOOTER: Bilingual = {
  vi: 'Thư tự động, không cần trả lời. Nội dung đầy đủ và việc cần làm ở mục “Việc của tôi”. Thư này không thay văn bản.',
  en: 'This mail is automatic and needs no answer. What is to be done stands under “Việc của tôi”. It replaces no document.',
};

/** A calendar is published by the operator of the programme's data; everything else every agency has signed. */
const noticeRule = (act: NoticeAct): Bilingual =>
  act === 'calendar'
    ? {
        vi: 'Căn cứ: lịch làm việc mới được công bố; cơ quan có thời hạn thay đổi đều được báo',
        en: 'Rule: a new working calendar was published; every office whose deadlines moved is told',
      }
    : {
        vi: 'Căn cứ: văn bản chung của các cơ quan ký kết, đã có hiệu lực; mọi cơ quan liên quan đều được báo',
        en: 'Rule: a joint act of the signing agencies is in force; every office concerned is told',
      };

/** In the words of those who signed it, in both languages alike. */
function actLines({ terms }: ToldMessage): readonly Bilingual[] {
  if (terms === null) return [];
  const reason = 'reason' in terms ? terms.reason : terms.kind === 'close' ? terms.unmet : null;
  const content = terms.kind === 'amend' ? terms.content : null;
  return [
    ...(reason === null ? [] : [{ vi: `Lý do: ${reason}`, en: `Reason: ${reason}` }]),
    ...(content === null ? [] : [{ vi: `Nội dung: ${content}`, en: `What changes: ${content}` }]),
  ];
}

function rungLines(message: ToldMessage): readonly Bilingual[] {
  const { template, rolloutTitle: title, rung, dueOn, deadline } = message;
  const days = daysOf(message);
  const mark = template.ladder.find(({ key }) => key === rung)?.mark ?? 'assumed';
  const when = whenOf(days);
  const reason = deadline?.on === dueOn ? deadline.reason : null;
  const dateMark = markOfDate(template, message.step, reason);
  return [
    {
      vi: `Căn cứ: thang nhắc việc của “${title}”, bậc “${rung}”, ${when.vi}${assumed(mark, 'vi')}`,
      en: `Rule: the ladder of “${title}”, rung “${rung}”, ${when.en}${assumed(mark, 'en')}`,
    },
    ...(dueOn === null
      ? []
      : [
          {
            vi: `Hạn: chậm nhất hết ngày ${formatWithWeekday(dueOn, 'vi')}${assumed(dateMark, 'vi')}`,
            en: `Deadline: by the end of ${formatWithWeekday(dueOn, 'en')}${assumed(dateMark, 'en')}`,
          },
        ]),
  ];
}

/** Wherever a value is shown that no document states, it says so (PRODUCT 2.7). */
const assumed = (mark: Mark | undefined, language: Language) =>
  mark === 'assumed' ? ` (${ASSUMED_MARK[language]})` : '';

function whenOf(days: number | null): Bilingual {
  if (days === null)
    return {
      vi: 'khi việc xác nhận bị chậm',
      en: 'when a confirmation is kept waiting',
    };
  if (days === 0) return { vi: 'vào ngày đến hạn', en: 'on the day of the deadline' };
  const n = Math.abs(days);
  return days < 0
    ? { vi: `${n} ngày làm việc trước hạn`, en: `${workingDays(n)} before the deadline` }
    : { vi: `${n} ngày làm việc sau hạn`, en: `${workingDays(n)} after the deadline` };
}

/** Why this office: it owes, it is that many steps above the one that does, or its line is concerned. */
function toldAs(message: ToldMessage): Bilingual {
  if (message.kind === 'notice')
    return { vi: 'cơ quan thuộc đợt triển khai này', en: 'an office of this rollout' };
  if (message.kind === 'reminder')
    return { vi: 'cơ quan đang có việc phải làm', en: 'the office that owes it' };
  const to = message.template.ladder.find(({ key }) => key === message.rung)?.to;
  const steps = typeof to === 'object' ? to.superior : 1;
  return steps === 1
    ? {
        vi: 'cấp trên trực tiếp trong cùng ngành',
        en: 'the nearest superior of the same agency',
      }
    : {
        vi: `cấp trên thứ ${steps} trong cùng ngành`,
        en: `superior number ${steps} of the same agency`,
      };
}

/** Working days from the deadline; null for a rung on no ladder: it asks for the other agency's word. */
const daysOf = ({ template, rung }: ToldMessage) =>
  template.ladder.find(({ key }) => key === rung)?.days ?? null;

const noticeAct = ({ kind, rung }: ToldMessage): NoticeAct | null =>
  kind === 'notice' ? (NOTICE_ACTS.find((act) => act === rung) ?? null) : null;

const workingDays = (n: number) => `${n} working day${n === 1 ? '' : 's'}`;

const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

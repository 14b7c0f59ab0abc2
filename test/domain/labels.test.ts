/** Every word of the closed lists is said in both languages, in the words of PRODUCT 7. */
import { describe, expect, test } from 'vitest';
import { NOT_APPLIED } from '#domain/assignment.ts';
import { SKIP_REASONS } from '#domain/duties.ts';
import { NOT_NOW } from '#domain/joint-act.ts';
import * as labels from '#domain/labels.ts';
import { MAIL_FAILURES } from '#domain/mail.ts';
import * as mailLabels from '#domain/mail-labels.ts';
import { PROBLEMS } from '#domain/problem-labels.ts';
import * as vocabulary from '#domain/vocabulary.ts';
import type { Bilingual } from '#domain/vocabulary.ts';

type Labels = Readonly<Record<string, Bilingual>>;

/** Each closed list and its table; a list without one is either part of another or never on a screen. */
const TABLES: Readonly<Record<string, readonly [readonly string[], Labels]>> = {
  TIERS: [vocabulary.TIERS, labels.TIER_LABELS],
  STEP_KINDS: [vocabulary.STEP_KINDS, labels.STEP_LABELS],
  FILED_STEPS: [vocabulary.FILED_STEPS, labels.STEP_LABELS],
  LINE_STATES: [vocabulary.LINE_STATES, labels.LINE_LABELS],
  PAIR_STATES: [vocabulary.PAIR_STATES, labels.PAIR_LABELS],
  STEP_STATES: [vocabulary.STEP_STATES, labels.STEP_STATE_LABELS],
  VERSION_CAUSES: [vocabulary.VERSION_CAUSES, labels.VERSION_CAUSE_LABELS],
  HOLDER_CLASSES: [vocabulary.HOLDER_CLASSES, labels.HOLDER_LABELS],
  ADJUSTMENT_REASONS: [vocabulary.ADJUSTMENT_REASONS, labels.ADJUSTMENT_REASON_LABELS],
  ADJUSTMENT_ANSWERS: [vocabulary.ADJUSTMENT_ANSWERS, labels.ADJUSTMENT_ANSWER_LABELS],
  CONFERENCE_FORMS: [vocabulary.CONFERENCE_FORMS, labels.CONFERENCE_FORM_LABELS],
  CONFERENCE_MODES: [vocabulary.CONFERENCE_MODES, labels.CONFERENCE_MODE_LABELS],
  JOINT_ACT_KINDS: [vocabulary.JOINT_ACT_KINDS, labels.JOINT_ACT_LABELS],
  ROLLOUT_STATES: [vocabulary.ROLLOUT_STATES, labels.ROLLOUT_LABELS],
  SESSION_ORIGINS: [vocabulary.SESSION_ORIGINS, labels.SESSION_LABELS],
  ROLES: [vocabulary.ROLES, labels.ROLE_LABELS],
  FACT_KINDS: [vocabulary.FACT_KINDS, labels.FACT_LABELS],
  NOT_NOW: [NOT_NOW, labels.NOT_NOW_LABELS],
  NOT_APPLIED: [NOT_APPLIED, labels.NOT_APPLIED_LABELS],
  SKIP_REASONS: [SKIP_REASONS, labels.SKIP_LABELS],
  MESSAGE_KINDS: [vocabulary.MESSAGE_KINDS, mailLabels.MESSAGE_LABELS],
  NOTICE_ACTS: [vocabulary.NOTICE_ACTS, mailLabels.NOTICE_LABELS],
  MAIL_STATES: [vocabulary.MAIL_STATES, mailLabels.DELIVERY_LABELS],
  DELIVERY_STATES: [vocabulary.DELIVERY_STATES, mailLabels.DELIVERY_LABELS],
  MAIL_FAILURES: [MAIL_FAILURES, mailLabels.MAIL_FAILURE_LABELS],
};
/** Not shown by name: a screen says what post somebody has. */
const UNSPOKEN = ['CONFIRMING_BASES'];

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'vi' in value && 'en' in value;

/** Every text anywhere in a module, with the path to it. */
function* texts(value: unknown, path: string): Generator<readonly [string, Bilingual]> {
  if (isBilingual(value)) yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* texts(inner, `${path}.${key}`);
}
const ALL = [...texts({ ...labels, ...mailLabels }, 'labels'), ...texts(PROBLEMS, 'problems')];
const ALL_LABELS = ALL.filter(([path]) => path.startsWith('labels'));

test('every closed list of the vocabulary has a table of labels, or is never said', () => {
  const lists = Object.keys(vocabulary).filter((name) => name === name.toUpperCase());
  const known = new Set([...Object.keys(TABLES), ...UNSPOKEN]);
  expect(lists.filter((name) => !known.has(name))).toEqual([]);
});

describe.for(Object.entries(TABLES))('%s', ([, [members, table]]) => {
  test.for(members)('"%s" has a label in both languages', (member) => {
    expect(table[member]?.vi.trim()).toBeTruthy();
    expect(table[member]?.en.trim()).toBeTruthy();
  });

  test('no label says the same as another of its list', () => {
    const said = members.map((member) => table[member]?.vi);
    expect(new Set(said).size).toBe(members.length);
  });
});

const normal = (text: string) => text.normalize('NFC').toLowerCase();

describe('no text', () => {
  test.for(['văn phòng', 'leo thang', 'phản đối', 'chiến dịch', 'cuộc vận động', 'cảnh sát'])(
    'says "%s"',
    (forbidden) => {
      const found = ALL.filter(([, { vi }]) => normal(vi).includes(forbidden));
      expect(found).toEqual([]);
    },
  );

  test('is the bare word "xác nhận", which is three different acts', () => {
    const bare = ALL_LABELS.filter(([, { vi }]) => ['xác nhận', 'ký'].includes(normal(vi).trim()));
    expect(bare).toEqual([]);
  });

  test('calls an acknowledgement, a confirmation or an acceptance a signature', () => {
    const acts = [
      labels.FACT_LABELS.acknowledgement,
      labels.FACT_LABELS.confirmation,
      labels.FACT_LABELS.acceptance,
      labels.STEP_LABELS.acknowledgement,
      labels.LINE_LABELS.issued,
      labels.LINE_LABELS.received,
      labels.PAIR_LABELS.awaiting,
    ];
    for (const { vi, en } of acts) {
      expect(normal(vi)).not.toMatch(/(^|\s)(chữ )?ký(\s|$)/u);
      expect(en.toLowerCase()).not.toMatch(/\bsign/u);
    }
  });

  test('in English calls an agency a party', () => {
    expect(ALL.filter(([, { en }]) => /\bpart(y|ies)\b/iu.test(en))).toEqual([]);
  });

  test('is spelled in decomposed letters', () => {
    expect(
      ALL.filter(([, { vi, en }]) => vi !== vi.normalize('NFC') || en !== en.normalize('NFC')),
    ).toEqual([]);
  });
});

/** PRODUCT 3, word for word: what offices see is binding. */
const BINDING: readonly (readonly [Bilingual, string])[] = [
  [labels.LINE_LABELS.issued, 'Đã giao, chưa tiếp nhận'],
  [labels.LINE_LABELS.received, 'Đã tiếp nhận'],
  [labels.LINE_LABELS.assigned, 'Đã phân công thực hiện'],
  [labels.LINE_LABELS.adjustmentRequested, 'Đề nghị điều chỉnh, chờ trả lời'],
  [labels.LINE_LABELS.vacant, 'Khuyết đầu mối'],
  [labels.LINE_LABELS.exempt, 'Miễn thực hiện'],
  [labels.PAIR_LABELS.notOpen, 'Chưa đến lượt, chờ cấp trên ban hành'],
  [labels.PAIR_LABELS.returned, 'Trả lại, yêu cầu bổ sung'],
  [labels.PAIR_LABELS.disputed, 'Hai bên chưa thống nhất'],
  [labels.PAIR_LABELS.awaitingConfirmation, 'Chờ cơ quan phối hợp xác nhận'],
  [labels.PAIR_LABELS.awaiting, 'Chờ tiếp nhận'],
  [labels.PAIR_LABELS.reported, 'Đã báo cáo, chờ kiểm tra'],
  [labels.PAIR_LABELS.inProgress, 'Đang thực hiện'],
  [labels.DONE_LABELS.onTime, 'Hoàn thành đúng hạn'],
  [labels.DONE_LABELS.late, 'Hoàn thành quá hạn'],
];

test.for(BINDING)('a state is called what the product calls it: $1', ([label, expected]) => {
  expect(label.vi).toBe(expected);
});

/** What each act of "Việc của tôi" asks for: one thing a page (PRODUCT 3). The API judges what is answered. */
import type { WorkAct, WorkItem } from '#api/work/items.ts';
import { addDays, formatVi } from '#domain/civil-date.ts';
import {
  ADJUSTMENT_ANSWER_LABELS,
  ADJUSTMENT_REASON_LABELS,
  CONFERENCE_FORM_LABELS,
  CONFERENCE_MODE_LABELS,
  STEP_LABELS,
} from '#domain/labels.ts';
import { FILED_STEPS, type Bilingual, type CivilDate } from '#domain/vocabulary.ts';
import type { Field, Group } from '#web/form.ts';
import { attendance, DOCUMENT, documentParts, MINUTES, optional, options, post } from './parts.ts';

export type ActKind = WorkAct['kind'];

export type ActForm = {
  /** On the button of the list and of the page: what one does, never the bare word "Xác nhận" (PRODUCT 3). */
  readonly button: Bilingual;
  readonly lead?: Bilingual;
  readonly parts: readonly (Field | Group)[];
};

const both = (vi: string, en: string): Bilingual => ({ vi, en });

/** The agencies that an act is about, by their offices where there are such. */
export type Side = { readonly agency: string; readonly name: string };

/** What a form is about, as it was shown. */
export type Thing = {
  readonly item: WorkItem;
  readonly act: WorkAct;
  readonly sides: readonly Side[];
  /** Whose dates an answer may move. */
  readonly steps: readonly Step[];
};

export type Step = { readonly key: string; readonly label: string; readonly dueOn: CivilDate };

type Setting = Pick<Thing, 'item' | 'sides' | 'steps'> & {
  /** The day a person means when nothing is said. */
  readonly today: CivilDate;
};

const conference = ({ sides, today }: Setting): ActForm => ({
  button: both('Ghi hội nghị đã tổ chức', 'Record the conference'),
  lead: both(
    'Chỉ ghi ngày, hình thức và số lượng. Cơ quan phối hợp sẽ xác nhận.',
    'Date, form and numbers only. The other agency confirms it.',
  ),
  parts: [
    { kind: 'date', name: 'heldOn', label: both('Ngày tổ chức', 'Held on'), value: today },
    {
      kind: 'choice',
      name: 'form',
      label: both('Hình thức', 'Form'),
      options: options(CONFERENCE_FORM_LABELS),
    },
    {
      kind: 'choice',
      name: 'mode',
      label: both('Cách tổ chức', 'How it was held'),
      options: options(CONFERENCE_MODE_LABELS),
    },
    attendance('invited', both('Số người được mời', 'Invited'), sides),
    attendance('present', both('Số người có mặt', 'Present'), sides),
    post('chairPost', both('Chức vụ người chủ trì', 'Post of the chair')),
    documentParts('minutes', today, MINUTES),
  ],
});

const confirmation: ActForm = {
  button: both('Trả lời nội dung bên kia gửi', 'Answer what the other side filed'),
  parts: [
    {
      kind: 'choice',
      name: 'agrees',
      label: both('Nội dung trên có đúng không?', 'Is this right?'),
      options: [
        ['true', both('Đúng, thống nhất', 'Yes, we agree')],
        ['false', both('Khác, ghi rõ điểm khác', 'No, and this is what differs')],
      ],
    },
    {
      kind: 'text',
      name: 'differs',
      max: 2_000,
      optional: true,
      label: both('Điểm khác', 'What differs'),
      hint: both('Chỉ ghi khi chọn “Khác”', 'Only if you chose “No”'),
    },
  ],
};

const FORMS: Readonly<Record<ActKind, (setting: Setting) => ActForm>> = {
  acknowledgement: () => ({
    button: both('Đã tiếp nhận', 'Acknowledge receipt'),
    lead: both(
      'Tiếp nhận nghĩa là đã nhận và vào sổ; không có nghĩa là đồng ý với nội dung.',
      'It says that this was received and registered; it consents to nothing.',
    ),
    parts: [],
  }),
  designation: () => ({
    button: both('Phân công thực hiện', 'Assign it to a post'),
    parts: [post('post', both('Chức vụ được phân công', 'Post it is assigned to'))],
  }),
  adjustmentRequest: () => ({
    button: both('Đề nghị điều chỉnh', 'Request an adjustment'),
    lead: both(
      'Đề nghị không dừng thời hạn. Cấp trên có 3 ngày làm việc để trả lời.',
      'The deadline runs on. The superior owes an answer in 3 working days.',
    ),
    parts: [
      {
        kind: 'choice',
        name: 'reason',
        label: both('Lý do', 'Reason'),
        options: options(ADJUSTMENT_REASON_LABELS),
      },
      { kind: 'text', name: 'text', max: 2_000, label: both('Đề nghị cụ thể', 'What is asked') },
    ],
  }),
  adjustmentWithdrawal: () => ({
    button: both('Rút đề nghị điều chỉnh', 'Withdraw the request'),
    parts: [],
  }),
  adjustmentAnswer: ({ steps, today }) => ({
    button: both('Trả lời đề nghị', 'Answer the request'),
    parts: [
      {
        kind: 'choice',
        name: 'answer',
        label: both('Trả lời', 'Answer'),
        options: options(ADJUSTMENT_ANSWER_LABELS),
      },
      {
        legend: both('Thời hạn mới, chỉ ghi khi điều chỉnh', 'New dates, only when adjusting'),
        fields: steps.map(({ key, label, dueOn }) => ({
          kind: 'date',
          name: `dates.${key}`,
          optional: true,
          label,
          hint: both(`đang là ${formatVi(dueOn)}`, `now ${formatVi(dueOn)}`),
        })),
      },
      {
        kind: 'date',
        name: 'consultedOn',
        value: today,
        label: both('Ngày trao đổi với ngành kia', 'The other line was consulted on'),
      },
      documentParts('document', today, DOCUMENT),
    ],
  }),
  plan: ({ sides, today }) => ({
    button: both('Ghi kế hoạch', 'File the plan'),
    parts: [
      // One paper may be of both agencies.
      ...sides.map(({ name }, i) =>
        i === 0
          ? documentParts(`documents.${i}`, today, name)
          : optional(documentParts(`documents.${i}`, today, name)),
      ),
      {
        kind: 'list',
        name: 'localItems',
        max: 25_000,
        label: both('Nội dung riêng của địa phương', 'Items of your own'),
        hint: both('Mỗi dòng một nội dung, ít nhất một', 'One a line, at least one'),
      },
      {
        kind: 'yes',
        name: 'unchangedCopy',
        label: both(
          'Sao nguyên văn mẫu của cấp trên, không có nội dung riêng',
          'An unchanged copy of the template',
        ),
      },
    ],
  }),
  conference,
  rolloutConference: conference,
  report: ({ today }) => ({
    button: both('Gửi báo cáo kết quả', 'File the report'),
    parts: [
      documentParts('document', today, DOCUMENT),
      {
        kind: 'text',
        name: 'remarks',
        max: 5_000,
        optional: true,
        label: both('Ghi chú', 'Remarks'),
        hint: both(
          'Không ghi tên người, số điện thoại, số định danh',
          'No names, phone or identity numbers',
        ),
      },
    ],
  }),
  confirmation: () => confirmation,
  rolloutConferenceConfirmation: () => confirmation,
  disputeDecision: ({ today }) => ({
    button: both('Cho ý kiến', 'Decide'),
    parts: [
      {
        kind: 'choice',
        name: 'stands',
        label: both('Nội dung đã gửi', 'What was filed'),
        options: [
          ['true', both('Giữ nguyên', 'Stands')],
          ['false', both('Phải sửa lại', 'Is to be mended')],
        ],
      },
      documentParts('document', today, DOCUMENT),
    ],
  }),
  acceptance: () => ({ button: both('Chấp nhận', 'Accept'), parts: [] }),
  return: () => ({
    button: both('Trả lại, yêu cầu bổ sung', 'Return to be completed'),
    parts: [
      {
        kind: 'choice',
        name: 'step',
        label: both('Phần phải bổ sung', 'Which part'),
        options: FILED_STEPS.map((step) => [step, STEP_LABELS[step]]),
      },
      { kind: 'line', name: 'field', max: 200, label: both('Mục', 'Which entry') },
      { kind: 'text', name: 'reason', max: 2_000, label: both('Lý do', 'Why') },
    ],
  }),
  standIn: ({ today }) => ({
    button: both('Bố trí phụ trách thay', 'Name a stand-in'),
    lead: both(
      'Cơ quan của đồng chí phụ trách thay trong thời gian dưới đây.',
      'Your own office stands in between these days.',
    ),
    parts: [
      post('post', both('Chức vụ phụ trách thay', 'Post that stands in')),
      { kind: 'date', name: 'from', value: today, label: both('Từ ngày', 'From') },
      { kind: 'date', name: 'to', value: addDays(today, 90), label: both('Đến hết ngày', 'To') },
    ],
  }),
  jointAct: () => ({ button: both('Trình ký', 'Open for signature'), parts: [] }),
  signature: ({ today }) => ({
    button: both('Ghi nhận ký', 'Record the signature'),
    lead: both(
      'Ghi số, ngày và chức vụ người ký văn bản giấy của cơ quan.',
      'Number, date and signatory’s post of your agency’s paper.',
    ),
    parts: [
      documentParts('document', today, DOCUMENT),
      post('signatoryPost', both('Chức vụ người ký', 'Post of the signatory')),
    ],
  }),
  promulgation: () => ({
    button: both('Ban hành', 'Put in force'),
    lead: both(
      'Từ lúc này văn bản có hiệu lực với mọi cơ quan nhận.',
      'From now on it is in force for every recipient.',
    ),
    parts: [],
  }),
};

export const formOf = (kind: ActKind, setting: Setting): ActForm => FORMS[kind](setting);

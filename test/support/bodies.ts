/** A body that fits, for every operation that takes one. */
const document = { number: '01/KH', on: '2023-07-31' };
const heads = { byAgency: { police: 10, union: 12 }, others: 3 };

export const CONFERENCE = {
  // The day that the tiny rollout is issued on.
  heldOn: '2023-08-01',
  form: 'inPerson',
  mode: 'joint',
  invited: heads,
  present: heads,
  chairPost: 'Phó Chủ tịch UBND',
  minutes: { number: '01/BB', on: '2023-08-01' },
};

export const PLAN = {
  documents: [{ agency: 'police', ...document }],
  localItems: ['Tổ tự quản'],
  unchangedCopy: false,
};

export const BODIES: Readonly<Record<string, unknown>> = {
  acknowledge: { version: 1, paper: document },
  designate: { post: 'Phó Trưởng Công an' },
  requestAdjustment: { reason: 'deadline', text: 'Xin lùi hạn' },
  withdrawAdjustment: { request: 1 },
  answerAdjustment: {
    request: 1,
    answer: 'adjust',
    consultedOn: '2023-07-31',
    document,
    dates: { C2: '2023-10-20' },
  },
  filePlan: PLAN,
  fileConference: CONFERENCE,
  fileReport: { document, remarks: null },
  correctFiling: { filing: 1, evidence: { step: 'plan', plan: PLAN } },
  decideDispute: { filing: 1, stands: true, document },
  reopenStep: { step: 'plan', reason: 'Thiếu số', field: 'documents' },
  exemptOffice: { reason: 'Không có địa bàn', document },
  reinstateOffice: { reason: 'Đã có địa bàn', document },
  confirmFiling: { filing: 1, agrees: false, differs: 'Số người dự khác' },
  acceptReport: {},
  returnStep: { step: 'plan', reason: 'Thiếu số', field: 'documents' },
  draftRollout: { template: 'rollout-tiny', title: 'Đợt triển khai', closeOn: '2023-12-29' },
  copyRollout: { title: 'Đợt triển khai', closeOn: '2023-12-29' },
  discardRollout: {},
  openEarly: { unit: 't:011', reason: 'Cấp huyện chậm kế hoạch' },
  openJointAct: {
    kind: 'amend',
    reason: 'Trùng đợt cao điểm',
    dates: { C2: '2023-10-20' },
    content: 'Bổ sung nội dung tuyên truyền',
  },
  copyJointAct: {},
  discardJointAct: {},
  signJointAct: { document, signatoryPost: 'Giám đốc' },
  correctSignature: { document, signatoryPost: 'Phó Giám đốc' },
  draftCalendar: {
    days: [
      {
        date: '2024-01-02',
        kind: 'holiday',
        nameVi: 'Nghỉ',
        nameEn: 'Holiday',
        source: 'TB 1/2023',
        confirmed: true,
      },
    ],
    withdrawn: ['2024-01-03'],
    years: [{ year: 2024, confirmed: true, source: 'TB 1/2023' }],
  },
  publishCalendar: { digest: 'a'.repeat(64) },
  promulgate: {},
  holdRolloutConference: CONFERENCE,
  confirmRolloutConference: { conference: 1, agrees: true },
  setClock: { to: '2023-08-02T01:00:00.000Z' },
  nameStandIn: {
    standInOffice: '0190a000-0000-7000-8000-000000000000',
    post: 'Trưởng',
    from: '2023-08-01',
    to: '2023-12-31',
  },
  delegate: {
    account: '0190a000-0000-7000-8000-000000000000',
    document,
    from: '2023-08-01',
    to: '2023-12-31',
  },
  createAccount: { role: 'officer', basis: 'head', post: 'Trưởng' },
  retryMail: {},
  beginSession: { login: 'nobody-00000', password: 'not a password of anybody' },
  beginRehearsalSession: { account: '0190a000-0000-7000-8000-000000000000' },
  activate: { code: '34AC-79DE-XYQR-TVWM', password: 'not a password of anybody' },
  endSession: {},
  changePassword: { old: 'not a password of anybody', new: 'nor of anybody else' },
  issueActivationCode: {},
  replaceToken: {},
  disableAccount: {},
};

/** The same value with one place in it replaced, for every place. */
export function* mutated(value: unknown, garbage: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [i, inner] of value.entries())
      for (const other of [garbage, ...mutated(inner, garbage)]) yield value.with(i, other);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value))
    for (const other of [garbage, ...mutated(inner, garbage)]) yield { ...value, [key]: other };
}

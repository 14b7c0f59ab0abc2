/** What the states are called on screens, Vietnamese first (PRODUCT 3, 7). A state without a label does not compile. */
import type { NotApplied } from './assignment.ts';
import type { SkipReason } from './duties.ts';
import type { NotNow } from './joint-act.ts';
import type {
  AdjustmentAnswer,
  AdjustmentReason,
  Bilingual,
  ConferenceForm,
  ConferenceMode,
  FactKind,
  HolderClass,
  JointActKind,
  LineState,
  PairState,
  Role,
  RolloutState,
  SessionOrigin,
  StepKind,
  StepState,
  Tier,
  VersionCause,
} from './vocabulary.ts';

const label = (vi: string, en: string): Bilingual => ({ vi, en });

/** On every page, export and mail of a rehearsal (PRODUCT 2.7). */
export const REHEARSAL_MARK = label(
  'DỮ LIỆU TẬP HUẤN – không phản ánh thực tế',
  'TRAINING DATA – does not reflect reality',
);

/** Wherever a value is shown that no document states. */
export const ASSUMED_MARK = label('giả định, chưa có văn bản', 'assumed, no document states it');

export const TIER_LABELS: Readonly<Record<Tier, Bilingual>> = {
  central: label('cấp trung ương', 'central'),
  province: label('cấp tỉnh', 'province'),
  district: label('cấp huyện', 'district'),
  commune: label('cấp xã', 'commune'),
};

export const ROLLOUT_LABELS: Readonly<Record<RolloutState, Bilingual>> = {
  draft: label('Dự thảo, chưa ban hành', 'Draft, not issued'),
  discarded: label('Dự thảo đã hủy', 'Draft discarded'),
  issued: label('Đang triển khai', 'Rolling out'),
  suspended: label('Tạm dừng', 'Suspended'),
  recalled: label('Đã thu hồi', 'Recalled'),
  closed: label('Đã kết thúc đợt triển khai', 'Closed'),
};

export const PAIR_LABELS: Readonly<Record<PairState, Bilingual>> = {
  recalled: label('Đã thu hồi', 'Recalled'),
  closedUnmet: label('Kết thúc, không thực hiện', 'Ended without being carried out'),
  suspended: label('Tạm dừng', 'Suspended'),
  notOpen: label('Chưa đến lượt, chờ cấp trên ban hành', 'Not open yet, waits for the tier above'),
  returned: label('Trả lại, yêu cầu bổ sung', 'Returned, to be completed'),
  disputed: label('Hai bên chưa thống nhất', 'The two sides do not agree yet'),
  awaitingConfirmation: label(
    'Chờ cơ quan phối hợp xác nhận',
    'Waits for the other agency to confirm',
  ),
  awaiting: label('Chờ tiếp nhận', 'Waits to be acknowledged'),
  done: label('Hoàn thành', 'Done'),
  reported: label('Đã báo cáo, chờ kiểm tra', 'Reported, waits to be checked'),
  inProgress: label('Đang thực hiện', 'In progress'),
};

/** Done says how: the one word every office is judged by. */
export const DONE_LABELS = {
  onTime: label('Hoàn thành đúng hạn', 'Done on time'),
  late: label('Hoàn thành quá hạn', 'Done late'),
} as const satisfies Record<string, Bilingual>;

export const LINE_LABELS: Readonly<Record<LineState, Bilingual>> = {
  issued: label('Đã giao, chưa tiếp nhận', 'Issued, not acknowledged'),
  received: label('Đã tiếp nhận', 'Acknowledged'),
  assigned: label('Đã phân công thực hiện', 'Assigned within the office'),
  adjustmentRequested: label(
    'Đề nghị điều chỉnh, chờ trả lời',
    'Adjustment requested, waits for an answer',
  ),
  vacant: label('Khuyết đầu mối', 'Nobody in post'),
  exempt: label('Miễn thực hiện', 'Exempt'),
};

export const STEP_LABELS: Readonly<Record<StepKind, Bilingual>> = {
  acknowledgement: label('Tiếp nhận', 'Acknowledgement'),
  plan: label('Kế hoạch', 'Plan'),
  conference: label('Hội nghị', 'Conference'),
  report: label('Báo cáo', 'Report'),
};

export const STEP_STATE_LABELS: Readonly<Record<StepState, Bilingual>> = {
  open: label('Chưa làm', 'Open'),
  filed: label('Đã gửi, chờ xác nhận', 'Filed, to be confirmed'),
  disputed: label('Hai bên chưa thống nhất', 'Disputed'),
  returned: label('Trả lại', 'Returned'),
  confirmed: label('Đã xác nhận', 'Confirmed'),
  notCounted: label(
    'Chưa được tính, chờ hội nghị cấp trên',
    'Not counted yet, waits for the conference of the tier above',
  ),
};

export const ADJUSTMENT_REASON_LABELS: Readonly<Record<AdjustmentReason, Bilingual>> = {
  deadline: label('Thời hạn', 'Deadline'),
  notOurFunction: label('Không đúng chức năng', 'Not our function'),
  duplicate: label('Trùng việc', 'Duplicate'),
  lackOfMeans: label('Thiếu điều kiện', 'Lack of means'),
  other: label('Khác', 'Other'),
};

export const ADJUSTMENT_ANSWER_LABELS: Readonly<Record<AdjustmentAnswer, Bilingual>> = {
  keep: label('Giữ nguyên', 'Kept as is'),
  adjust: label('Điều chỉnh', 'Adjusted'),
  exempt: label('Miễn', 'Exempted'),
};

export const CONFERENCE_FORM_LABELS: Readonly<Record<ConferenceForm, Bilingual>> = {
  inPerson: label('Trực tiếp', 'In person'),
  online: label('Trực tuyến', 'Online'),
  hybrid: label('Kết hợp', 'Hybrid'),
};

export const CONFERENCE_MODE_LABELS: Readonly<Record<ConferenceMode, Bilingual>> = {
  joint: label('Tổ chức chung', 'Held jointly'),
  separate: label('Riêng từng ngành', 'Each agency on its own'),
  combined: label('Lồng ghép', 'Combined with another meeting'),
};

export const JOINT_ACT_LABELS: Readonly<Record<JointActKind, Bilingual>> = {
  issue: label('Ban hành', 'Issue'),
  amend: label('Điều chỉnh', 'Amend'),
  recall: label('Thu hồi', 'Recall'),
  suspend: label('Tạm dừng', 'Suspend'),
  resume: label('Tiếp tục triển khai', 'Resume'),
  close: label('Kết thúc đợt triển khai', 'Close'),
};

export const FACT_LABELS: Readonly<Record<FactKind, Bilingual>> = {
  signature: label('Ghi nhận ký', 'Signature recorded'),
  signatureCorrection: label('Đính chính chữ ký', 'Signature corrected'),
  promulgation: label('Ban hành', 'Put in force'),
  discard: label('Hủy dự thảo', 'Draft discarded'),
  earlyOpening: label('Cho triển khai sớm', 'Opened early'),
  rolloutConference: label('Hội nghị cấp tỉnh', 'Conference at the top'),
  rolloutConferenceConfirmation: label(
    'Xác nhận hội nghị cấp tỉnh',
    'Conference at the top confirmed',
  ),
  acknowledgement: label('Tiếp nhận', 'Acknowledgement'),
  designation: label('Phân công thực hiện', 'Assigned within the office'),
  adjustmentRequest: label('Đề nghị điều chỉnh', 'Adjustment requested'),
  adjustmentWithdrawal: label('Rút đề nghị điều chỉnh', 'Request withdrawn'),
  adjustmentAnswer: label('Trả lời đề nghị điều chỉnh', 'Request answered'),
  exemption: label('Miễn thực hiện', 'Exempted'),
  reinstatement: label('Giao lại nhiệm vụ', 'Taken in again'),
  filing: label('Gửi kết quả', 'Filed'),
  correction: label('Đính chính', 'Corrected'),
  confirmation: label('Ý kiến của cơ quan phối hợp', "The other agency's word"),
  disputeDecision: label(
    'Ý kiến của cấp trên về điểm chưa thống nhất',
    "A superior's word on a dispute",
  ),
  acceptance: label('Chấp nhận', 'Accepted'),
  return: label('Trả lại', 'Returned'),
  reopening: label('Mở lại', 'Reopened'),
  standIn: label('Phụ trách thay', 'Stand-in named'),
  delegation: label('Ủy quyền', 'Delegated'),
  calendar: label('Công bố lịch làm việc', 'Working calendar published'),
  clock: label('Đặt ngày chương trình', 'Programme date set'),
};

export const SKIP_LABELS: Readonly<Record<SkipReason, Bilingual>> = {
  amended: label('đã có phiên bản mới', 'a newer version exists'),
  closed: label('đợt triển khai đã kết thúc', 'the rollout is closed'),
  exempt: label('cơ quan được miễn', 'the office is exempt'),
  notOwed: label('cơ quan không còn nợ việc này', 'the office owed nothing'),
  pastWhenSet: label('đã qua khi đặt hạn', 'already past when the date was set'),
  recalled: label('đợt triển khai đã thu hồi', 'the rollout was recalled'),
  suspended: label('đợt triển khai đang tạm dừng', 'the rollout was suspended'),
  settledSince: label('đã làm xong trước khi gửi', 'settled before it was sent'),
  superiorHolds: label('cấp trên đang giữ việc', 'the superior holds it'),
  noSuperior: label('không có cấp trên trong chương trình', 'no superior office in the programme'),
};

/** Told to the author of a fact that had no effect, and the refusal of one that would have none. */
export const NOT_APPLIED_LABELS: Readonly<Record<NotApplied, Bilingual>> = {
  alreadyDone: label(
    'Nhiệm vụ đã hoàn thành; nếu còn sai sót, đề nghị cấp trên mở lại.',
    'The assignment is done; if something in it is wrong, ask your superior to reopen it.',
  ),
  alreadyReceived: label(
    'Cơ quan đã tiếp nhận; không cần gửi lại.',
    'The office has acknowledged already; no need to send it again.',
  ),
  alreadyFiled: label(
    'Cơ quan phối hợp đã gửi nội dung này; hãy xác nhận hoặc nêu ý kiến khác.',
    'The other agency has filed this; confirm it, or say what differs.',
  ),
  alreadyConfirmed: label(
    'Nội dung này đã được xác nhận; không cần gửi lại.',
    'This is confirmed already; no need to send it again.',
  ),
  alreadyAccepted: label(
    'Cấp trên của ngành này đã chấp nhận.',
    "This line's superior has accepted it already.",
  ),
  adjustmentPending: label(
    'Đang chờ trả lời đề nghị điều chỉnh; chờ trả lời hoặc rút đề nghị trước.',
    'A request for adjustment is open; wait for its answer or withdraw it first.',
  ),
  answered: label(
    'Đề nghị này đã được trả lời hoặc đã rút; tải lại để xem.',
    'The request was answered or withdrawn; reload to see it.',
  ),
  disputed: label(
    'Hai bên chưa thống nhất; một bên sửa lại rồi bên kia xác nhận.',
    'The two sides disagree; one corrects, then the other confirms.',
  ),
  exempt: label(
    'Cơ quan được miễn thực hiện nhiệm vụ này.',
    'The office is exempt from this assignment.',
  ),
  lastLine: label(
    'Không thể miễn cơ quan cuối cùng còn thực hiện; hãy giữ nguyên hoặc điều chỉnh.',
    'The last office still carrying it cannot be exempted; keep or adjust instead.',
  ),
  notConfirmed: label(
    'Nội dung chưa được hai bên xác nhận nên chưa thể trả lại.',
    'It is not confirmed by both sides yet, so it cannot be returned.',
  ),
  notDisputed: label(
    'Nội dung này không có điểm chưa thống nhất cần cấp trên cho ý kiến.',
    'There is no dispute here for a superior to decide.',
  ),
  notDone: label(
    'Nhiệm vụ chưa hoàn thành nên không cần mở lại; hãy trả lại nội dung cần bổ sung.',
    'The assignment is not done, so there is nothing to reopen; return what is to be mended.',
  ),
  notExempt: label(
    'Cơ quan này không thuộc diện miễn thực hiện.',
    'The office is not exempt from this assignment.',
  ),
  notNamed: label(
    'Việc này thuộc cơ quan khác; chỉ cơ quan được nêu tên mới bổ sung được.',
    'This falls to another office; only the one named may mend it.',
  ),
  notReceived: label('Hãy tiếp nhận nhiệm vụ trước.', 'Acknowledge the assignment first.'),
  notReported: label(
    'Chưa đủ báo cáo được hai bên xác nhận nên chưa thể chấp nhận.',
    'Not every step is confirmed yet, so it cannot be accepted.',
  ),
  notSilent: label(
    'Chưa đủ số ngày làm việc để cấp trên xác nhận thay; hãy đôn đốc cơ quan đang giữ việc.',
    'The office has not been silent long enough for its superior to confirm instead; urge it first.',
  ),
  over: label(
    'Đợt triển khai đã kết thúc hoặc đã thu hồi; không ghi thêm được.',
    'The rollout is closed or recalled; nothing more can be recorded in it.',
  ),
  othersFiling: label(
    'Chỉ cơ quan đã gửi mới đính chính được; hãy nêu ý kiến khác khi xác nhận.',
    'Only the office that filed it may correct it; say what differs when confirming.',
  ),
  ownFiling: label(
    'Không tự xác nhận nội dung do chính cơ quan mình gửi.',
    'An office does not confirm what it filed itself.',
  ),
  noSuchStep: label(
    'Nhiệm vụ này không có bước đó; xem các bước của nhiệm vụ.',
    'This assignment has no such step; see its steps.',
  ),
  returned: label(
    'Nội dung đang bị trả lại; chờ cơ quan được nêu tên bổ sung.',
    'It was returned; wait for the office named to mend it.',
  ),
  superseded: label(
    'Đã có bản mới hơn; tải lại rồi thực hiện trên bản mới.',
    'A newer version exists; reload and act on that one.',
  ),
};

/** What an account is for; its post is its own text. */
export const ROLE_LABELS: Readonly<Record<Role, Bilingual>> = {
  officer: label('Cán bộ thực hiện', 'Officer'),
  planner: label('Chuyên viên tham mưu', 'Planner'),
  leader: label('Lãnh đạo theo dõi', 'Leader'),
  auditor: label('Người kiểm tra', 'Auditor'),
  operator: label('Người vận hành', 'Operator'),
};

export const VERSION_CAUSE_LABELS: Readonly<Record<VersionCause, Bilingual>> = {
  opening: label('Giao lần đầu', 'As first issued'),
  adjustment: label('Điều chỉnh theo đề nghị', 'Adjusted on request'),
  amendment: label('Điều chỉnh chung của đợt triển khai', 'Amended with the whole rollout'),
  reinstatement: label('Giao lại sau khi miễn', 'Taken in again after an exemption'),
};

export const SESSION_LABELS: Readonly<Record<SessionOrigin, Bilingual>> = {
  password: label('Đăng nhập bằng mật khẩu', 'Signed in with a password'),
  activation: label('Đăng nhập bằng mã kích hoạt', 'Signed in with an activation code'),
  rehearsal: label('Đăng nhập trong tập huấn', 'Signed in in a rehearsal'),
};

export const HOLDER_LABELS: Readonly<Record<HolderClass, Bilingual>> = {
  office: label('một cơ quan', 'one office'),
  several: label('nhiều bên', 'several'),
  superior: label('cấp trên', 'the superior'),
  nobody: label('không bên nào', 'nobody'),
};

/** Why a joint act cannot be drafted or put in force as the rollout stands, and what to do. */
export const NOT_NOW_LABELS: Readonly<Record<NotNow, Bilingual>> = {
  alreadyInForce: label('Đợt triển khai đã ban hành.', 'The rollout is issued already.'),
  discarded: label(
    'Dự thảo này đã hủy; hãy sao chép thành dự thảo mới.',
    'This draft was discarded; copy it into a new one.',
  ),
  notRunning: label(
    'Chỉ thực hiện được với đợt đang triển khai; xem trạng thái của đợt.',
    'Only a running rollout can take this; see its state.',
  ),
  notSuspended: label(
    'Đợt triển khai không tạm dừng nên không cần tiếp tục.',
    'The rollout is not suspended, so there is nothing to resume.',
  ),
  suspended: label(
    'Đợt triển khai đang tạm dừng; hãy tiếp tục trước.',
    'The rollout is suspended; resume it first.',
  ),
};

/** What the command line itself says, in both languages: the type lets no message have one alone. */
import type { BackupCode } from '#db/backup-file.ts';
import type { Bilingual } from '#domain/vocabulary.ts';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

/** What a value should have been. */
export const EXPECTED = {
  date: both('ngày có thật, dạng YYYY-MM-DD', 'a date that exists, as YYYY-MM-DD'),
  text: both('nội dung không trống', 'text that is not blank'),
  code: both('mã gồm chữ, số và dấu nối', 'a code of letters, digits and hyphens'),
  id: both('mã dạng UUID', 'an id, a UUID'),
  stepDate: both('bước=ngày, ví dụ C2=2023-09-20', 'step=date, e.g. C2=2023-09-20'),
  someChange: both(
    'một ngày mới (--date C2=2023-09-20) hoặc nội dung (--content)',
    'a new date (--date C2=2023-09-20) or a content (--content)',
  ),
  nothing: both('bỏ tùy chọn này với loại văn bản đã chọn', 'that option left out for this act'),
  key: both('1–200 ký tự ASCII, không có dấu cách', '1 to 200 ASCII characters without spaces'),
  whole: both('một số nguyên không âm', 'a whole number'),
  assignmentOrDate: both(
    'mã nhiệm vụ (UUID), số của tin nhắn hoặc ngày YYYY-MM-DD',
    'an assignment id (UUID), the number of a message or a date as YYYY-MM-DD',
  ),
  file: both('một tệp có thật', 'a file that exists'),
  folder: both('một thư mục có thật', 'a folder that exists'),
  journal: both('nhật ký JSON từng dòng của máy khách', "a client's journal of JSON lines"),
} as const;

export const atMost = (max: unknown) =>
  both(`không quá ${String(max)} ký tự`, `at most ${String(max)} characters`);

export const WORDS = {
  beingProcessed: (n: number) => both(`${n} việc đang xử lý`, `${n} being processed`),
  nothingNew: both('Không có gì mới.', 'Nothing new.'),
  nothingChanged: both('Không có gì thay đổi.', 'Nothing changes.'),
  kept: (n: number) => both(` (giữ lại ${n})`, ` (${n} kept)`),
  issuedOn: (day: string) => both(`ban hành ${day}`, `issue ${day}`),
  operator: (token: string, login: string, activationCode: string, until: string) =>
    both(
      `${token}\nTên đăng nhập: ${login}\nMã kích hoạt: ${activationCode} (dùng đến ${until})`,
      `${token}\nLogin: ${login}\nActivation code: ${activationCode} (until ${until})`,
    ),
  problems: (n: number) => both(`${n} lỗi; chưa nạp gì.`, `${n} problem(s); nothing was loaded.`),
  nudged: (n: number) =>
    both(`${n} điều phối viên đã được đánh thức`, `${n} coordinators were nudged`),
  orphan: (id: string) => both(`không có trong hồ sơ: ${id}`, `not in the record: ${id}`),
  workflows: {
    vi: ['quy trình', 'tình trạng', 'giai đoạn', 'đang chờ', 'sự kiện'],
    en: ['workflow', 'status', 'stage', 'waits for', 'events'],
  },
  foresee: {
    nothing: both('chưa có việc gì', 'nothing to do now'),
    opens: (n: number) => both(`phát hành tới ${n} địa bàn`, `issues to ${n} unit(s)`),
    gates: (units: string) => both(`mở cho ${units}`, `opens the gate of ${units}`),
    tells: (act: Bilingual, n: number) =>
      both(`báo cho ${n} cơ quan: ${act.vi}`, `tells ${n} office(s): ${act.en}`),
    reminds: (rung: string, n: number) =>
      both(`nhắc ${n} cơ quan (${rung})`, `reminds ${n} office(s) (${rung})`),
    reportsUp: (agency: string, rung: string, n: number) =>
      both(`báo cáo cấp trên: ${agency} ${n} (${rung})`, `reports up: ${agency} ${n} (${rung})`),
    completes: both('hoàn thành, báo lên', 'completes, tells upwards'),
    relapses: both('rút lại hoàn thành', 'takes its completion back'),
    waits: both('chờ việc mới', 'waits for something new'),
    wakes: (at: string, why: Bilingual) =>
      both(`thức lúc ${at}: ${why.vi}`, `wakes at ${at}: ${why.en}`),
    holders: both('xem lại ai đang giữ việc', 'who holds what is looked at again'),
    cause: {
      reminder: (step: string, n: number) =>
        both(`nhắc ${step} (${n})`, `remind of ${step} (${n})`),
      reportUp: (step: string, n: number) =>
        both(`báo cáo cấp trên về ${step} (${n})`, `report up on ${step} (${n})`),
    },
    unjudged: both('không xét được', 'cannot be judged'),
    sum: (moved: number, of: number, unjudged: number) =>
      both(
        `Bản này làm thay đổi ${moved} trên ${of} điều phối viên; ${unjudged} không xét được.`,
        `This build would move ${moved} of ${of} coordinators; ${unjudged} cannot be judged.`,
      ),
  },
  /** PRODUCT 4; the mark last. */
  overdue: {
    vi: {
      no: 'TT',
      unit: 'Địa bàn',
      task: 'Nhiệm vụ/báo cáo (văn bản giao)',
      dueOn: 'Hạn',
      days: 'Quá hạn (ngày làm việc)',
      holder: 'Cơ quan đang giữ',
      since: 'Giữ từ',
      othersDoneOn: 'Bên kia xong ngày',
      because: 'Lý do, đề nghị',
      reportedUpOn: 'Cấp trên đã biết',
      next: 'Việc tiếp theo',
      mark: 'Dấu',
    },
    en: {
      no: 'No',
      unit: 'Unit',
      task: 'Task (document)',
      dueOn: 'Due',
      days: 'Overdue (working days)',
      holder: 'Held by',
      since: 'Since',
      othersDoneOn: 'Other side finished',
      because: 'Reason, request',
      reportedUpOn: 'Superior told',
      next: 'What comes next',
      mark: 'Mark',
    },
  },
  overdueUntil: (day: string, n: number) =>
    both(`Quá hạn đến ngày ${day}: ${n} việc`, `Overdue on ${day}: ${n}`),
  nothingOverdue: (day: string) =>
    both(`Đến ngày ${day} không có việc quá hạn.`, `Nothing is overdue on ${day}.`),
} as const;

/** Why a command did not do what was asked. */
export const REFUSALS = {
  invalid: (name: string, found: string, expected: Bilingual) =>
    both(
      `${name}: thấy “${found}”, cần ${expected.vi}.`,
      `${name}: found “${found}”, expected ${expected.en}.`,
    ),
  noRollout: (name: string | undefined, known: readonly string[]) => {
    const list = known.length === 0 ? '' : `\n${known.map((one) => `  ${one}`).join('\n')}`;
    return name === undefined
      ? both('Chưa có đợt triển khai nào.', 'There is no rollout yet.')
      : both(
          `Không có đợt triển khai “${name}”. Các đợt đã có:${list || ' (chưa có)'}`,
          `There is no rollout “${name}”. There are:${list || ' (none)'}`,
        );
  },
  noAssignment: (id: string) =>
    both(`Không có nhiệm vụ “${id}”.`, `There is no assignment “${id}”.`),
  noMessage: (id: string) => both(`Không có tin nhắn số ${id}.`, `There is no message ${id}.`),
  noProgramme: (key: string) =>
    both(
      `Không có chương trình “${key}”. Nạp trước bằng: lientich import <thư mục>`,
      `There is no programme “${key}”. Load it first: lientich import <folder>`,
    ),
  chooseProgramme: (known: readonly string[]) =>
    both(
      `Chọn chương trình bằng --programme: ${known.join(', ') || '(chưa nạp)'}`,
      `Choose one with --programme: ${known.join(', ') || '(none is loaded)'}`,
    ),
  running: (n: number) =>
    both(
      `Có ${n} đợt đang triển khai: chạy lại với --yes để áp dụng.`,
      `${n} rollout(s) are running: run it again with --yes to apply this.`,
    ),
  noToken: both(
    'Thiếu mã truy cập: dùng --token hoặc biến LIENTICH_TOKEN.',
    'No token: use --token or the variable LIENTICH_TOKEN.',
  ),
  noDraft: both(
    'Chưa có dự thảo loại này; lập dự thảo trước bằng: lientich rollout propose.',
    'There is no draft of this kind; draft it first: lientich rollout propose.',
  ),
  noWorkerServers: both(
    'Chạy riêng một worker cần DATABASE_URL và TEMPORAL_ADDRESS.',
    'A worker of its own needs DATABASE_URL and TEMPORAL_ADDRESS.',
  ),
  noTemporal: both(
    'Không thấy máy chủ Temporal: đặt TEMPORAL_ADDRESS, hoặc chạy lientich serve trước.',
    'No Temporal server: set TEMPORAL_ADDRESS, or run lientich serve first.',
  ),
  unreachable: (why: string) =>
    both(
      `Không kết nối được máy chủ (${why}). Kiểm tra DATABASE_URL, TEMPORAL_ADDRESS.`,
      `A server cannot be reached (${why}). Check DATABASE_URL, TEMPORAL_ADDRESS.`,
    ),
  notMigrated: (why: string) =>
    both(
      `Cơ sở dữ liệu chưa đúng lược đồ (${why}). Chạy lientich migrate trước.`,
      `The database has not this build's schema (${why}). Run lientich migrate first.`,
    ),
  settings: (why: string) =>
    both(
      `Biến môi trường không đúng:\n${why}`,
      `A variable of the environment is not right:\n${why}`,
    ),
  embedded: (code: string, why: string) =>
    both(`Máy chủ kèm theo không chạy được [${code}]. ${why}`, `${why} [${code}]`),
  path: (path: string, code: string) =>
    both(
      `Không đọc hoặc ghi được ${path} (${code}).`,
      `${path} cannot be read or written (${code}).`,
    ),
} as const;

export const BACKUP_REFUSALS: Readonly<Record<BackupCode, string>> = {
  'backup.file_exists': 'Tệp đã có: bản sao lưu không bao giờ ghi đè lên tệp khác.',
  'backup.damaged': 'Bản sao lưu bị hỏng hoặc không phải bản sao lưu: chưa khôi phục gì.',
  'backup.too_new': 'Bản sao lưu do phiên bản mới hơn tạo ra: khôi phục bằng phiên bản đó.',
  'backup.other_migrations':
    'Bản sao lưu có lược đồ khác: khôi phục bằng phiên bản đã tạo ra nó rồi nâng cấp.',
  'backup.target_not_empty': 'Cơ sở dữ liệu không trống: chỉ khôi phục vào cơ sở dữ liệu trống.',
};

/** By the parser's own codes; what it names stands between quotes in its English message. */
export const USAGE: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'Không có lệnh',
  'commander.unknownOption': 'Không có tùy chọn',
  'commander.missingArgument': 'Thiếu tham số',
  'commander.missingMandatoryOptionValue': 'Thiếu tùy chọn bắt buộc',
  'commander.optionMissingArgument': 'Thiếu giá trị của tùy chọn',
  'commander.invalidArgument': 'Giá trị không hợp lệ',
  'commander.excessArguments': 'Thừa tham số',
};

/** What `lientich calendar` says. */
export const CALENDAR = {
  head: both('đợt|địa bàn|bước|hạn cũ|hạn mới', 'rollout|unit|step|was due|due'),
  plan: both('(kế hoạch chung)', '(the plan)'),
  answer: both('trả lời đề nghị', 'answer to a request'),
  mend: both('(bổ sung)', '(to be mended)'),
  moves: (n: number) => both(`${n} hạn thay đổi.`, `${n} date(s) move.`),
  same: both(
    'Lịch trong thư mục giống lịch đang áp dụng.',
    'The calendar of the folder is the one in force.',
  ),
} as const;

/** What `lientich rollout preview` says. */
export const PREVIEW = {
  head: both('địa bàn|hiện nay|sẽ là|hạn thay đổi', 'unit|now|would be|dates that change'),
  acknowledgeBy: (day: string) => both(`tiếp nhận ${day}`, `receive ${day}`),
  top: both('Của cả đợt', 'Of the rollout'),
  none: both('không có', 'none'),
  title: (act: string, day: string) =>
    both(
      `Nếu có hiệu lực ngày ${day}: ${act}. Chưa ghi gì.`,
      `If in force on ${day}: ${act}. Nothing is written.`,
    ),
} as const;

/** What pages say that no rule says: headings, buttons, hints. Labels of states are domain/labels.ts. */
import type { Bilingual } from '#domain/vocabulary.ts';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

export const SITE = {
  name: both('Liên Tịch', 'Liên Tịch'),
  skip: both('Đến nội dung chính', 'Skip to the content'),
  work: both('Việc của tôi', 'My work'),
  rollouts: both('Đợt triển khai', 'Rollouts'),
  messages: both('Thông báo', 'Messages'),
  steering: both('Điều hành', 'Steering'),
  overdue: both('Điều hành: việc quá hạn', 'Steering: what is overdue'),
  signOut: both('Đăng xuất', 'Sign out'),
  other: both('English', 'Tiếng Việt'),
  today: both('Hôm nay', 'Today'),
  back: both('Quay lại', 'Back'),
  wrong: both('Chưa gửi được', 'It was not sent'),
  foreign: both(
    'Biểu mẫu này không gửi từ trang của hệ thống. Mở lại trang rồi làm lại.',
    'This form was not sent from a page of ours. Open the page again and repeat.',
  ),
  askOperator: both('Mã yêu cầu, khi cần hỏi người vận hành', 'Request, to quote to the operator'),
} as const;

export const WRONG = {
  title: both('Lỗi', 'Error'),
  empty: both('cần ghi mục này', 'this is needed'),
  choose: both('chọn một mục', 'choose one'),
  date: both('ngày có thật, dạng dd/mm/yyyy', 'a date that exists, as dd/mm/yyyy'),
  count: both('số, không có chữ', 'a number, without words'),
  neighbours: (previous: string, next: string) =>
    both(
      `Ngày làm việc gần nhất: ${previous} hoặc ${next}.`,
      `The nearest working days: ${previous} or ${next}.`,
    ),
  wait: (minutes: number) =>
    both(
      `Thử lại sau ${minutes} phút.`,
      `Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    ),
} as const;

export const WORK = {
  empty: both('Không có việc nào.', 'There is nothing to do.'),
  today: both('hết hạn hôm nay', 'due today'),
  /** On a rest day right after it: no working day has passed yet. */
  passed: both('đã qua, chưa tính là quá hạn', 'past, and not overdue yet'),
  left: (n: number) => both(`còn ${n} ngày làm việc`, `${n} working day${n === 1 ? '' : 's'} left`),
  overdue: (n: number) =>
    both(`quá hạn ${n} ngày làm việc`, `${n} working day${n === 1 ? '' : 's'} overdue`),
  due: both('Hạn', 'Due'),
  whole: both('Xem toàn bộ nhiệm vụ và nội dung đã gửi', 'The whole task, and what was filed'),
  rollout: both('Xem đợt triển khai', 'The rollout'),
  standingIn: (office: string) => both(`Phụ trách thay ${office}`, `Standing in for ${office}`),
  returned: both('Lý do trả lại', 'Why it was returned'),
  requestOf: both('Nội dung đề nghị', 'What was asked'),
  filedBy: both('Nội dung do cơ quan gửi', 'Filed by'),
  differs: both('Điểm chưa thống nhất', 'What the sides differ on'),
  changes: both('Thay đổi của phiên bản này', 'What this version changes'),
  gone: both(
    'Việc này đã được làm xong hoặc đã thay đổi. Dưới đây là những việc hiện có.',
    'This is done already, or has changed. Below is what there is now.',
  ),
} as const;

export const RECEIPT = {
  title: both('Đã ghi nhận', 'Recorded'),
  code: both('Mã biên nhận', 'Receipt'),
  at: both('Thời điểm ghi nhận', 'Recorded at'),
  what: both('Việc', 'What'),
  office: both('Cơ quan', 'Office'),
  again: both(
    'Việc này đã được gửi trước đó; hồ sơ chỉ có một bản ghi.',
    'This had been sent before; the record holds it once.',
  ),
  keep: both('Có thể in hoặc chép lại mã biên nhận.', 'Print it, or copy the receipt.'),
} as const;

export const ROLLOUT = {
  draft: both('Tạo đợt triển khai', 'New rollout'),
  draftButton: both('Lập dự thảo và tính thời hạn', 'Draft it and reckon the dates'),
  none: both('Chưa có đợt triển khai nào.', 'There is no rollout yet.'),
  issueOn: both('ban hành', 'issue'),
  asOf: both('tính đến ngày', 'as of'),
  processing: (n: number) => both(`${n} việc đang xử lý`, `${n} being processed`),
  tree: both('Cây triển khai theo địa bàn', 'The rollout by unit'),
  unit: both('Địa bàn', 'Unit'),
  state: both('Tình trạng', 'State'),
  holder: both('Đang giữ việc', 'Held by'),
  superiorOf: (agency: string) => both(`cấp trên (${agency})`, `the superior (${agency})`),
  dates: both('Thời hạn các bước', 'Dates of the steps'),
  why: both('Vì sao ngày này?', 'Why this date?'),
} as const;

export const OVERDUE = {
  counted: (n: number, day: string) =>
    n === 0
      ? both(`Không có việc quá hạn, tính đến ngày ${day}.`, `Nothing is overdue as of ${day}.`)
      : both(`${n} việc quá hạn, tính đến ngày ${day}.`, `${n} overdue as of ${day}.`),
  n: both('TT', 'No.'),
  unit: both('Địa bàn', 'Unit'),
  step: both('Nhiệm vụ (văn bản giao)', 'Task (given by)'),
  due: both('Hạn', 'Due'),
  days: both('Quá hạn (ngày làm việc)', 'Overdue (working days)'),
  holder: both('Cơ quan đang giữ', 'Held by'),
  since: both('Giữ từ', 'Since'),
  others: both('Bên kia xong ngày', 'The others done on'),
  because: both('Lý do, đề nghị', 'Why'),
  reported: both('Cấp trên đã biết', 'Superior told'),
  next: both('Việc tiếp theo', 'What is next'),
} as const;

export const ASSIGNMENT = {
  steps: both('Các bước', 'Steps'),
  sides: both('Từng cơ quan', 'Each office'),
  versions: both('Các phiên bản', 'Versions'),
  due: both('hạn', 'due'),
  filed: both('gửi ngày', 'filed on'),
  since: (day: string, days: number) =>
    both(
      `từ ${day}, ${days} ngày làm việc`,
      `since ${day}, ${days} working day${days === 1 ? '' : 's'}`,
    ),
  elapsed: (days: number) =>
    both(`${days} ngày làm việc đã qua`, `${days} working day${days === 1 ? '' : 's'} so far`),
  several: both('nhiều bên', 'several'),
  superior: both('cấp trên', 'the superior'),
  nobody: both('không ai', 'nobody'),
  received: (version: string, day: string) =>
    both(`tiếp nhận bản ${version} ngày ${day}`, `received version ${version} on ${day}`),
  accepted: (day: string) => both(`chấp nhận ngày ${day}`, `accepted on ${day}`),
} as const;

export const MESSAGES = {
  none: both('Chưa có thông báo nào.', 'Nothing was sent yet.'),
  why: both('Vì sao tôi nhận được?', 'Why did I get this?'),
  older: both('Cũ hơn', 'Older'),
} as const;

export const REHEARSAL = {
  title: both('Tập huấn: xem với tư cách', 'Rehearsal: look through the eyes of'),
  lead: both(
    'Mọi số liệu ở đây đều là giả lập. Chọn một cơ quan; đăng xuất để chọn cơ quan khác.',
    'All of it is made up. Choose an office; sign out to choose another.',
  ),
} as const;

/** What notices and the fate of mails are called, Vietnamese first. One without a label does not compile. */
import type { MailFailure } from './mail.ts';
import type { Bilingual, DeliveryState, MessageKind, NoticeAct } from './vocabulary.ts';

const label = (vi: string, en: string): Bilingual => ({ vi, en });

/** The headings of a mail. */
export const MESSAGE_LABELS: Readonly<Record<MessageKind, Bilingual>> = {
  reminder: label('Nhắc việc', 'Reminders'),
  reportUp: label('Báo cáo cấp trên', 'Reports to the superior'),
  notice: label('Thông báo', 'Notices'),
};

/** The beginning of a notice's sentence; unit and rollout follow. */
export const NOTICE_LABELS: Readonly<Record<NoticeAct, Bilingual>> = {
  amend: label(
    'Đợt triển khai đã được điều chỉnh, cần tiếp nhận lại',
    'The rollout was amended and is to be acknowledged again',
  ),
  recall: label(
    'Văn bản triển khai đã được thu hồi, việc chưa làm không phải làm nữa',
    'The rollout was recalled; what is not done yet need not be done',
  ),
  suspend: label(
    'Đợt triển khai tạm dừng, thời hạn không tính trong thời gian này',
    'The rollout is suspended; deadlines stand still meanwhile',
  ),
  resume: label(
    'Đợt triển khai được tiếp tục, thời hạn mới đã có hiệu lực',
    'The rollout goes on; its new deadlines are in force',
  ),
  close: label('Đợt triển khai đã kết thúc', 'The rollout is closed'),
  calendar: label(
    'Lịch làm việc mới làm thời hạn thay đổi',
    'A new working calendar moved deadlines',
  ),
};

export const DELIVERY_LABELS: Readonly<Record<DeliveryState, Bilingual>> = {
  inApp: label('Chỉ hiện trong ứng dụng', 'Shown in the application only'),
  waiting: label('Chờ gửi thư', 'Mail waiting to be sent'),
  sent: label('Đã gửi thư', 'Mail sent'),
  parked: label('Dừng gửi thư, chờ người vận hành', 'Mail parked, waits for the operator'),
};

export const MAIL_FAILURE_LABELS: Readonly<Record<MailFailure, Bilingual>> = {
  notReached: label('Không kết nối được máy chủ thư', 'The mail server could not be reached'),
  login: label(
    'Máy chủ thư không chấp nhận tên đăng nhập hoặc mật khẩu',
    'The mail server did not accept the user or the password',
  ),
  noAnswer: label(
    'Máy chủ thư không trả lời; chưa biết thư đã tới hay chưa',
    'The mail server gave no answer; whether the mail arrived is not known',
  ),
  refused: label('Máy chủ thư từ chối', 'The mail server refused it'),
  noMailbox: label('Cơ quan không còn hộp thư', 'The office has no mailbox any more'),
  moot: label(
    'Văn bản đã được thu hồi hoặc kết thúc trước khi thư đi được; thư không gửi nữa',
    'The rollout was recalled or closed before the mail could leave; it is not sent any more',
  ),
  outside: label(
    'Tập huấn: chỉ gửi tới máy bắt thư trên chính máy này',
    'Rehearsal: sent to nobody but a catcher on this machine',
  ),
  broken: label('Không soạn được thư', 'The mail could not be written'),
};

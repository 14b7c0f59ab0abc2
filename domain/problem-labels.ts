/**
 * Every refusal the product knows: a stable code, an HTTP status, and in both languages what is wrong and what
 * to do about it. A refusal that is not on this list is a bug and answered as `server.error`.
 */
import { problem, type ProblemKind } from './problem-kind.ts';

export const PROBLEMS = {
  'request.invalid': problem(
    400,
    ['Yêu cầu không đúng mẫu.', 'Xem danh sách lỗi, sửa từng trường rồi gửi lại.'],
    ['The request does not fit its form.', 'See the list of errors, mend each field, send again.'],
  ),
  'request.too_large': problem(
    413,
    ['Nội dung gửi quá lớn.', 'Rút gọn nội dung; không gửi kèm tệp.'],
    ['The request is too large.', 'Shorten it; files are not taken.'],
  ),
  'request.not_json': problem(
    415,
    ['Nội dung phải là JSON.', 'Gửi với Content-Type: application/json.'],
    ['The body must be JSON.', 'Send it with Content-Type: application/json.'],
  ),
  'request.not_found': problem(
    404,
    ['Không tìm thấy.', 'Kiểm tra địa chỉ; có thể mục này ngoài phạm vi của tài khoản.'],
    ['Not found.', "Check the address; it may lie outside the account's scope."],
  ),
  'request.method': problem(
    405,
    ['Không dùng được phương thức này ở đây.', 'Xem tài liệu API tại /reference.'],
    ['That method is not offered here.', 'See the API reference at /reference.'],
  ),
  'request.too_many': problem(
    429,
    ['Gửi quá nhiều yêu cầu.', 'Chờ một phút rồi gửi lại.'],
    ['Too many requests.', 'Wait a minute, then send again.'],
  ),
  'changes.too_many': problem(
    429,
    ['Tài khoản này đã mở đủ số kết nối theo dõi thay đổi.', 'Đóng bớt một kết nối rồi mở lại.'],
    ['This account listens on as many connections as it may.', 'Close one, then open another.'],
  ),
  'account.unknown': problem(
    401,
    [
      'Chưa đăng nhập hoặc mã truy cập không còn hiệu lực.',
      'Gửi Authorization: Bearer <mã>; nếu mất mã, đề nghị cấp trên cấp lại.',
    ],
    [
      'Not signed in, or the token is no longer valid.',
      'Send Authorization: Bearer <token>; if it is lost, ask your superior for a new one.',
    ],
  ),
  'account.forbidden': problem(
    403,
    [
      'Tài khoản không có quyền làm việc này.',
      'Đề nghị người có thẩm quyền của cơ quan hoặc cấp trên thực hiện.',
    ],
    ['The account may not do this.', 'Ask somebody of your office, or your superior, who may.'],
  ),
  'account.disabled': problem(
    409,
    ['Tài khoản đã bị khóa.', 'Tạo tài khoản mới cho cơ quan nếu cần.'],
    ['The account is disabled already.', 'Create a new account for the office if one is needed.'],
  ),
  'session.refused': problem(
    401,
    [
      'Tên đăng nhập hoặc mật khẩu không đúng.',
      'Kiểm tra rồi nhập lại; nếu quên, đề nghị cấp trên cấp mã kích hoạt mới.',
    ],
    [
      'The login or the password is not right.',
      'Look again and retry; if it is forgotten, ask your superior for a new activation code.',
    ],
  ),
  'session.ended': problem(
    409,
    ['Phiên đăng nhập này đã kết thúc.', 'Tải lại danh sách; không cần kết thúc lần nữa.'],
    ['This session has ended already.', 'Reload the list; there is nothing to end.'],
  ),
  'activation.refused': problem(
    401,
    [
      'Mã kích hoạt không dùng được.',
      'Đối chiếu từng ký tự với tờ giấy; nếu vẫn không được, đề nghị cấp trên cấp mã mới.',
    ],
    [
      'The activation code cannot be used.',
      'Compare it with the sheet, letter by letter; if it stays, ask your superior for a new one.',
    ],
  ),
  'attempts.too_many': problem(
    429,
    [
      'Đã thử quá nhiều lần.',
      'Chờ hết số giây ghi kèm rồi thử lại, hoặc đề nghị cấp trên cấp mã kích hoạt mới.',
    ],
    [
      'Too many attempts.',
      'Wait the seconds told with this, then retry; or ask your superior for a new activation code.',
    ],
  ),
  'password.weak': problem(
    422,
    [
      'Mật khẩu này quá ngắn, quá dài hoặc quá dễ đoán.',
      'Dùng từ 10 đến 200 ký tự, ví dụ vài từ không liên quan với nhau; không dùng tên đăng nhập.',
    ],
    [
      'This password is too short, too long or too easily guessed.',
      'Use 10 to 200 characters, such as a few unrelated words; not the login.',
    ],
  ),
  'password.wrong': problem(
    422,
    ['Mật khẩu hiện tại không đúng.', 'Nhập lại mật khẩu đang dùng.'],
    ['The present password is not right.', 'Type the password that is in use now.'],
  ),
  'password.none': problem(
    409,
    [
      'Tài khoản này chưa có mật khẩu.',
      'Đề nghị cấp trên cấp mã kích hoạt rồi đặt mật khẩu bằng mã đó.',
    ],
    [
      'This account has no password.',
      'Ask your superior for an activation code and set one with it.',
    ],
  ),
  'idempotency.key_missing': problem(
    400,
    [
      'Thiếu Idempotency-Key.',
      'Gửi kèm một khóa riêng (1-200 ký tự) cho mỗi việc; gửi lại thì dùng đúng khóa cũ.',
    ],
    [
      'Idempotency-Key is missing.',
      'Send a key of your own (1-200 characters) with each act; use the same one when sending it again.',
    ],
  ),
  'idempotency.other_body': problem(
    422,
    [
      'Khóa này đã dùng cho một nội dung khác.',
      'Dùng khóa mới cho nội dung mới, hoặc gửi lại đúng nội dung cũ.',
    ],
    [
      'This key was used with another body.',
      'Use a new key for a new body, or send the old body again.',
    ],
  ),
  'act.not_applied': problem(
    409,
    ['Việc này không còn thực hiện được.', 'Xem lý do, tải lại rồi làm theo tình trạng mới.'],
    ['This can no longer be done.', 'See the reason, reload, and act on the new state.'],
  ),
  'rollout.not_open': problem(
    409,
    ['Đợt triển khai chưa ban hành hoặc đã kết thúc.', 'Tải lại đợt triển khai để xem tình trạng.'],
    ['The rollout is not issued, or is closed.', 'Reload the rollout to see its state.'],
  ),
  'rollout.already_signed': problem(
    409,
    ['Cơ quan đã ghi nhận chữ ký cho văn bản này.', 'Không cần gửi lại.'],
    ['The agency has signed this act already.', 'No need to send it again.'],
  ),
  'rollout.not_signed': problem(
    409,
    ['Cơ quan chưa ghi nhận chữ ký cho văn bản này.', 'Ghi nhận chữ ký trước, rồi mới đính chính.'],
    ['The agency has not signed this act yet.', 'Record the signature; then it can be corrected.'],
  ),
  'rollout.unsigned': problem(
    409,
    [
      'Chưa đủ chữ ký của các cơ quan.',
      'Chờ đủ số, ngày và chức vụ người ký của mọi cơ quan ký kết.',
    ],
    ['Not every agency has signed.', "Wait for every agency's number, date and signatory post."],
  ),
  'rollout.in_force': problem(
    409,
    ['Văn bản này đã có hiệu lực.', 'Không cần ban hành lại.'],
    ['This act is in force already.', 'No need to put it in force again.'],
  ),
  'rollout.act_exists': problem(
    409,
    ['Đợt triển khai đã có văn bản loại này.', 'Dùng văn bản đã có; xem danh sách của đợt.'],
    ['The rollout has an act of this kind already.', 'Use that one; see the list of the rollout.'],
  ),
  'rollout.not_now': problem(
    409,
    [
      'Tình trạng của đợt triển khai chưa cho phép việc này.',
      'Xem lý do, tải lại đợt triển khai rồi làm theo tình trạng mới.',
    ],
    ['The rollout is not in a state for this.', 'See the reason, reload the rollout, act on it.'],
  ),
  'gate.open': problem(
    409,
    ['Địa bàn này đã được triển khai xuống cấp dưới.', 'Không cần cho triển khai sớm.'],
    ['This unit is open to the tier below already.', 'There is nothing to open early.'],
  ),
  'rollout.not_done': problem(
    409,
    [
      'Còn địa bàn chưa hoàn thành nên chưa kết thúc được đợt triển khai.',
      'Xem danh sách chưa hoàn thành và cơ quan đang giữ việc.',
    ],
    [
      'Not every pair is done, so the rollout cannot be closed.',
      'See who is not done and who holds it.',
    ],
  ),
  'rollout.conference_confirmed': problem(
    409,
    [
      'Hội nghị cấp trên cùng đã được xác nhận.',
      'Không cần gửi lại; nếu số liệu sai, cơ quan đã ghi nhận gửi bản đính chính.',
    ],
    [
      'The conference at the top is confirmed already.',
      'No need to send it again; what is wrong in it is corrected by the agency that recorded it.',
    ],
  ),
  'rollout.conference_superseded': problem(
    409,
    [
      'Đã có bản ghi hội nghị mới hơn, hoặc do chính cơ quan gửi.',
      'Tải lại rồi xác nhận bản mới nhất của bên kia.',
    ],
    ['A newer record exists, or it is your own.', "Reload and confirm the other side's latest."],
  ),
  'rollout.conference_disputed': problem(
    409,
    [
      'Hai bên chưa thống nhất về hội nghị cấp trên cùng.',
      'Ghi nhận lại hội nghị với số liệu đã thống nhất, rồi bên kia xác nhận bản mới.',
    ],
    [
      'The sides differ on the conference at the top.',
      'Record it again as agreed; then the other side confirms that record.',
    ],
  ),
  'deadline.rest_day': problem(
    422,
    ['Ngày được chọn là ngày nghỉ.', 'Chọn ngày làm việc liền trước hoặc liền sau.'],
    ['The date is a rest day.', 'Choose the working day before or after it.'],
  ),
  'deadline.out_of_order': problem(
    422,
    [
      'Ngày được chọn không theo đúng trình tự các bước.',
      'Chọn ngày sau hôm nay và đúng thứ tự các bước.',
    ],
    [
      'The date does not fit the order of the steps.',
      'Choose a date after today that keeps the order.',
    ],
  ),
  'deadline.no_step': problem(
    422,
    [
      'Bước được nêu không có ngày để đặt lại.',
      'Chỉ đặt ngày cho bước có thời hạn riêng; không đặt cho việc ban hành, việc tiếp nhận hoặc bước không có ở đây.',
    ],
    [
      'The step named has no date to be set.',
      'Set dates of steps that have one of their own: not of the issue, a receipt, or a step that is not here.',
    ],
  ),
  'deadline.unchanged': problem(
    422,
    [
      'Các ngày được nêu đang áp dụng rồi, nên không có gì thay đổi.',
      'Đặt ngày khác, nêu nội dung thay đổi, hoặc giữ nguyên.',
    ],
    [
      'The dates named are in force already, so nothing would change.',
      'Set another date, say what else changes, or keep it as it is.',
    ],
  ),
  'deadline.no_year': problem(
    422,
    ['Chưa có lịch làm việc của năm này.', 'Nạp lịch của năm đó vào chương trình rồi thử lại.'],
    ['There is no working calendar for that year.', "Import that year's calendar, then try again."],
  ),
  'evidence.future': problem(
    422,
    ['Ngày ghi nhận ở tương lai.', 'Chỉ ghi nhận việc đã diễn ra: ngày không sau hôm nay.'],
    ['The date lies in the future.', 'Record only what has happened: a date not after today.'],
  ),
  'evidence.contradictory': problem(
    422,
    [
      'Thông tin ghi nhận mâu thuẫn với nhau hoặc với đợt triển khai.',
      'Sửa mục được nêu: không tiếp nhận trước khi được giao, không họp trước ngày ban hành, biên bản không trước ngày họp; ngành nào không dự thì không chọn “chung”, chọn hình thức tổ chức khác.',
    ],
    [
      'What is recorded contradicts itself or the rollout.',
      'Mend the field named: not received before it was assigned, not held before the issue, minutes not before it was held; where an agency had nobody there it is not joint, choose another mode.',
    ],
  ),
  'evidence.agency': problem(
    422,
    ['Mã cơ quan không thuộc chương trình.', 'Dùng mã các cơ quan ký kết của chương trình.'],
    ['That agency is not of this programme.', 'Use the codes of the signing agencies.'],
  ),
  'text.secret': problem(
    422,
    [
      'Nội dung mang dấu độ mật không được đưa vào hệ thống này.',
      'Bỏ nội dung mật; gửi theo đường văn bản mật.',
    ],
    [
      'Text marked as secret may not enter this system.',
      'Remove it; send it by the channel for secret documents.',
    ],
  ),
  'text.personal': problem(
    422,
    [
      'Nội dung có vẻ chứa số định danh hoặc số điện thoại của cá nhân.',
      'Bỏ thông tin cá nhân; hệ thống chỉ nhận số liệu tổng hợp.',
    ],
    [
      'The text seems to hold an identity or phone number.',
      'Remove personal data; only aggregates are taken.',
    ],
  ),
  'standin.unfit': problem(
    422,
    [
      'Cơ quan được chọn không phụ trách thay được.',
      'Chọn cơ quan cùng ngành đang hoạt động, có người xác nhận và không đang được phụ trách thay.',
    ],
    [
      'That office cannot stand in.',
      'Choose a living office of the same agency that has somebody to confirm and is not stood in for itself.',
    ],
  ),
  'delegation.unfit': problem(
    422,
    [
      'Không ủy quyền được như vậy.',
      'Người đứng đầu hoặc cấp phó ủy quyền cho một tài khoản khác của cơ quan chưa có quyền xác nhận, trong thời hạn từ hôm nay trở đi; người được ủy quyền không ủy quyền lại.',
    ],
    [
      'That cannot be delegated.',
      'The head or a deputy delegates to another account of the office that may not confirm yet, for days not yet past; who was delegated to does not delegate further.',
    ],
  ),
  'clock.live': problem(
    409,
    [
      'Chương trình chạy theo giờ thật; không đặt được ngày.',
      'Chỉ đặt ngày cho chương trình tập huấn.',
    ],
    [
      'The programme runs on real time; its date cannot be set.',
      'Only a rehearsal has a clock to set.',
    ],
  ),
  'clock.backwards': problem(
    409,
    ['Ngày chương trình chỉ đi tới.', 'Chọn thời điểm sau thời điểm hiện tại của chương trình.'],
    ['The programme clock only moves forward.', 'Choose an instant after its present one.'],
  ),
  'programme.other_mode': problem(
    409,
    [
      'Chương trình này đã được nạp ở chế độ khác (thật hoặc tập huấn).',
      'Dùng một cơ sở dữ liệu riêng cho tập huấn.',
    ],
    [
      'The programme was imported in the other mode (live or rehearsal).',
      'Use a database of its own for a rehearsal.',
    ],
  ),
  'programme.calendar_in_use': problem(
    409,
    [
      'Đã có đợt triển khai lập theo phiên bản lịch làm việc này nên không sửa được.',
      'Dùng lệnh lientich calendar: lập dự thảo, xem trước các ngày thay đổi, rồi công bố.',
    ],
    [
      'A rollout was planned on this version of the working calendar, so it cannot change.',
      'Use lientich calendar: draft the change, preview the dates that move, then publish it.',
    ],
  ),
  'calendar.unsound': problem(
    422,
    [
      'Lịch làm việc sau thay đổi không hợp lệ.',
      'Xem danh sách lỗi: ngày trùng, năm thiếu, hoặc loại ngày không khớp thứ trong tuần.',
    ],
    [
      'The changed calendar is not sound.',
      'See the list: a day twice, a year missing, or a kind that does not fit its weekday.',
    ],
  ),
  'calendar.published': problem(
    409,
    ['Lịch này đã công bố.', 'Không cần công bố lại.'],
    ['This calendar is published already.', 'No need to publish it again.'],
  ),
  'calendar.unchanged': problem(
    409,
    [
      'Dự thảo không khác lịch đang áp dụng.',
      'Kiểm tra lại ngày, loại ngày và căn cứ cần thay đổi.',
    ],
    [
      'The draft says what the calendar in force says.',
      'Look again at the days that should differ.',
    ],
  ),
  'calendar.superseded': problem(
    409,
    ['Đã có lịch mới hơn.', 'Lập dự thảo mới trên lịch đang áp dụng.'],
    ['A newer calendar is in force.', 'Draft the change anew on the one in force.'],
  ),
  'calendar.stale_preview': problem(
    409,
    [
      'Bản xem trước không còn đúng với hiện tại.',
      'Xem lại các ngày thay đổi rồi công bố với mã của bản xem trước mới.',
    ],
    [
      'The preview no longer holds.',
      'Look at the dates that move again, and publish with the digest of the new preview.',
    ],
  ),
  'mail.not_parked': problem(
    409,
    [
      'Thư này không ở trạng thái dừng gửi.',
      'Tải lại danh sách; thư đã gửi hoặc đang được gửi lại.',
    ],
    [
      'This mail is not parked.',
      'Reload the list; it was sent, or is being tried again by itself.',
    ],
  ),
  'engine.unreachable': problem(
    503,
    ['Chưa đọc được bộ máy quy trình.', 'Số liệu vẫn đúng; xem lại phần này sau ít phút.'],
    [
      'The workflow engine cannot be reached.',
      'The record is right; look at this part again in a few minutes.',
    ],
  ),
  'server.busy': problem(
    503,
    ['Hệ thống đang bận.', 'Gửi lại sau ít giây với đúng khóa cũ.'],
    ['The system is busy.', 'Send it again in a few seconds with the same key.'],
  ),
  'server.error': problem(
    500,
    [
      'Hệ thống gặp lỗi không mong đợi.',
      'Gửi lại với đúng khóa cũ; nếu vẫn lỗi, báo người vận hành mã yêu cầu.',
    ],
    [
      'The system met an unexpected error.',
      'Send it again with the same key; if it stays, tell the operator the request id.',
    ],
  ),
} as const satisfies Record<string, ProblemKind>;

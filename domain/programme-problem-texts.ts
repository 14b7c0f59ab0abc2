import { UNIT_PROBLEMS } from './programme-unit-problem-texts.ts';
import type { Bilingual } from './vocabulary.ts';

/**
 * What can be wrong with a programme folder: one code, and in both languages what is wrong and what to do.
 * `found` and `expected` of a problem are values and patterns, not sentences: they need no translation.
 */
export const FOLDER_PROBLEMS = {
  // files and text
  'file.missing': {
    vi: 'Thiếu tệp. Thêm tệp vào thư mục hoặc sửa đường dẫn trong programme.json.',
    en: 'The file is missing. Add it to the folder or mend the path in programme.json.',
  },
  'file.path': {
    vi: 'Đường dẫn không được phép. Dùng đường dẫn tương đối trong thư mục, hoặc ra ngoài đúng một cấp (../).',
    en: 'The path is not allowed. Use a relative path inside the folder, or one that leaves it by one level (../).',
  },
  'file.too_large': {
    vi: 'Tệp quá lớn. Tách tệp hoặc bỏ những dòng không thuộc chương trình.',
    en: 'The file is too large. Split it or drop the rows that do not belong to the programme.',
  },
  'file.not_utf8': {
    vi: 'Tệp không phải UTF-8. Lưu lại tệp với bảng mã UTF-8.',
    en: 'The file is not UTF-8. Save it again as UTF-8.',
  },
  'file.bom': {
    vi: 'Tệp bắt đầu bằng BOM. Lưu lại dạng "UTF-8", không phải "UTF-8 with BOM".',
    en: 'The file begins with a BOM. Save it as "UTF-8", not as "UTF-8 with BOM".',
  },
  'file.crlf': {
    vi: 'Xuống dòng kiểu Windows (CRLF). Lưu lại với xuống dòng LF.',
    en: 'Windows line ends (CRLF). Save the file with LF line ends.',
  },
  'text.nfd': {
    vi: 'Chữ có dấu ở dạng tổ hợp rời (NFD), tìm và so sánh sẽ sai. Chuyển sang NFC.',
    en: 'Accented letters are decomposed (NFD): search and comparison would fail. Convert to NFC.',
  },
  'text.control_character': {
    vi: 'Có ký tự điều khiển (NUL, tab...). Xóa ký tự đó.',
    en: 'There is a control character (NUL, tab ...). Remove it.',
  },
  'text.untrimmed': {
    vi: 'Có khoảng trắng ở đầu hoặc cuối ô. Xóa khoảng trắng.',
    en: 'The cell begins or ends with blanks. Remove them.',
  },
  // tables
  'csv.syntax': {
    vi: 'Không đọc được bảng: dấu ngoặc kép không đúng. Đặt cả ô trong ngoặc kép và viết đôi ngoặc kép bên trong.',
    en: 'The table cannot be read: wrong quotes. Quote the whole cell and double the quotes inside it.',
  },
  'csv.too_many_rows': {
    vi: 'Bảng có quá nhiều dòng. Bỏ những dòng không thuộc chương trình.',
    en: 'The table has too many rows. Drop those that do not belong to the programme.',
  },
  'csv.missing_column': {
    vi: 'Thiếu cột. Thêm cột vào dòng tiêu đề, đúng tên.',
    en: 'A column is missing. Add it to the header row, spelled exactly so.',
  },
  'csv.extra_column': {
    vi: 'Cột không được biết đến. Xóa cột hoặc sửa tên cột.',
    en: 'The column is not known. Remove it or mend its name.',
  },
  'csv.duplicate_column': {
    vi: 'Hai cột cùng tên. Bỏ một cột.',
    en: 'Two columns have one name. Remove one of them.',
  },
  'csv.cell_count': {
    vi: 'Số ô của dòng khác số cột. Kiểm tra dấu phẩy thừa, thiếu và ngoặc kép.',
    en: 'The row has another number of cells than the header. Look for missing or stray commas and quotes.',
  },
  'csv.blank_row': {
    vi: 'Dòng trống giữa bảng. Xóa dòng.',
    en: 'There is a blank row in the table. Remove it.',
  },
  // values
  'value.required': {
    vi: 'Ô bắt buộc đang để trống. Điền giá trị.',
    en: 'A required value is empty. Fill it in.',
  },
  'value.not_allowed': {
    vi: 'Giá trị không thuộc danh sách hoặc không đúng mẫu. Chọn một giá trị hợp lệ.',
    en: 'The value is not in the list or not of the form expected. Use one that is.',
  },
  'value.not_a_date': {
    vi: 'Không phải ngày có thật dạng YYYY-MM-DD trong các năm 1900-2199. Sửa ngày.',
    en: 'Not a real date of the form YYYY-MM-DD in the years 1900-2199. Mend it.',
  },
  'value.duplicate': {
    vi: 'Giá trị này đã có ở chỗ khác trong danh sách. Bỏ một trong hai.',
    en: 'The value stands elsewhere in the list already. Drop one of the two.',
  },
  'value.order': {
    vi: 'Ngày không theo thứ tự. Sửa ngày này hoặc ngày trước đó.',
    en: 'The dates are out of order. Mend this one or the one before it.',
  },
  // JSON
  'json.syntax': {
    vi: 'Không phải JSON hợp lệ. Kiểm tra dấu phẩy, ngoặc và ngoặc kép.',
    en: 'Not valid JSON. Look at commas, brackets and quotes.',
  },
  'json.missing': {
    vi: 'Thiếu mục bắt buộc. Thêm mục.',
    en: 'A required entry is missing. Add it.',
  },
  'json.wrong_type': {
    vi: 'Sai kiểu dữ liệu. Viết đúng kiểu được nêu.',
    en: 'The value is of the wrong type. Write it as the type named.',
  },
  'json.unknown_entry': {
    vi: 'Mục không được biết đến. Xóa mục hoặc sửa tên.',
    en: 'The entry is not known. Remove it or mend its name.',
  },
  ...UNIT_PROBLEMS,
  // agencies, offices and marks
  'agency.unknown': {
    vi: 'Cơ quan này không có trong programme.json. Sửa mã cơ quan hoặc thêm cơ quan.',
    en: 'The agency is not in programme.json. Mend its code or add it there.',
  },
  'agency.too_few_sign': {
    vi: 'Chương trình phối hợp cần ít nhất hai cơ quan ký kết. Thêm cơ quan ký kết.',
    en: 'A joint programme needs at least two agencies that sign. Add one.',
  },
  'agency.no_office_name': {
    vi: 'Cơ quan ký kết chưa có tên hoặc chức vụ cho cấp này. Thêm vào officeName và posts.',
    en: 'An agency that signs has no office name or posts for this tier. Add them to officeName and posts.',
  },
  'office.unknown_unit': {
    vi: 'Địa bàn này không thuộc tỉnh của chương trình. Sửa unit_key.',
    en: "The unit is not one of the programme's province. Mend unit_key.",
  },
  'office.validity_gap': {
    vi: 'Cơ quan có hiệu lực khi địa bàn của nó không có. Sửa thời gian hiệu lực.',
    en: 'The office lives at a time at which its unit does not. Mend its validity.',
  },
  'contact.unknown_office': {
    vi: 'Chương trình không có cơ quan này. Sửa mã cơ quan hoặc unit_key, hoặc xóa dòng.',
    en: 'The programme has no such office. Mend its agency or unit_key, or remove the row.',
  },
  'contact.mailbox': {
    vi: 'Không phải địa chỉ thư điện tử của cơ quan: một địa chỉ, chữ thường, không kèm tên. Sửa địa chỉ.',
    en: "Not an office's e-mail address: one address, lower case, without a name. Mend it.",
  },
  'mark.missing': {
    vi: 'Giá trị chưa có dấu nguồn (seed, press, law, assumed). Thêm dấu vào marks.',
    en: 'The value has no mark of its source (seed, press, law, assumed). Add one to marks.',
  },
  'mark.unknown_path': {
    vi: 'Dấu nguồn chỉ tới một mục không có. Sửa đường dẫn trong marks.',
    en: 'The mark points at an entry that does not exist. Mend its path in marks.',
  },
  // the programme, its calendar and its templates
  'programme.validity_reversed': {
    vi: 'Ngày kết thúc trước ngày bắt đầu. Sửa validFrom hoặc validTo.',
    en: 'The programme ends before it begins. Mend validFrom or validTo.',
  },
  'programme.no_units': {
    vi: 'Không có địa bàn nào của tỉnh này có hiệu lực khi chương trình bắt đầu. Sửa mã tỉnh, tệp địa bàn hoặc validFrom.',
    en: 'No unit of this province lives when the programme begins. Mend the province code, the unit files or validFrom.',
  },
  'calendar.empty': {
    vi: 'Lịch làm việc không có năm nào. Thêm các năm của chương trình.',
    en: 'The working calendar has no year. Add those of the programme.',
  },
  'calendar.year_gap': {
    vi: 'Các năm phải liền nhau, tăng dần. Thêm năm còn thiếu hoặc xếp lại.',
    en: 'Years must follow each other without a gap. Add the missing one or put them in order.',
  },
  'calendar.day_twice': {
    vi: 'Ngày này đã có ở dòng khác. Bỏ một dòng.',
    en: 'The date stands in another row already. Drop one of the two.',
  },
  'calendar.day_outside_years': {
    vi: 'Năm của ngày này không có trong calendar-years.csv. Thêm năm và nguồn của nó.',
    en: 'The year of this date is not in calendar-years.csv. Add it with its source.',
  },
  'calendar.wrong_weekday': {
    vi: 'Loại ngày không hợp với thứ trong tuần (làm bù là thứ Bảy; nghỉ bù, hoán đổi là ngày trong tuần). Sửa ngày hoặc loại.',
    en: 'This kind of day cannot fall on that weekday (work is moved to a Saturday, rest to a weekday). Mend the date or the kind.',
  },
  'template.key_twice': {
    vi: 'Hai bước cùng khóa. Đặt khóa khác cho một bước.',
    en: 'Two steps have one key. Give one of them another.',
  },
  'template.kind_twice': {
    vi: 'Một cấp có hai bước cùng loại. Bỏ hoặc đổi một bước.',
    en: 'One tier has two steps of one kind. Drop or change one of them.',
  },
  'template.issue_not_first': {
    vi: 'Bước ban hành phải là bước có ngày đầu tiên. Xếp lại các bước.',
    en: 'The issue must be the first dated step. Put the steps in order.',
  },
  'template.last_has_offset': {
    vi: 'Bước cuối có ngày do người nhập, không có offset. Bỏ offset.',
    en: "The last step's date is typed: it has no offset. Remove it.",
  },
  'template.offset_missing': {
    vi: 'Bước chưa có offset (số ngày làm việc trước bước sau). Thêm offset.',
    en: 'The step has no offset (working days before the next step). Add one.',
  },
  'template.offset_misplaced': {
    vi: 'Bước tiếp nhận không có offset. Bỏ offset, dùng within.',
    en: 'An acknowledgement has no offset. Remove it and use within.',
  },
  'template.within_missing': {
    vi: 'Bước tiếp nhận chưa có within (số ngày làm việc sau khi được giao). Thêm within.',
    en: 'The acknowledgement has no within (working days after its gate opened). Add it.',
  },
  'template.within_misplaced': {
    vi: 'Chỉ bước tiếp nhận có within. Bỏ within, dùng offset.',
    en: 'Only an acknowledgement has within. Remove it and use offset.',
  },
  'template.after_unknown': {
    vi: 'after chỉ tới một loại bước không đứng trước ở cùng cấp. Sửa after.',
    en: 'after names a kind of step that does not stand before at the same tier. Mend it.',
  },
  'template.rung_twice': {
    vi: 'Hai bậc nhắc việc cùng khóa. Đặt khóa khác cho một bậc.',
    en: 'Two rungs of the ladder have one key. Give one of them another.',
  },
  'template.days_not_whole': {
    vi: 'Số ngày làm việc phải là số nguyên, từ 1 trở lên (bậc nhắc: số nguyên). Sửa số ngày.',
    en: 'Working days must be whole and at least 1 (of a rung: whole). Mend the number.',
  },
  'template.dates': {
    vi: 'Ngày đầu và ngày cuối của mẫu không khớp với offset và lịch làm việc. Sửa issueOn hoặc closeOn.',
    en: "The template's first and last dates do not agree with its offsets and the calendar. Mend issueOn or closeOn.",
  },
  // tables that are only validated so far
  'indicator.unknown': {
    vi: 'Không có chỉ tiêu mang mã này. Sửa mã.',
    en: 'No indicator has this code. Mend it.',
  },
  'indicator.overlap_one_sided': {
    vi: 'Trùng lắp phải ghi giống nhau ở cả hai chỉ tiêu. Ghi thêm ở chỉ tiêu kia.',
    en: 'An overlap must stand the same way at both indicators. Add it at the other one.',
  },
  // making another province's folder
  'new.folder_not_empty': {
    vi: 'Thư mục đích đã có tệp; không ghi đè. Chọn thư mục khác.',
    en: 'The target folder holds files already and nothing is overwritten. Choose another one.',
  },
  'new.unknown_province': {
    vi: 'Tệp địa bàn không có tỉnh mang mã này. Kiểm tra mã tỉnh (đủ hai chữ số).',
    en: 'The unit file has no province of this code. Check the code (two digits).',
  },
  'new.issue_date': {
    vi: 'Ngày ban hành không dùng được: phải là ngày làm việc khi cây địa bàn có hiệu lực. Chọn ngày khác.',
    en: 'The day of issue cannot be used: it must be a working day on which the tree of units lives. Choose another.',
  },
  'new.key': {
    vi: 'Khóa chương trình không đúng mẫu: chữ thường không dấu, số và dấu gạch nối.',
    en: 'The programme key is malformed: lower-case letters without accents, digits and hyphens.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type FolderProblemCode = keyof typeof FOLDER_PROBLEMS;

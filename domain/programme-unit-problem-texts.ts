import type { Bilingual } from './vocabulary.ts';

/** What can be wrong with the units of a programme folder and with what became of them. */
export const UNIT_PROBLEMS = {
  // units
  'unit.leading_zeros_lost': {
    vi: 'Mã bị mất số 0 ở đầu (bảng tính đã đọc như số). Định dạng cột là văn bản rồi nhập lại mã đủ chữ số.',
    en: 'The code lost its leading zeros (a spreadsheet read it as a number). Format the column as text and enter the full code.',
  },
  'unit.code_malformed': {
    vi: 'Mã địa bàn không đúng: cấp trung ương và cấp tỉnh 2, cấp huyện 3, cấp xã 5 chữ số. Sửa mã.',
    en: 'The code is malformed: 2 digits at the top and for a province, 3 for a district, 5 for a commune. Mend it.',
  },
  'unit.key_malformed': {
    vi: 'Khóa địa bàn không đúng mẫu <cây>:<mã>. Sửa khóa, mã trong khóa phải là mã của dòng.',
    en: 'The key is not of the form <tree>:<code>. Mend it; the code in it must be the one of the row.',
  },
  'unit.kind_not_of_tier': {
    vi: 'Loại địa bàn không thuộc cấp này. Sửa loại hoặc cấp.',
    en: 'Units of this kind do not exist at this tier. Mend the kind or the tier.',
  },
  'unit.name_without_kind': {
    vi: 'Tên phải bắt đầu bằng loại địa bàn (ví dụ "Xã ..."). Viết tên đầy đủ.',
    en: 'The name must begin with the word of its kind (such as "Xã ..."). Write the full name.',
  },
  'unit.duplicate_key': {
    vi: 'Khóa này đã có ở dòng khác. Bỏ dòng thừa hoặc đặt khóa khác.',
    en: 'The key stands in another row already. Drop the surplus row or give it a key of its own.',
  },
  'unit.duplicate_code': {
    vi: 'Hai địa bàn cùng mã trong cùng thời gian. Sửa mã hoặc thời gian hiệu lực.',
    en: 'Two units bear one code at the same time. Mend a code or the validity.',
  },
  'unit.code_reused': {
    vi: 'Mã được dùng lại cho tên khác khi đơn vị cũ còn hiệu lực. Kết thúc đơn vị cũ (valid_to) và cho tên mới một khóa mới.',
    en: 'The code is re-used under a new name while the old unit lives. End the old one (valid_to) and give the new name a key of its own.',
  },
  'unit.unknown_parent': {
    vi: 'Không có địa bàn cấp trên mang mã này trong cùng tỉnh. Sửa parent_code hoặc thêm địa bàn cấp trên.',
    en: 'No unit of the same province bears this parent code. Mend parent_code or add the unit above.',
  },
  'unit.parent_tier': {
    vi: 'Địa bàn cấp trên phải ở cấp cao hơn; tỉnh thì để trống. Sửa parent_code.',
    en: 'The unit above must be of a higher tier; a province has none. Mend parent_code.',
  },
  'unit.cycle': {
    vi: 'Các địa bàn là cấp trên của nhau thành vòng. Sửa parent_code của một dòng trong vòng.',
    en: 'The units are above each other in a circle. Mend parent_code in one row of it.',
  },
  'unit.validity_reversed': {
    vi: 'Ngày cuối trước ngày đầu. Sửa một trong hai ngày.',
    en: 'The last day is before the first. Mend one of the two.',
  },
  'unit.validity_gap': {
    vi: 'Có khoảng hở: địa bàn có hiệu lực vào lúc cấp trên của nó không có. Sửa thời gian hiệu lực của một trong hai.',
    en: 'There is a gap: the unit lives at a time at which the one above it does not. Mend the validity of one of them.',
  },
  // successions
  'succession.unknown_unit': {
    vi: 'Khóa này không có trong các tệp địa bàn được nêu. Sửa khóa hoặc nêu thêm tệp địa bàn.',
    en: 'The key is in none of the unit files named. Mend it or name the file that has it.',
  },
  'succession.validity_gap': {
    vi: 'Có khoảng hở hoặc chồng lấn: đơn vị cũ phải kết thúc đúng ngày trước khi đơn vị kế thừa bắt đầu. Sửa ngày.',
    en: 'There is a gap or an overlap: the old unit must end on the day before its heir begins. Mend the dates.',
  },
  'succession.heir': {
    vi: 'Đơn vị bị bãi bỏ thì không có đơn vị kế thừa, trường hợp khác phải có. Sửa new_key hoặc change.',
    en: 'An abolished unit has no heir, every other has one. Mend new_key or change.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

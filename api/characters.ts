/** Which characters may enter, checked once for every string of a request, whatever its field. */

/** Fields nested deeper than any form of ours. */
const DEPTH_MAX = 12;

export type FieldFault = {
  readonly field: string;
  readonly found: unknown;
  readonly expected: keyof typeof EXPECTED;
};

/** Told as `expected`, in both languages. */
export const EXPECTED = {
  nfc: { vi: 'chữ Unicode dựng sẵn (NFC)', en: 'composed Unicode (NFC)' },
  wellFormed: { vi: 'Unicode hợp lệ', en: 'well-formed Unicode' },
  visible: {
    vi: 'không có ký tự điều khiển hoặc ký tự ẩn (NUL, đổi chiều chữ, độ rộng bằng không)',
    en: 'no control or invisible characters (NUL, bidirectional marks, zero width)',
  },
  shallow: { vi: 'ít cấp lồng nhau hơn', en: 'less nesting' },
} as const;

/** Controls but tab and line breaks; formats: bidirectional marks, zero width, byte order mark. */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n\r])\p{Cc}/u;

/**
 * The first string at fault: by field, or the property's name itself. Texts are refused and not mended, so that
 * what is stored is what was sent, and two spellings of one word never meet in a search or a key.
 */
export function findFault(value: unknown, field = '', depth = 0): FieldFault | null {
  if (typeof value === 'string') {
    const expected = faultOf(value);
    return expected === null ? null : { field, found: shown(value), expected };
  }
  if (value === null || typeof value !== 'object') return null;
  if (depth === DEPTH_MAX) return { field, found: null, expected: 'shallow' };
  for (const [key, inner] of Object.entries(value)) {
    const path = field === '' ? shown(key) : `${field}.${shown(key)}`;
    const fault = findFault(key, path, depth + 1) ?? findFault(inner, path, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOf(text: string): keyof typeof EXPECTED | null {
  if (!text.isWellFormed()) return 'wellFormed';
  if (HIDDEN.test(text)) return 'visible';
  return text === text.normalize('NFC') ? null : 'nfc';
}

/** As it can be printed: short, and with what cannot be seen written out. */
export const shown = (text: string): string => {
  const points = Array.from(text.slice(0, 80), (char) =>
    HIDDEN.test(char) || !char.isWellFormed()
      ? `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`
      : char,
  );
  return points.join('') + (text.length > 80 ? '…' : '');
};

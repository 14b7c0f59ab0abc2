/** What a password may be: long enough, and not what everybody tries first. Nothing is said of its characters. */
import { searchName } from './search-name.ts';

export const PASSWORD_CHARS_MIN = 10;
export const PASSWORD_CHARS_MAX = 200;

/** Why a password is refused, told in the details of the refusal. */
export type PasswordRule = 'length' | 'login' | 'common';

/** The rule that a new password breaks; null when it may be used. */
export function brokenPasswordRule(password: string, login: string): PasswordRule | null {
  const chars = [...password].length;
  if (chars < PASSWORD_CHARS_MIN || chars > PASSWORD_CHARS_MAX) return 'length';
  if (plain(login) !== '' && plain(password) === plain(login)) return 'login';
  return isCommon(password) ? 'common' : null;
}

/** As a list of leaked passwords has it: no accents, no capitals, nothing but letters and digits. */
const plain = (text: string): string => searchName(text).replace(/[^a-z0-9]/g, '');

/**
 * The words of the usual lists that come to ten characters with the digits people add, and those of this trade and
 * country. A short list of our own: of the thousand most common passwords few are long enough to come this far.
 */
const COMMON_WORDS = new Set(
  `password passwords passwort passcode letmein welcome admin administrator root user guest test testing default
  login master superman batman pokemon dragon monkey football baseball princess sunshine iloveyou ilove loveyou
  trustno computer internet samsung michael jordan shadow secret changeme abc abcd abcde qwe qwer qwert asd asdf zxc
  zxcv qaz qazwsx qwertyuiop qwerty azerty whatever starwars freedom hello facebook google youtube android iphone
  matkhau matkhaumoi matma khongnho khongco khongbiet anhyeuem emyeuanh anhyeuemnhieu emyeuanhnhieu toiyeuem yeuem
  anhnhoem gaquay conmeo congchua hanhphuc giadinh vietnam vietnamvodich vietnamtoiyeu toiyeuvietnam toiyeuvn hanoi
  saigon hochiminh bacho dangcongsan chucmungnammoi nammoi congan conganxa
  congantinh conganhuyen congannhandan canhsat hoiphunu hoilhpn phunu phunuvietnam hoilienhiepphunu lientich
  kichhoat dangnhap quantri quantrivien nguoivanhanh canbo chutich truongcongan xaphuong uyban`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const ROWS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Words that everybody tries, digits around them or not; one thing over and over; a run over the keyboard. */
function isCommon(password: string): boolean {
  const spelled = password.replaceAll('@', 'a').replaceAll('$', 's').replaceAll('!', 'i');
  const words = [plain(password), plain(spelled)].map((w) => w.replace(/^[0-9]+|[0-9]+$/g, ''));
  if (words.some((word) => isWords(word) || isWords(lettersOf(word)))) return true;
  const text = plain(password);
  // A password of signs alone, or of another script, has no letters to be judged by.
  return text !== '' && (once(text).length <= 4 || isRun(once(text)));
}

const lettersOf = (word: string): string =>
  word.replace(/[01345]/g, (digit) => ({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's' })[digit] ?? digit);

/** One of the words, however often, or two of them. */
const isWords = (text: string): boolean =>
  COMMON_WORDS.has(once(text)) ||
  [...text].some((_, i) => COMMON_WORDS.has(text.slice(0, i)) && COMMON_WORDS.has(text.slice(i)));

/** What is repeated, where the whole is nothing but its repetition: `abcabcabca` is `abc`. */
function once(text: string): string {
  for (let n = 1; n <= text.length / 2; n += 1)
    if (
      text.startsWith(
        text
          .slice(0, n)
          .repeat(Math.ceil(text.length / n))
          .slice(0, text.length),
      )
    )
      return text.slice(0, n);
  return text;
}

/** Runs along rows, forwards or back, one after the other: `1234567890`, `qwertyuiopasdf`, `abcdef654321`. */
function isRun(text: string): boolean {
  let rest = text;
  while (rest !== '') {
    const n = runLength(rest);
    // What is left over at the end is too short to be anything: `12345678910`.
    if (n < 3) return rest.length < 3;
    rest = rest.slice(n);
  }
  return true;
}

function runLength(text: string): number {
  const rows = ROWS.flatMap((row) => [row, [...row].toReversed().join('')]);
  const lengths = rows.map((row) => {
    let n = 0;
    while (n < text.length && row.includes(text.slice(0, n + 1))) n += 1;
    return n;
  });
  return Math.max(...lengths);
}

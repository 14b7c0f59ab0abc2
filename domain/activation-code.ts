/**
 * Mã kích hoạt: printed on paper, read by somebody else, typed on a phone. So it has no letter that another is taken
 * for (0 O, 1 I L, 2 Z, 5 S, 8 B, U V): what is typed and not among these is a slip, never another code.
 */
const ALPHABET = '34679ACDEFGHJKMNPQRTVWXY';
const GROUPS = 4;
const GROUP_CHARS = 4;
/** 16 of 24 are 73 bits: nobody finds one by trying, within its days and however fast. */
const CHARS = GROUPS * GROUP_CHARS;

/** A new code, from a source of whole numbers below `n`, each as likely as every other. */
export const activationCode = (draw: (n: number) => number): string =>
  Array.from({ length: CHARS }, () => ALPHABET[draw(ALPHABET.length)]).join('');

/** As it is printed: `34AC-79DE-XYQR-TVWM`. */
export const printedCode = (code: string): string =>
  Array.from({ length: GROUPS }, (_, i) => code.slice(i * GROUP_CHARS, (i + 1) * GROUP_CHARS)).join(
    '-',
  );

/** What somebody has typed, in whatever case and with whatever between its groups; null when it can be no code. */
export function typedCode(typed: string): string | null {
  const code = typed.replace(/[\s\p{Pd}.]/gu, '').toUpperCase();
  return code.length === CHARS && [...code].every((char) => ALPHABET.includes(char)) ? code : null;
}

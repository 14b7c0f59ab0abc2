/** Bytes of a file of a programme folder -> its text, or what is wrong with the bytes. */
import type { FolderProblem } from '#domain/programme-problems.ts';

/** The whole country is 0.9 MB; more than this is not a unit file but a mistake. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

const BOM = '\ufeff';

/** Letters, marks and line ends as the product stores them; what was not so is a problem, and mended for reading on. */
export type TextFile = {
  readonly file: string;
  readonly text: string;
  readonly problems: readonly FolderProblem[];
};

/** A text with a BOM or CRLF is still read, so that everything wrong with a file is told at once. */
export function readText(file: string, bytes: Uint8Array): TextFile {
  const refused = (code: FolderProblem['code'], found: string, expected: string): TextFile => ({
    file,
    text: '',
    problems: [{ file, row: null, column: null, code, found, expected }],
  });
  if (bytes.length > FILE_BYTES_MAX) {
    return refused('file.too_large', `> ${FILE_BYTES_MAX} B`, `<= ${FILE_BYTES_MAX} B`);
  }
  const decoded = decodeUtf8(bytes);
  if (decoded === null) return refused('file.not_utf8', `${bytes.length} B`, 'UTF-8');

  const problems: FolderProblem[] = [];
  const problem = (row: number, code: FolderProblem['code'], found: string, expected: string) =>
    problems.push({ file, row, column: null, code, found, expected });
  const withoutBom = decoded.startsWith(BOM) ? decoded.slice(1) : decoded;
  if (withoutBom !== decoded) problem(1, 'file.bom', 'EF BB BF', 'UTF-8');
  const text = withoutBom.replaceAll('\r\n', '\n');
  const lineEnds = withoutBom.length - text.length;
  if (lineEnds > 0) {
    const before = withoutBom.slice(0, withoutBom.indexOf('\r\n'));
    problem(before.split('\n').length, 'file.crlf', `${lineEnds} x CRLF`, 'LF');
  }
  return { file, text, problems };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What a text may not hold, whatever it says. `mayBreak`: line breaks are allowed. */
export function textProblem(
  text: string,
  mayBreak: boolean,
): Pick<FolderProblem, 'code' | 'found' | 'expected'> | null {
  if (text !== text.normalize('NFC')) {
    return { code: 'text.nfd', found: text, expected: text.normalize('NFC') };
  }
  const control = (mayBreak ? /[^\P{Cc}\n]/u : /\p{Cc}/u).exec(text);
  if (control) return { code: 'text.control_character', found: text, expected: '[^\\p{Cc}]' };
  return null;
}

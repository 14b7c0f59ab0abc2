import { FOLDER_PROBLEMS, type FolderProblemCode } from './programme-problem-texts.ts';
import type { Language } from './vocabulary.ts';

export type FolderProblem = {
  readonly file: string;
  /** As a spreadsheet shows it, the header being 1; null where the whole file is meant, or in JSON. */
  readonly row: number | null;
  /** The column's name, in JSON the path of the value; null where the whole row or file is meant. */
  readonly column: string | null;
  readonly code: FolderProblemCode;
  /** Printable: what cannot be seen (control characters, decomposed accents) is escaped, long text is cut. */
  readonly found: string;
  readonly expected: string;
};

/** Problems are told up to this number: nobody mends more at one sitting, and an answer must stay small. */
export const FOLDER_PROBLEMS_MAX = 200;

/** The first problems by file, row and column, and how many there are in all. */
export function boundProblems(all: readonly FolderProblem[]): {
  readonly problems: readonly FolderProblem[];
  readonly count: number;
} {
  const problems = all.toSorted(byPlace).slice(0, FOLDER_PROBLEMS_MAX).map(printable);
  return { problems, count: all.length };
}

function printable(problem: FolderProblem): FolderProblem {
  return { ...problem, found: shown(problem.found), expected: shown(problem.expected) };
}

function byPlace(a: FolderProblem, b: FolderProblem): number {
  return (
    compareText(a.file, b.file) ||
    (a.row ?? 0) - (b.row ?? 0) ||
    compareText(a.column ?? '', b.column ?? '') ||
    compareText(a.code, b.code) ||
    compareText(a.found, b.found)
  );
}

/** By code unit, so that the order is the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const SHOWN_MAX = 120;

/** A value as a person can see it: `Xa\u0303` for a decomposed `Xã`, `\u0000` for NUL. */
function shown(text: string): string {
  const cut = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return cut.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{M}\u2028\u2029]/gu,
    (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** One line for a terminal: `units.csv:12 parent_code: ... (found: 999; expected: ...)`. */
export function problemLine(problem: FolderProblem, language: Language): string {
  const place = problem.row === null ? problem.file : `${problem.file}:${problem.row}`;
  const column = problem.column === null ? '' : ` ${problem.column}`;
  const [found, expected] = language === 'vi' ? ['thấy', 'cần'] : ['found', 'expected'];
  const text = FOLDER_PROBLEMS[problem.code][language];
  const values = `(${found}: ${problem.found}; ${expected}: ${problem.expected})`;
  return `${place}${column}: ${text} ${values}`;
}

/**
 * JSON bytes -> plain data of a known shape. A decoder tells every problem with the path of the value and answers
 * undefined where it cannot answer; entries nobody knows are problems too, because a misspelt one would be lost
 * in silence.
 */
import type { FolderProblem } from '#domain/programme-problems.ts';
import { isProgrammeDate } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { readText, textProblem } from './text-file.ts';

export type Place = {
  readonly file: string;
  readonly path: string;
  readonly problems: FolderProblem[];
};

export type Decoder<T> = (value: unknown, at: Place) => T | undefined;
type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** Reads a file with a decoder; the value is missing wherever there are problems. */
export function readJson<T>(
  file: string,
  bytes: Uint8Array,
  decoder: Decoder<T>,
): { readonly value: T | undefined; readonly problems: readonly FolderProblem[] } {
  const { text, problems: textProblems } = readText(file, bytes);
  const problems = [...textProblems];
  if (problems.length > 0 && text === '') return { value: undefined, problems };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = /line (\d+)/.exec(message)?.[1];
    const row = line === undefined ? null : Number(line);
    problems.push({
      file,
      row,
      column: null,
      code: 'json.syntax',
      found: message,
      expected: 'JSON',
    });
    return { value: undefined, problems };
  }
  const value = decoder(parsed, { file, path: '', problems });
  return { value: problems.length > 0 ? undefined : value, problems };
}

/** Printable, unbroken, NFC and not empty. */
export const text: Decoder<string> = (value, at) => {
  if (typeof value !== 'string') return wrongType(value, at, 'string');
  const problem = textProblem(value, false);
  if (problem !== null) return tell(at, problem.code, problem.found, problem.expected);
  if (value.trim() === '') return tell(at, 'value.required', '""', 'string');
  if (value !== value.trim()) return tell(at, 'text.untrimmed', `"${value}"`, value.trim());
  return value;
};

export const boolean: Decoder<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : wrongType(value, at, 'true | false');

export const number: Decoder<number> = (value, at) =>
  typeof value === 'number' ? value : wrongType(value, at, 'number');

/** Such as a version or a place in a list: small enough for every column that may keep it. */
export const positiveInteger: Decoder<number> = (value, at) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 32_767
    ? Number(value)
    : wrongType(value, at, '1..32767');

export const date: Decoder<CivilDate> = (value, at) => {
  if (typeof value !== 'string') return wrongType(value, at, 'YYYY-MM-DD');
  return isProgrammeDate(value) ? value : tell(at, 'value.not_a_date', value, 'YYYY-MM-DD');
};

export const bilingual = object({ vi: text, en: text }, {});

export function pattern(form: RegExp): Decoder<string> {
  return (value, at) => {
    if (typeof value !== 'string') return wrongType(value, at, 'string');
    return form.test(value) ? value : tell(at, 'value.not_allowed', value, form.source);
  };
}

export function oneOf<const T extends string>(allowed: readonly T[]): Decoder<T> {
  return (value, at) =>
    allowed.find((one) => one === value) ??
    tell(at, 'value.not_allowed', found(value), allowed.join(' | '));
}

/** The first decoder that has nothing to object; where all have, the last one's problems are told. */
export function either<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<A | B> {
  return (value, at) => {
    const trial = { ...at, problems: [] };
    const answer = first(value, trial);
    return trial.problems.length === 0 ? answer : second(value, at);
  };
}

export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, at) => (value === null ? null : decoder(value, at));
}

/** An item is named in paths by its `code` if it has one, else by its place. */
export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return wrongType(value, at, '[...]');
    const items: readonly unknown[] = value;
    const decoded = items.map((one, i) => item(one, inside(at, itemName(one, i))));
    return decoded.filter((one) => one !== undefined);
  };
}

export function itemName(item: unknown, i: number): string {
  const code = isRecord(item) ? item['code'] : undefined;
  return typeof code === 'string' ? code : String(i);
}

export function record<T>(entry: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isRecord(value)) return wrongType(value, at, '{...}');
    const decoded = Object.entries(value).flatMap(([name, one]) => {
      const answer = entry(one, inside(at, name));
      return answer === undefined ? [] : [[name, answer] as const];
    });
    return Object.fromEntries(decoded);
  };
}

type Shape = Readonly<Record<string, Decoder<unknown>>>;
type Entries<R extends Shape, O extends Shape> = {
  readonly [name in keyof R]: Decoded<R[name]>;
} & { readonly [name in keyof O]?: Decoded<O[name]> };

export function object<R extends Shape, O extends Shape>(
  required: R,
  optional: O,
): Decoder<Entries<R, O>> {
  const shape: Shape = { ...required, ...optional };
  return (value, at) => {
    if (!isRecord(value)) return wrongType(value, at, '{...}');
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(shape, name)) continue;
      tell(inside(at, name), 'json.unknown_entry', name, Object.keys(shape).join(' | '));
    }
    const entries: [string, unknown][] = [];
    for (const [name, decoder] of Object.entries(shape)) {
      if (Object.hasOwn(value, name)) {
        entries.push([name, decoder(value[name], inside(at, name))]);
      } else if (Object.hasOwn(required, name)) {
        tell(inside(at, name), 'json.missing', '', name);
      }
    }
    // Incomplete only after a problem was told, and then nobody uses it.
    return Object.fromEntries(entries) as Entries<R, O>;
  };
}

export function inside(at: Place, name: string): Place {
  return { ...at, path: at.path === '' ? name : `${at.path}.${name}` };
}

export function tell(
  at: Place,
  code: FolderProblem['code'],
  found: string,
  expected: string,
): undefined {
  at.problems.push({ file: at.file, row: null, column: at.path || null, code, found, expected });
}

function wrongType(value: unknown, at: Place, expected: string): undefined {
  return tell(at, 'json.wrong_type', found(value), expected);
}

/** Never the inside of a list or object: it may be of any size and depth. */
function found(value: unknown): string {
  if (Array.isArray(value)) return '[...]';
  return isRecord(value) ? '{...}' : (JSON.stringify(value) ?? 'undefined');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

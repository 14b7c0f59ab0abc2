/** What is typed is judged by the schemas and the rules for characters that a request over HTTP passes. */
import { statSync } from 'node:fs';
import { z } from 'zod';
import { expecting } from '#api/validation.ts';
import { findFault, shown } from '#api/characters.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { Invalid } from './context.ts';
import { atMost, EXPECTED, REFUSALS } from './words.ts';

const id = z.guid();
/** As the API takes it in `Idempotency-Key`. */
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/**
 * The value as the schema has it. `names` says where on the command line each field was typed, by its path.
 *
 * @throws Invalid naming the option, what was found, what is expected
 */
export function given<T>(
  schema: z.ZodType<T>,
  value: unknown,
  names: Readonly<Record<string, string>>,
  expected?: Bilingual,
): T {
  const fault = findFault(value);
  const parsed = schema.safeParse(value);
  if (fault !== null) refuse(fault.field, expecting(fault.expected));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  return refuse(issue.path.join('.'), expected ?? expectedOf(issue));

  function refuse(field: string, wanted: Bilingual): never {
    throw new Invalid(REFUSALS.invalid(names[field] ?? field, foundAt(value, field), wanted));
  }
}

export const givenId = (name: string, value: string) => given(id, value, { '': name }, EXPECTED.id);

export const givenKey = (value: string) =>
  given(idempotencyKey, value, { '': '--key' }, EXPECTED.key);

export const isId = (value: string) => id.safeParse(value).success;

/** Looked for before any server is. */
export function demandPath(name: string, path: string, kind: 'file' | 'folder'): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (kind === 'file' ? found?.isFile() : found?.isDirectory()) return;
  throw new Invalid(REFUSALS.invalid(name, shown(path), EXPECTED[kind]));
}

function expectedOf(issue: z.core.$ZodIssue): Bilingual {
  if (issue.code === 'too_big') return atMost(issue.maximum);
  if (issue.code === 'invalid_format') return EXPECTED.code;
  const name = issue.code === 'custom' ? issue.params?.['expected'] : undefined;
  return name === 'date' ? EXPECTED.date : EXPECTED.text;
}

function foundAt(value: unknown, field: string): string {
  let found = value;
  for (const name of field === '' ? [] : field.split('.'))
    found = (found as Readonly<Record<string, unknown>>)[name];
  return typeof found === 'string' ? shown(found) : '';
}

/** What is wrong with a request, field by field, in the asker's language: what was found, what was expected. */
import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import { Problem } from '#domain/problems.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { EXPECTED, shown, type FieldFault } from './characters.ts';
import type { Env } from './context.ts';
import { isSecret } from './entrances.ts';

/** As many as a form shows at once. */
const ERRORS_MAX = 20;

type FieldError = { field: string; found: unknown; expected: Bilingual };
type Issue = z.core.$ZodIssue;

const both = (vi: string, en: string): Bilingual => ({ vi, en });

/** Every operation's hook: an id that cannot be one is not found, a key that cannot be one is missing. */
export const refuseInvalid: Hook<unknown, Env, string, void> = (result, c) => {
  if (result.success) return;
  if (result.target === 'param') throw new Problem('request.not_found');
  if (result.target === 'header') throw new Problem('idempotency.key_missing');
  // zod-validator hands over what it validated beside the error; its type does not say so.
  const given = 'data' in result && !isSecret(c.req.path) ? result.data : undefined;
  throw new Problem('request.invalid', { errors: fieldErrors(result.error.issues, given) });
};

/** Characters that may not enter, told like a field that does not fit. */
export const badText = (path: string, { field, found: seen, expected }: FieldFault): Problem =>
  new Problem('request.invalid', {
    errors: [{ field, found: isSecret(path) ? null : seen, expected: expecting(expected) }],
  });

function fieldErrors(issues: readonly Issue[], given: unknown): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, given)).slice(0, ERRORS_MAX);
}

function errorsOf(issue: Issue, given: unknown): FieldError[] {
  const path = issue.path.map(String);
  const field = path.map(shown).join('.');
  if (issue.code === 'unrecognized_keys') {
    const expected = both('không có trường này', 'no such field');
    return issue.keys.map((name) => {
      const at = [...path, name];
      return { field: at.map(shown).join('.'), found: found(given, at), expected };
    });
  }
  return [{ field, found: found(given, path), expected: expectedOf(issue) }];
}

function expectedOf(issue: Issue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? both(issue.expected, issue.expected);
    case 'invalid_value': {
      const values = issue.values.map(String).join(' | ');
      return both(`một trong: ${values}`, `one of: ${values}`);
    }
    case 'too_small':
      return both(`từ ${issue.minimum} trở lên`, `at least ${issue.minimum}`);
    case 'too_big':
      return both(`không quá ${issue.maximum}`, `at most ${issue.maximum}`);
    case 'invalid_format':
      return 'pattern' in issue && issue.pattern !== undefined
        ? both(`khớp với ${issue.pattern}`, `matching ${issue.pattern}`)
        : both(`dạng ${issue.format}`, `of the form ${issue.format}`);
    case 'invalid_union':
      return both('một trong các dạng của tài liệu API', 'one of the forms in the API reference');
    case 'invalid_key':
      return both('tên trường hợp lệ', 'a valid name of a field');
    case 'custom':
      return CUSTOM[String(issue.params?.['expected'])] ?? CUSTOM['some']!;
    default:
      return both('giá trị hợp lệ', 'a valid value');
  }
}

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: both('chuỗi ký tự', 'a string'),
  number: both('số', 'a number'),
  int: both('số nguyên', 'an integer'),
  boolean: both('true hoặc false', 'true or false'),
  array: both('danh sách', 'a list'),
  object: both('đối tượng JSON', 'a JSON object'),
  record: both('đối tượng JSON', 'a JSON object'),
};

/** Checks of ours name what they expect. */
const CUSTOM: Readonly<Record<string, Bilingual>> = {
  ...EXPECTED,
  text: both('nội dung không trống', 'text that is not blank'),
  date: both('ngày có thật, dạng YYYY-MM-DD', 'a date that exists, as YYYY-MM-DD'),
  some: both('ít nhất một mục', 'at least one entry'),
  few: both('ít mục hơn', 'fewer entries'),
  noBasis: both(
    'null: lãnh đạo theo dõi và người kiểm tra chỉ xem, không xác nhận thay cơ quan',
    'null: leaders and auditors only read, and confirm nothing',
  ),
  cursor: both('con trỏ trang lấy từ trang trước', 'a cursor taken from the page before'),
  persona: both('một trong hai: office hoặc account', 'either office or account'),
  json: both('JSON hợp lệ, mã hóa UTF-8', 'valid JSON in UTF-8'),
};

export const expecting = (name: string): Bilingual => CUSTOM[name]!;

/** What stood at that place, never long and never more than one level of it. */
function found(given: unknown, path: readonly string[]): unknown {
  let value = given;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === 'string') return shown(value);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Array.isArray(value) ? '[...]' : '{...}';
}

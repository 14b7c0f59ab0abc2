import { expect, test } from 'vitest';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { loaded, problemsOf, soundBut } from './fixture-folder.ts';

const HEADER = 'agency,unit_key,mailbox';
const contacts = (...rows: readonly string[]) =>
  soundBut('contacts.csv', () => [HEADER, ...rows, ''].join('\n'));

const at = (row: number, column: string, code: string, found: string) => ({
  file: 'contacts.csv',
  row,
  column,
  code,
  found,
});

test('offices have the mailbox named for them, the others none', () => {
  const { offices } = loaded(
    readProgrammeFolder(contacts('alpha,t1:09,alpha@tinh.gov.vn', 'beta,t1:091,beta@tinh.gov.vn')),
  );
  const mailed = offices.filter(({ mailbox }) => mailbox !== null);
  expect(mailed.map(({ key, mailbox }) => [key, mailbox])).toEqual([
    ['alpha@t1:09', 'alpha@tinh.gov.vn'],
    ['beta@t1:091', 'beta@tinh.gov.vn'],
  ]);
  expect(offices.length).toBeGreaterThan(2);
});

test('without the file nobody has one', () => {
  const { offices } = loaded(readProgrammeFolder(soundBut('units.csv', (text) => text)));
  expect(offices.every(({ mailbox }) => mailbox === null)).toBe(true);
});

test.each([
  [
    'an agency that is not known',
    ['gone,t1:09,a@tinh.gov.vn'],
    at(2, 'unit_key', 'contact.unknown_office', 't1:09'),
  ],
  [
    'an agency that does not sign, so has no offices',
    ['gamma,t1:09,a@tinh.gov.vn'],
    at(2, 'unit_key', 'contact.unknown_office', 't1:09'),
  ],
  [
    'a unit that is not known',
    ['alpha,t1:99,a@tinh.gov.vn'],
    at(2, 'unit_key', 'contact.unknown_office', 't1:99'),
  ],
  [
    'an office twice',
    ['alpha,t1:09,a@tinh.gov.vn', 'alpha,t1:09,b@tinh.gov.vn'],
    at(3, 'unit_key', 'value.duplicate', 't1:09'),
  ],
  [
    'a mailbox of two offices',
    ['alpha,t1:09,a@tinh.gov.vn', 'beta,t1:09,a@tinh.gov.vn'],
    at(3, 'mailbox', 'value.duplicate', 'a@tinh.gov.vn'),
  ],
  ['no mailbox', ['alpha,t1:09,'], at(2, 'mailbox', 'contact.mailbox', '')],
  [
    'a name beside it',
    ['alpha,t1:09,Ban Một <a@tinh.gov.vn>'],
    at(2, 'mailbox', 'contact.mailbox', 'Ban Một <a@tinh.gov.vn>'),
  ],
  [
    'capital letters',
    ['alpha,t1:09,A@tinh.gov.vn'],
    at(2, 'mailbox', 'contact.mailbox', 'A@tinh.gov.vn'),
  ],
])('%s is told with file, row and column', (_what, rows, expected) => {
  expect(problemsOf(contacts(...rows))).toEqual([expect.objectContaining(expected)]);
});

test('an office that follows another at its end may keep the mailbox', () => {
  expect(problemsOf(contacts('beta,t1:09,a@tinh.gov.vn', 'beta,t2:09,a@tinh.gov.vn'))).toEqual([]);
});

test('a missing column is told once, not for every row', () => {
  const reader = soundBut('contacts.csv', () => 'agency,unit_key\nalpha,t1:09\nbeta,t1:09\n');
  expect(problemsOf(reader)).toMatchObject([{ code: 'csv.missing_column', column: 'mailbox' }]);
});

import { expect, test } from 'vitest';
import { loginFor, loginStems, loginTyped } from '#domain/login.ts';

const POLICE = { programme: 'lai-chau', office: { agency: 'police', unitCode: '03408' } };
const OPERATOR = { programme: 'lai-chau', office: null };
const taken = (programme: string, ...logins: string[]) =>
  logins.map((login) => ({ login, programme }));

test('a login is the office’s: agency and code of the unit', () => {
  expect(loginFor(POLICE, [])).toBe('police-03408');
  expect(loginFor(OPERATOR, [])).toBe('operator');
});

test('the second account of an office has the number 2, and no number is given twice', () => {
  expect(loginFor(POLICE, taken('lai-chau', 'police-03408'))).toBe('police-03408-2');
  const both = taken('lai-chau', 'police-03408', 'police-03408-2');
  expect(loginFor(POLICE, both)).toBe('police-03408-3');
  expect(loginFor(POLICE, taken('lai-chau', 'police-03408', 'police-03408-3'))).toBe(
    'police-03408-2',
  );
  expect(loginFor(OPERATOR, taken('lai-chau', 'operator'))).toBe('operator-2');
});

test('where another programme has it, the programme’s key stands before it', () => {
  expect(loginFor(OPERATOR, taken('rehearsal', 'operator'))).toBe('lai-chau-operator');
  const own = [...taken('rehearsal', 'operator'), ...taken('lai-chau', 'lai-chau-operator')];
  expect(loginFor(OPERATOR, own)).toBe('lai-chau-operator-2');
  expect(loginStems(OPERATOR)).toEqual(['operator', 'lai-chau-operator']);
});

test('what stands first in the installation is never taken over', () => {
  const mixed = [...taken('rehearsal', 'police-03408-2'), ...taken('lai-chau', 'police-03408')];
  expect(loginFor(POLICE, mixed)).toBe('police-03408-3');
});

test('capitals, full-width letters and blanks around it make no other login', () => {
  for (const typed of [
    'police-03408',
    'POLICE-03408',
    ' Police-03408\t',
    'ｐｏｌｉｃｅ－０３４０８',
  ])
    expect(loginTyped(typed)).toBe('police-03408');
  expect(loginTyped('pоlice-03408')).not.toBe('police-03408');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPasswordRule, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '#domain/password.ts';
import { PROBLEMS } from '#domain/problem-labels.ts';

const LOGIN = 'police-03408';
const rule = (password: string) => brokenPasswordRule(password, LOGIN);

test.each([
  'chè shan tuyết Sìn Hồ',
  'con trâu ăn cỏ',
  'correct horse battery staple',
  'rừng già mưa đêm',
  'x7Kq-pw92L',
  'Пароль из слов',
  '🐃🌾🏔️🌧️🐃🌾🏔️🌧️🐃!',
  'police-03408 không phải mật khẩu',
  '!!!???***...',
  'matkhau của bản Nậm',
])('%s may be used', (password) => {
  expect(rule(password)).toBeNull();
});

test.each([
  'password12',
  'Password123!',
  'P@ssw0rd2023',
  'iloveyou1234',
  'passwordpassword',
  'matkhau123',
  'Mật Khẩu 2023',
  'mat khau 123456',
  'anhyeuem2023',
  'Anh yêu em 99',
  'conganxa2023',
  'Công an tỉnh 2023',
  'hoilhpn2023',
  'vietnam12345',
  'vietnamvodich',
  'admin123456',
  '1234567890',
  '0123456789',
  '12345678910',
  '0987654321',
  '1111111111',
  '1212121212',
  'aaaaaaaaaa',
  'abcabcabcabc',
  '1990199019',
  'qwertyuiop',
  'qwertyasdfgh',
  'abcdefghijk',
  'poiuytrewq',
])('%s is what everybody tries', (password) => {
  expect(rule(password)).toBe('common');
});

test.each(['police-03408', 'POLICE-03408', 'police 03408', 'policе03408'.replace('е', 'e')])(
  'the login itself is no password: %s',
  (password) => {
    expect(rule(password)).toBe('login');
  },
);

test('its length is counted in characters, as a person counts them, and the refusal says the same', () => {
  expect(rule('đêm mưa xa')).toBeNull();
  expect(rule('đêm mưa x')).toBe('length');
  expect(rule('🐃🌾🏔🌧🐂🐖🐓🦆🐕')).toBe('length');
  expect(rule('trâu ăn cỏ '.repeat(19).slice(0, 200))).toBeNull();
  expect(rule('trâu ăn cỏ '.repeat(19).slice(0, 201))).toBe('length');
  for (const text of Object.values(PROBLEMS['password.weak'].todo))
    for (const n of [PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX]) expect(text).toContain(String(n));
});

test('no kind of character is asked for: any long text of one alphabet may do', () => {
  const words = fc.array(fc.stringMatching(/^[bcdfghk][aeiou][mnptv]$/), {
    minLength: 6,
    maxLength: 12,
  });
  let used = 0;
  fc.assert(
    fc.property(words, (parts) => {
      if (rule(parts.join('')) === null) used += 1;
      return true;
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(used).toBeGreaterThan(190);
});

test('whatever is typed, it is judged and in no time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (password) => {
      expect([null, 'length', 'login', 'common']).toContain(rule(password));
    }),
  );
  const since = performance.now();
  for (const unit of ['test', 'abc', '12', 'a']) rule(unit.repeat(200).slice(0, 199));
  expect(performance.now() - since).toBeLessThan(500);
});

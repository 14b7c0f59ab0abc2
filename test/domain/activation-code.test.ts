import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationCode, printedCode, typedCode } from '#domain/activation-code.ts';

const ALPHABET = new Set('34679ACDEFGHJKMNPQRTVWXY');
const SLIPS = Array.from('0O1IL2Z5S8BU/é');
/** Any source of numbers below `n`. */
const CODE = fc
  .array(fc.nat(), { minLength: 16, maxLength: 16 })
  .map((numbers) => activationCode((n) => numbers.shift()! % n));

test('a code has more than 60 bits, in letters of which none is taken for another', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(CODE, (code) => {
      expect(code).toHaveLength(16);
      for (const char of code) seen.add(char);
    }),
    { numRuns: 500 },
  );
  expect([...seen].toSorted()).toEqual([...ALPHABET].toSorted());
  expect(16 * Math.log2(ALPHABET.size)).toBeGreaterThan(60);
  for (const alike of ['0O', '1IL', '2Z', '5S', '8B', 'UV'])
    expect([...alike].filter((char) => ALPHABET.has(char)).length, alike).toBeLessThan(2);
});

test('every letter of the alphabet is as likely as every other', () => {
  const draws: number[] = [];
  activationCode((n) => {
    draws.push(n);
    return 0;
  });
  expect(draws).toEqual(Array.from({ length: 16 }, () => ALPHABET.size));
});

test('as printed, in small letters, with blanks or any dash between, it is the same code', () => {
  fc.assert(
    fc.property(
      CODE,
      fc.constantFrom('-', ' ', '', ' - ', '–', '‑', '.', '\u00a0'),
      (code, between) => {
        expect(printedCode(code)).toMatch(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/);
        const typed = ` ${printedCode(code).toLowerCase().replaceAll('-', between)}\n`;
        expect(typedCode(typed)).toBe(code);
      },
    ),
  );
});

test('a slip is no code, and never another one', () => {
  fc.assert(
    fc.property(CODE, fc.nat(15), fc.constantFrom(...SLIPS), (code, at, slip) => {
      expect(typedCode(code.slice(0, at) + slip + code.slice(at + 1))).toBeNull();
    }),
  );
});

test('neither anything shorter nor longer nor other', () => {
  for (const typed of ['', '-', 'AAAA-AAAA-AAAA-AAA', 'AAAA-AAAA-AAAA-AAAAA', 'А'.repeat(16)])
    expect(typedCode(typed), typed).toBeNull();
});

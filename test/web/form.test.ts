/** What a form makes of answers, and where it finds what is wrong with them. */
import { describe, expect, test } from 'vitest';
import type { WorkItem } from '#api/work/items.ts';
import { conferenceInput, planInput } from '#facts/assignment.input.ts';
import { bodyOf, fieldAt, fieldsOf, type Field } from '#web/form.ts';
import { completed } from '#web/work/completed.ts';
import { formOf } from '#web/work/forms.ts';

const line = (name: string): Field => ({ kind: 'line', name, max: 100, label: name });

describe('answers become the body of an operation', () => {
  test('dotted names are nested, numbers among them make lists', () => {
    const fields = [line('documents.0.number'), line('documents.1.number'), line('a.b.c')];
    const body = bodyOf(fields, {
      'documents.0.number': '1',
      'documents.1.number': '2',
      'a.b.c': 'x',
    });
    expect(body).toEqual({ documents: [{ number: '1' }, { number: '2' }], a: { b: { c: 'x' } } });
  });

  test('counts are numbers, also written with dots; what is none is left for the API to refuse', () => {
    const field: Field = { kind: 'count', name: 'n', label: 'n' };
    const n = (text: string) => bodyOf([field], { n: text })['n'];
    expect([n('12'), n('1.200'), n('90.725')]).toEqual([12, 1200, 90725]);
    expect([n('1.5'), n('-1'), n('mười'), n('')]).toEqual(['1.5', '-1', 'mười', '']);
  });

  test('lists are one entry a line, texts composed Unicode', () => {
    const list: Field = { kind: 'list', name: 'l', max: 100, label: 'l' };
    expect(bodyOf([list], { l: ' a \r\n\r\nb' })['l']).toEqual(['a', 'b']);
    expect(bodyOf([list], { l: '' })['l']).toEqual([]);
    const text: Field = { kind: 'text', name: 't', max: 100, label: 't' };
    expect(bodyOf([text], { t: 'Ha\u0300 Nội\r\n' })['t']).toBe('Hà Nội');
  });

  test('what may be left out is', () => {
    const field: Field = { ...line('x.y'), optional: true };
    expect(bodyOf([field], { 'x.y': ' ' })).toEqual({});
    expect(bodyOf([line('x')], {})).toEqual({ x: '' });
  });
});

test('an error leads to its field, to the one that holds it, or to the first it holds', () => {
  const fields = [line('documents.0.number'), line('localItems'), line('present.others')];
  expect(fieldAt(fields, 'present.others')?.name).toBe('present.others');
  expect(fieldAt(fields, 'localItems.3')?.name).toBe('localItems');
  expect(fieldAt(fields, 'documents')?.name).toBe('documents.0.number');
  expect(fieldAt(fields, 'elsewhere')).toBeUndefined();
});

describe('what is filled in is what the operation takes', () => {
  const sides = ['police', 'union'].map((agency) => ({ agency, name: agency }));
  const setting = {
    item: { lines: [] } as unknown as WorkItem,
    sides,
    steps: [],
    today: '2023-08-01',
  };
  const sent = (kind: 'plan' | 'conference', values: Record<string, string>) => {
    const fields = fieldsOf(formOf(kind, setting).parts);
    const preset = Object.fromEntries(fields.map(({ name, value = '' }) => [name, value]));
    return completed(kind, sides, bodyOf(fields, { ...preset, ...values }));
  };

  test('a plan of both agencies, or of one paper', () => {
    const both = {
      'documents.0.number': '1/KH',
      'documents.1.number': '2/KH',
      localItems: 'Chợ phiên',
    };
    expect(planInput.parse(sent('plan', both)).documents).toHaveLength(2);
    const one = planInput.parse(
      sent('plan', { 'documents.0.number': '1/KH', unchangedCopy: 'true' }),
    );
    expect(one).toMatchObject({ documents: [{ agency: 'police' }], unchangedCopy: true });
  });

  test('a conference', () => {
    const heads = Object.fromEntries(
      ['invited', 'present'].flatMap((at) =>
        ['byAgency.police', 'byAgency.union', 'others'].map((who) => [`${at}.${who}`, '12']),
      ),
    );
    const told = {
      ...heads,
      form: 'inPerson',
      mode: 'joint',
      chairPost: 'Chủ tịch',
      'minutes.number': '1/BB',
    };
    expect(conferenceInput.parse(sent('conference', told))).toMatchObject({
      heldOn: '2023-08-01',
      present: { byAgency: { police: 12, union: 12 }, others: 12 },
    });
  });

  test('what differs goes with a no alone, new dates with an adjustment', () => {
    const no = { agrees: false, differs: 'Số người' };
    expect(completed('confirmation', sides, no)).toEqual(no);
    expect(completed('confirmation', sides, { ...no, agrees: true })).toEqual({ agrees: true });
    const answer = { answer: 'keep', dates: { C2: '2023-10-20' } };
    expect(completed('adjustmentAnswer', sides, answer)).toEqual({ answer: 'keep' });
  });
});

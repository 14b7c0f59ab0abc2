/** A form as data: what it asks, how its answers become the body of an operation, and where a refusal points. */
import type { Bilingual } from '#domain/vocabulary.ts';

type Common = {
  /** Where the answer goes in the body, dotted: `present.byAgency.police`, `documents.0.number`. */
  readonly name: string;
  readonly label: Bilingual | string;
  readonly hint?: Bilingual;
  readonly value?: string;
  readonly optional?: true;
};

export type Field = Common &
  (
    | { readonly kind: 'line'; readonly max: number; readonly autocomplete?: string }
    /** Never shown again; every character counts. */
    | { readonly kind: 'secret'; readonly autocomplete: 'current-password' | 'new-password' }
    | { readonly kind: 'text'; readonly max: number }
    /** One entry a line. */
    | { readonly kind: 'list'; readonly max: number }
    | { readonly kind: 'date' }
    | { readonly kind: 'count' }
    | { readonly kind: 'yes' }
    | {
        readonly kind: 'choice';
        /** `true` and `false` become what they say. */
        readonly options: readonly (readonly [value: string, label: Bilingual])[];
      }
  );

/** Fields that belong together, under one legend; a field alone has none. */
export type Group = { readonly legend: Bilingual | string; readonly fields: readonly Field[] };

export type Values = Readonly<Record<string, string>>;
type Body = { [key: string]: unknown };

/** What a browser sent; files are not asked for. */
export const textsOf = (form: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );

export const fieldsOf = (parts: readonly (Field | Group)[]): readonly Field[] =>
  parts.flatMap((part) => ('fields' in part ? part.fields : [part]));

/** The body that the answers make; what was left empty and need not be given is left out. */
export function bodyOf(fields: readonly Field[], values: Values): Body {
  const body = nothing();
  for (const field of fields) {
    const given = values[field.name] ?? '';
    if (given.trim() === '' && field.kind !== 'list' && field.kind !== 'yes') {
      if (field.optional !== true) put(body, field.name.split('.'), '');
      continue;
    }
    put(body, field.name.split('.'), answerOf(field, given));
  }
  return body;
}

function answerOf(field: Field, given: string): unknown {
  switch (field.kind) {
    case 'line':
    case 'text':
      // Browsers send line breaks as two characters, and some keyboards letters as several.
      return given.replaceAll('\r\n', '\n').trim().normalize('NFC');
    case 'list':
      return given
        .normalize('NFC')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'count':
      // Thousands are written with dots; anything else stays as it is, and is refused.
      return /^(\d{1,3}(\.\d{3})+|\d+)$/.test(given.trim())
        ? Number(given.replaceAll('.', ''))
        : given;
    case 'yes':
      return given === 'true';
    case 'choice':
      return given === 'true' || given === 'false' ? given === 'true' : given;
    case 'date':
      return given;
    case 'secret':
      // Its spaces count; but some keyboards make letters of several, which the API takes from nobody.
      return given.normalize('NFC');
  }
}

/** Without a prototype: a name of the way that some object has already leads to nothing but what was put there. */
const nothing = (): Body => Object.create(null) as Body;

/** A number as a step of the way makes a list. */
function put(into: Body, [first = '', ...rest]: readonly string[], value: unknown): void {
  const [next] = rest;
  if (next === undefined) {
    into[first] = value;
    return;
  }
  if (!Object.hasOwn(into, first)) into[first] = /^\d+$/.test(next) ? [] : nothing();
  put(into[first] as Body, rest, value);
}

/** The field that an error of the API is about: its own, or the one whose answer holds it. */
export const fieldAt = (fields: readonly Field[], path: string): Field | undefined =>
  fields.find(({ name }) => path === name) ??
  fields.find(({ name }) => path.startsWith(`${name}.`) || name.startsWith(`${path}.`));

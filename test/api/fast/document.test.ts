import { expect, test } from 'vitest';
import { PROBLEMS } from '#domain/problem-labels.ts';
import { appWithoutDatabase } from '#test/support/app.ts';
import { operationsOf, type documentOf } from '#test/support/operations.ts';

const app = appWithoutDatabase();
const served = (await (await app.request('/openapi.json')).json()) as ReturnType<typeof documentOf>;
const operations = operationsOf(app);

test('the document is OpenAPI 3.1 and every reference in it leads somewhere', () => {
  expect(served.openapi).toBe('3.1.0');
  const text = JSON.stringify(served);
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  const schemas = Object.keys(served.components?.schemas ?? {});
  for (const [, name] of references) expect(schemas).toContain(name);
  // 3.0's word for it; 3.1 says type: [..., "null"].
  expect(text).not.toContain('"nullable"');
});

test('the list of problem codes is the product’s', () => {
  const schemas = served.components?.schemas as Record<string, { properties: { code: unknown } }>;
  expect(schemas['Problem']?.properties.code).toMatchObject({ enum: Object.keys(PROBLEMS) });
});

/** Told by the app about any address, and at the machine by `lientich import`. */
const isElsewhere = (code: string) => code === 'request.method' || code.startsWith('programme.');

test('every code is told by some operation that may answer it', () => {
  const told = JSON.stringify(operations.map((o) => o.responses));
  const untold = Object.keys(PROBLEMS).filter((code) => !told.includes(`\`${code}\``));
  expect(untold.filter((code) => !isElsewhere(code))).toEqual([]);
});

/** Where a person becomes an account: nobody can be asked for one there. */
const ENTRANCES = [
  '/sessions',
  '/activations',
  '/programmes/{id}/rehearsal-sessions',
  '/programmes/{id}/rehearsal-accounts',
];

test.each(operations.map((o) => [`${o.method} ${o.path}`, o] as const))(
  '%s says what it does, to whom and how it may refuse',
  (name, operation) => {
    expect(operation.summary?.length, name).toBeGreaterThan(10);
    expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z]+$/);
    const isWatched = ['/livez', '/readyz'].includes(operation.path);
    const isEntrance = ENTRANCES.includes(operation.path);
    expect(operation.security === undefined, name).toBe(isWatched || isEntrance);
    if (isWatched) return;
    const statuses = Object.keys(operation.responses).map(Number);
    if (isEntrance) {
      const told = operation.method === 'post' ? [201, 413, 415] : [200, 404];
      expect(statuses).toEqual(expect.arrayContaining([...told, 400, 429, 500, 503]));
      return;
    }
    expect(statuses).toEqual(expect.arrayContaining([400, 401, 429, 500, 503]));
    if (operation.method === 'post')
      expect(statuses).toEqual(expect.arrayContaining([201, 413, 415, 422]));
    if (operation.path.includes('{id}')) expect(statuses).toContain(404);
  },
);

test('no two operations have one name', () => {
  const names = operations.map((o) => o.operationId);
  expect(new Set(names).size).toBe(names.length);
});

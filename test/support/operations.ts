/** The operations as the app's own document tells them: a new one is tested without anybody thinking of it. */
import type { createApp } from '#api/app.ts';

type App = ReturnType<typeof createApp>;

type Operation = {
  readonly path: string;
  readonly method: string;
  readonly summary?: string | undefined;
  readonly operationId?: string | undefined;
  readonly security?: readonly unknown[] | undefined;
  readonly responses: Readonly<Record<string, unknown>>;
};

export const documentOf = (app: App) =>
  app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'test', version: '1' } });

export function operationsOf(app: App): Operation[] {
  return Object.entries(documentOf(app).paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
}

/** An address nobody serves is not found; one that is served under another method says under which. */
import { Problem } from '#domain/problems.ts';
import { problemResponse } from './problem.ts';
import type { Api, Ask } from './context.ts';

export function refuseUnknown(app: Api): void {
  const served = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route] : [],
  );
  const routes = served.map(({ method, path }) => ({
    method: method.toUpperCase(),
    // The parts between braces are one segment each; nothing else in our paths means anything to a pattern.
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  app.notFound((c: Ask) => {
    const allowed = routes.filter(({ pattern }) => pattern.test(c.req.path));
    if (allowed.length === 0) return problemResponse(c, new Problem('request.not_found'));
    c.header('Allow', [...new Set(allowed.map(({ method }) => method))].join(', '));
    return problemResponse(c, new Problem('request.method'));
  });
}

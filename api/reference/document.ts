/** The OpenAPI document: what every operation says of itself, and what all have in common. */
import type { Api } from '#api/context.ts';

const DESCRIPTION = `
Engine for joint programme plans of several agencies: a rollout from the province to every commune,
acknowledged by every agency.

* Every request is made by an account: \`Authorization: Bearer <token>\`, a program's own or a person's session's.
* Every POST carries an \`Idempotency-Key\`: the same key and body get the same answer, another body 422.
* Every refusal is \`application/problem+json\` with a stable \`code\`; texts follow \`Accept-Language\` (vi, en).
* Dates are \`YYYY-MM-DD\` at +07:00; instants are UTC. A rehearsal has its own clock.
* Texts must be composed Unicode (NFC) without control or invisible characters: they are refused, not mended.
* Lists are paged: \`next\` of a page is the \`cursor\` of the one after it, and stays valid while rows change.
* What is outside an account's scope is not found (404); what it may not do within it is forbidden (403).
`.trim();

export function serveDocument(app: Api): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
  });
  const document = lazy(() =>
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Liên Tịch',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
    }),
  );
  app.get('/openapi.json', (c) => c.json(document()));
}

const TAGS = [
  {
    name: 'work',
    description: 'Việc của tôi: what an office has to do, with the acts ready to be sent',
  },
  {
    name: 'assignments',
    description: 'What a pair of offices owes in a rollout, and the acts on it',
  },
  {
    name: 'calendars',
    description: 'Lịch làm việc: drafted, previewed date by date, published once',
  },
  {
    name: 'rollouts',
    description: 'Đợt triển khai: drafted, signed by every agency, issued, closed',
  },
  { name: 'registry', description: 'Programmes, units, offices' },
  { name: 'accounts', description: 'Who may ask' },
  {
    name: 'sessions',
    description: 'Phiên đăng nhập: how a person signs in, sees where else, and signs out',
  },
  { name: 'health', description: 'For what watches the process' },
];

/** The document never changes while the process runs, and costs more than a request should. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

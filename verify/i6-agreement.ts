import { readMailing } from '#db/reads/mails.ts';
import { readCoordinators } from '#db/reads/verify.ts';
import type { AssignmentView, LineView } from '#domain/assignment.ts';
import { canonical } from '#domain/canonical.ts';
import type { ExaminedAssignment } from './examined.ts';
import type { Context, Finding, Invariant, Problem } from './invariant.ts';

/** What is stored is what the facts say; what runs is what the record says should. */
export const agreement: Invariant = {
  id: 'I6',
  title: {
    vi: 'Khi yên, hồ sơ và các luồng công việc khớp nhau; trạng thái đã lưu đúng với các việc đã ghi',
    en: 'At rest the record and the workflows agree, and what is stored equals a fold of the facts',
  },
  check: runningAsRecorded,
  examine: ({ assignments }) => assignments.flatMap(differences),
};

/** Everything projected that is stored otherwise than the facts have it. */
export function differences({ subject, stored, view }: ExaminedAssignment): Problem[] {
  if (view === null) return [{ subject, message: 'its facts cannot be judged' }];
  const found = partsOf(stored);
  const facts = partsOf({
    ...ownOf(view),
    lines: view.lines.map(lineOf),
    steps: view.steps,
    versions: view.versions,
  });
  return [...new Set([...Object.keys(found), ...Object.keys(facts)])].flatMap((part) => {
    const [is, should] = [canonical(found[part] ?? null), canonical(facts[part] ?? null)];
    if (is === should) return [];
    return [{ subject, message: `${part} is stored as ${is}, the facts say ${should}` }];
  });
}

type Parts<Named extends string, Part extends string> = readonly Readonly<
  Record<Named, string | number> & Record<Part, unknown>
>[];
type Projected = Readonly<Record<(typeof OWN_PARTS)[number], unknown>> & {
  readonly lines: Parts<'agency', 'state' | 'receivedOn'>;
  readonly steps: Parts<'key', (typeof STEP_PARTS)[number]>;
  readonly versions: Parts<'n', (typeof VERSION_PARTS)[number]>;
};

const OWN_PARTS = [
  'state',
  'version',
  'doneOn',
  'onTime',
  'conferenceOn',
  'conferenceCounts',
  'conferencePresent',
] as const;
const STEP_PARTS = ['kind', 'state', 'dueOn', 'filedOn', 'owedBy'] as const;
/** Their dates are the oracle's matter (I11). */
const VERSION_PARTS = ['cause', 'content', 'madeAt', 'acknowledgeBy'] as const;

/** Everything that is projected, under a name for each part. */
function partsOf(all: Projected): Readonly<Record<string, unknown>> {
  return Object.fromEntries([
    ...OWN_PARTS.map((part) => [part, all[part]]),
    ...all.lines.flatMap((line) => [
      [`${line.agency} state`, line.state],
      [`${line.agency} receivedOn`, line.receivedOn],
    ]),
    ...all.steps.flatMap((step) => STEP_PARTS.map((part) => [`${step.key} ${part}`, step[part]])),
    ...all.versions.flatMap((v) =>
      VERSION_PARTS.map((part) => [`version ${v.n} ${part}`, v[part]]),
    ),
  ]) as Readonly<Record<string, unknown>>;
}

const ownOf = (view: AssignmentView) => ({
  state: view.state,
  version: view.versions.length,
  doneOn: view.done?.on ?? null,
  onTime: view.done?.onTime ?? null,
  conferenceOn: view.conference?.heldOn ?? null,
  conferenceCounts: view.conference?.counts ?? false,
  conferencePresent: view.conference?.present ?? [],
});

const lineOf = (line: LineView) => ({
  agency: line.agency,
  state: line.state,
  receivedOn: Object.values(line.receivedOn)[0] ?? null,
});

/** Each open coordinator has a running workflow, and nothing else runs but what still mails. */
async function runningAsRecorded({ sql, scope, temporal, patienceMs }: Context): Promise<Finding> {
  if (temporal === null)
    return { checked: false, note: 'Temporal was not asked for what runs', problems: [] };
  // Loaded when asked only: the record is verified without Temporal, too.
  const { connectInspect, EngineUnreachable } = await import('#engine/inspect.ts');
  const all = await readCoordinators(sql, null);
  const mine = all.filter((c) => scope === null || c.programme === scope);
  const others = new Set(all.filter((c) => !mine.includes(c)).map((c) => c.id));
  const open = new Set(mine.filter((c) => c.state === 'open').map((c) => c.id));
  const mailing = new Set((await readMailing(sql)).map(({ id }) => id));
  const inspect = connectInspect(temporal);
  try {
    for (const startedAt = Date.now(); ; await pause()) {
      const running = await inspect.runningWorkflowIds();
      const idle = [...open].filter((id) => !running.has(id));
      const orphans = [...running].filter(
        (id) => !open.has(id) && !others.has(id) && !mailing.has(id),
      );
      // What the server lists lags a little behind what it knows.
      if (idle.length + orphans.length > 0 && Date.now() - startedAt < patienceMs) continue;
      const problems = [
        ...idle.map((subject) => ({ subject, message: 'is open, and no workflow runs for it' })),
        ...orphans.map((subject) => ({
          subject,
          message: 'runs, and the record has no open coordinator of that id',
        })),
      ];
      return { checked: true, problems };
    }
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    return { checked: false, note: `Temporal does not answer: ${error.message}`, problems: [] };
  } finally {
    await inspect.close();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 200));

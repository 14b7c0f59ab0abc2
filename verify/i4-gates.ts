import { readGateTroubles, readLineTroubles, type GateTrouble } from '#db/reads/verify.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { Examined, ExaminedAssignment } from './examined.ts';
import { checked, type Invariant, type Problem } from './invariant.ts';

/** An opened gate is a coordinator's row; under it every frozen recipient has one assignment with all its lines. */
export const gates: Invariant = {
  id: 'I4',
  title: {
    vi: 'Dưới mỗi cửa đã mở, mỗi nơi nhận trong danh sách đã chốt có đúng một nhiệm vụ',
    en: 'Under every opened gate the assignments are the frozen recipients, none twice, none missing',
  },
  async check({ sql, scope, busy }) {
    const pairs = await readGateTroubles(sql, scope, [...busy]);
    const lines = await readLineTroubles(sql, scope);
    return checked([
      ...pairs.map(tell),
      ...lines.map(({ subject, lines: found, expected }) => ({
        subject,
        message: `has lines of [${found.join(', ')}], its offices were [${expected.join(', ')}]`,
      })),
    ]);
  },
  examine: (examined) => [
    ...examined.decision.gatesToOpen.map((unit) => ({
      subject: `${examined.base.key} ${unit}`,
      message: 'the gate below it is to be open (its plan is confirmed), and is not',
    })),
    ...examined.assignments.flatMap((a) => (wasToOpen(examined, a) ? [] : [unduly(a)])),
  ],
};

const unduly = ({ subject }: ExaminedAssignment): Problem => ({
  subject,
  message: 'the gate below it is open: its plan was never confirmed, and nobody opened it early',
});

/** No gate below it is open, or there was a reason once: a gate once open stays open. */
function wasToOpen(
  { base, gatesBelow, openedEarly }: Examined,
  { row, terms }: ExaminedAssignment,
): boolean {
  const { unit, facts } = row;
  if (!gatesBelow.includes(unit) || openedEarly.includes(unit)) return true;
  const plan = terms.steps.find((s) => s.kind === 'plan');
  if (base.template.receiving === 'atIssue' || plan === undefined) return true;
  return facts.some(({ seq, at }) => {
    const until = facts.filter((f) => f.seq <= seq);
    const { steps } = viewAssignment({ ...terms, edicts: [] }, until, at);
    return steps.some((s) => s.key === plan.key && s.state === 'confirmed');
  });
}

const tell = (found: GateTrouble): Problem => {
  const { subject, coordinator, recipient, assignments } = found;
  const said = !recipient
    ? 'has an assignment and is no recipient'
    : coordinator === null
      ? 'has an assignment although no gate above it is open'
      : assignments !== 1
        ? `is a recipient under an open gate and has ${assignments} assignments`
        : `its assignment is not with the coordinator above it (${coordinator})`;
  return { subject, message: said };
};

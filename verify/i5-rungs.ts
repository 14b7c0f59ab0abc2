import type { StoredMessage } from '#db/reads/verify-stored.ts';
import { rungId, SKIP_REASONS, type JudgedRung } from '#domain/duties.ts';
import { rungsAnew, withoutAbove, type Examined, type ExaminedAssignment } from './examined.ts';
import type { Invariant, Problem } from './invariant.ts';

/** What a look can only decide by what came before it fell due: it may never be decided otherwise. */
const DECIDED = ['notOwed', 'exempt', 'pastWhenSet', 'superiorHolds'];
/** Reasons that call off what was owed, by what happened until the look. */
const CALLED_OFF = ['settledSince', 'amended'];

/** Each rung that fell due is recorded once, sent or skipped with a reason; nothing else is. */
export const rungs: Invariant = {
  id: 'I5',
  title: {
    vi: 'Mỗi bậc nhắc việc đã đến hạn có đúng một dòng: đã gửi, hoặc bỏ qua kèm lý do',
    en: 'Each rung of each ladder has exactly one row, sent or skipped with a reason',
  },
  examine: (examined) => examined.assignments.flatMap((a) => examineOne(examined, a)),
};

function examineOne(examined: Examined, assignment: ExaminedAssignment): Problem[] {
  const { subject, unrecorded, stored, rungs: anew, wasSeen } = assignment;
  const problems = unrecorded.map((rung) => ({
    subject: `${subject} ${rungId(rung)}`,
    message: `fell due at ${rung.dueAt} and has no row (expected: ${rung.skipped ?? 'sent'})`,
  }));
  const seen = new Set<string>();
  for (const message of stored.messages) {
    const told = (text: string) =>
      problems.push({ subject: `${subject} ${message.id}`, message: text });
    if (seen.has(message.id)) told('has more than one row');
    seen.add(message.id);
    const rung = anew.get(message.id);
    // A conference above that has moved since may have taken a rung with it: it was one at some moment.
    if (rung === undefined && !wasSeen((rungs) => rungs.has(message.id)))
      told('is a rung of no ladder of this assignment');
    const wrong = incoherent(message) ?? contradicted(examined, assignment, message, rung);
    if (wrong !== null) told(wrong);
  }
  return problems;
}

function incoherent({ agency, outcome, reason, recipientOf }: StoredMessage): string | null {
  if (outcome === 'skipped')
    return SKIP_REASONS.some((r) => r === reason) ? null : `is skipped for no reason (${reason})`;
  if (reason !== null) return `is sent and has a reason to be skipped (${reason})`;
  if (recipientOf === null) return 'is sent to nobody';
  return recipientOf === agency ? null : `is sent across, to an office of ${recipientOf}`;
}

/** Sent though it was never owed, or skipped as never owed though it was. */
function contradicted(
  examined: Examined,
  assignment: ExaminedAssignment,
  { id, outcome, reason }: StoredMessage,
  rung: JudgedRung | undefined,
): string | null {
  if (rung === undefined) return null;
  const wrong = (skipped: string | null | undefined) =>
    outcome === 'sent'
      ? DECIDED.includes(skipped ?? '')
      : DECIDED.includes(reason ?? '') && (skipped === null || CALLED_OFF.includes(skipped ?? ''));
  if (!wrong(rung.skipped)) return null;
  // The coordinator above may have looked after this one: then its conference was not known yet.
  const before = rungsAnew(examined, assignment.row, withoutAbove(assignment.terms));
  if (!wrong(before.get(id)?.skipped)) return null;
  return `is ${outcome === 'sent' ? 'sent' : `skipped as ${reason}`}, the facts say ${rung.skipped ?? 'sent'}`;
}

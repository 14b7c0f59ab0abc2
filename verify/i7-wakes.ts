import { canonical } from '#domain/canonical.ts';
import type { Examined, ExaminedAssignment } from './examined.ts';
import type { Invariant, Problem } from './invariant.ts';

/** When a coordinator wakes, and when each recorded rung fell due, follows from the facts alone. */
export const wakes: Invariant = {
  id: 'I7',
  title: {
    vi: 'Giờ thức và giờ nhắc đã lưu đúng với cách tính lại',
    en: 'Stored wake-ups and rungs equal a recomputation',
  },
  examine: (examined) => [
    ...examineWake(examined),
    ...examined.assignments.flatMap(examineRest),
    ...examined.assignments.flatMap(examineRungs),
  ],
};

function examineWake({ me, subject, decision }: Examined): Problem[] {
  if (me.nextWakeAt !== decision.nextAt)
    return [
      {
        subject,
        message: `wakes at ${me.nextWakeAt ?? 'no time'}, the facts say ${decision.nextAt ?? 'no time'}`,
      },
    ];
  if (!me.overslept) return [];
  return [{ subject, message: `was to wake at ${me.nextWakeAt} and has not looked since` }];
}

/** What is not loaded before its time would never be missed. */
function examineRest({ stored, subject, decided }: ExaminedAssignment): Problem[] {
  if (decided === null) return [];
  const told = [stored.lookAt, stored.wake];
  const anew = [decided.lookAt, decided.wake];
  if (canonical(told) === canonical(anew)) return [];
  const message = `rests until ${JSON.stringify(told)}, the facts say ${JSON.stringify(anew)}`;
  return [{ subject, message }];
}

function examineRungs({ stored, subject, rungs, wasSeen }: ExaminedAssignment): Problem[] {
  return stored.messages.flatMap(({ id, dueAt }) => {
    const anew = rungs.get(id)?.dueAt;
    if (anew === undefined || anew === dueAt) return [];
    // Its date may have been another when it was recorded.
    if (wasSeen((then) => then.get(id)?.dueAt === dueAt)) return [];
    return [{ subject: `${subject} ${id}`, message: `fell due at ${anew}, the row says ${dueAt}` }];
  });
}

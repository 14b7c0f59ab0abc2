/** Whether what is said of a conference can be so, whoever held it. */
import type { ConferenceEvidence } from '#domain/assignment.ts';
import { localDate } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

/**
 * A conference has been held by the day it is recorded, and not before the rollout was issued; its minutes are not
 * older than itself. Heads are counted by agencies of the programme; more may come than were invited. Nobody there
 * from one agency: it was not joint (PRODUCT 3).
 */
export function checkConference(
  at: {
    readonly today: CivilDate;
    readonly issuedAt: Instant | null;
    readonly signing: readonly string[];
    /** Those that a joint conference is of: an exempt line is not missed there. */
    readonly living: readonly string[];
  },
  { heldOn, minutes, mode, invited, present }: ConferenceEvidence,
): void {
  const { today, issuedAt, signing, living } = at;
  if (heldOn > today) throw new Problem('evidence.future', { field: 'heldOn' });
  if (minutes.on > today) throw new Problem('evidence.future', { field: 'minutes.on' });
  for (const side of [invited, present])
    for (const agency of Object.keys(side.byAgency)) checkAgency(signing, agency);
  const issuedOn = issuedAt === null ? null : localDate(issuedAt);
  if (issuedOn !== null && heldOn < issuedOn)
    throw new Problem('evidence.contradictory', { field: 'heldOn', found: heldOn, from: issuedOn });
  if (minutes.on < heldOn)
    throw new Problem('evidence.contradictory', {
      field: 'minutes.on',
      found: minutes.on,
      from: heldOn,
    });
  const absent = living.filter((agency) => (present.byAgency[agency] ?? 0) === 0);
  if (mode === 'joint' && absent.length > 0)
    throw new Problem('evidence.contradictory', { field: 'mode', found: mode, absent });
}

export function checkAgency(signing: readonly string[], agency: string): void {
  if (!signing.includes(agency))
    throw new Problem('evidence.agency', { found: agency, expected: signing });
}

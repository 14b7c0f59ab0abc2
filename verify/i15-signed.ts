import { readActTroubles, readDrawnOfNothing, readUnissued } from '#db/reads/verify-acts.ts';
import type { ActTrouble } from '#db/reads/verify-acts.ts';
import { checked, type Invariant } from './invariant.ts';

/** "Promulgated" means: after every agency's signature, once; and nothing is drawn of what is not. */
export const signed: Invariant = {
  id: 'I15',
  title: {
    vi: 'Không văn bản liên tịch nào có hiệu lực khi chưa đủ chữ ký của các cơ quan',
    en: "Nothing joint is in force without every agency's signature",
  },
  async check({ sql, scope }) {
    const acts = await readActTroubles(sql, scope);
    const unissued = await readUnissued(sql, scope);
    const drawn = await readDrawnOfNothing(sql, scope);
    return checked([
      ...acts.map((act) => ({ subject: act.subject, message: tell(act) })),
      ...unissued.map(({ subject, recipients, coordinators, assignments }) => ({
        subject,
        message:
          `was never issued and has ${recipients} recipients, ${coordinators} coordinators, ` +
          `${assignments} assignments`,
      })),
      ...drawn.map(({ subject, what, of }) => ({
        subject: `${subject} ${what}`,
        message: `is drawn of no ${of} in force`,
      })),
    ]);
  },
};

function tell({ missing, promulgated, discarded }: ActTrouble): string {
  if (missing.length > 0)
    return `is in force without the earlier signature of ${missing.join(', ')}`;
  if (discarded > 0) return 'is in force, and was discarded';
  return promulgated > 1
    ? `was put in force ${promulgated} times`
    : 'is in force, and nobody drafted it';
}

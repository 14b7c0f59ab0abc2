import { readUnissued, readUnsignedActs } from '#db/reads/verify.ts';
import { checked, type Invariant } from './invariant.ts';

/** "Promulgated" means: after every agency's signature, once; and nothing is drawn of what is not. */
export const signed: Invariant = {
  id: 'I15',
  title: {
    vi: 'Không văn bản liên tịch nào có hiệu lực khi chưa đủ chữ ký của các cơ quan',
    en: "Nothing joint is in force without every agency's signature",
  },
  async check({ sql, scope }) {
    const acts = await readUnsignedActs(sql, scope);
    const drawn = await readUnissued(sql, scope);
    return checked([
      ...acts.map(({ subject, missing, promulgated }) => ({
        subject,
        message:
          missing.length > 0
            ? `is in force without the earlier signature of ${missing.join(', ')}`
            : `was put in force ${promulgated} times`,
      })),
      ...drawn.map(({ subject, recipients, coordinators, assignments }) => ({
        subject,
        message:
          `was never issued and has ${recipients} recipients, ${coordinators} coordinators, ` +
          `${assignments} assignments`,
      })),
    ]);
  },
};

import { readKeys } from '#db/reads/verify.ts';
import { foundFor } from './i1-accepted-once.ts';
import { checked, type Invariant } from './invariant.ts';

/** Only a client knows what it was refused: without its journal there is nothing to look for. */
export const refusedNever: Invariant = {
  id: 'I2',
  title: {
    vi: 'Việc đã bị từ chối không có trong hồ sơ',
    en: 'A refused fact is not in the record',
  },
  async check({ sql, scope, journal }) {
    if (journal === null)
      return { checked: false, note: "needs a client's journal (--journal FILE)", problems: [] };
    const refused = journal.filter((line) => line.outcome === 'fail');
    const found = await readKeys(
      sql,
      scope,
      refused.map((line) => line.key),
    );
    return checked(
      refused.flatMap((line) => {
        const { receipts, facts } = foundFor(found, line);
        if (receipts + facts === 0) return [];
        const message = `was refused, and the record holds ${receipts} receipt(s), ${facts} fact(s) of it`;
        return [{ subject: `key ${line.key}`, message }];
      }),
    );
  },
};

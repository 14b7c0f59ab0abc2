import { readKeys, readKeyTroubles, type KeyTrouble } from '#db/reads/verify.ts';
import { foundFor } from './i1-accepted-once.ts';
import { checked, type Invariant, type Problem } from './invariant.ts';

/** Whoever got no answer asks again with the key: it finds the one fact there is, or none. */
export const unansweredOnce: Invariant = {
  id: 'I3',
  title: {
    vi: 'Việc chưa nhận được trả lời có nhiều nhất một lần, và khoá của nó tìm thấy nó',
    en: 'An unanswered fact is in the record at most once, and its key finds it',
  },
  async check({ sql, scope, journal }) {
    const troubles = await readKeyTroubles(sql, scope);
    const unanswered = (journal ?? []).filter((line) => line.outcome === 'info');
    const found = await readKeys(
      sql,
      scope,
      unanswered.map((line) => line.key),
    );
    const doubled = unanswered.flatMap((line): Problem[] => {
      const { receipts, facts } = foundFor(found, line);
      if (receipts <= 1 && facts <= receipts) return [];
      const message = `was never answered, and ${receipts} receipt(s), ${facts} fact(s) hold it`;
      return [{ subject: `key ${line.key}`, message }];
    });
    return checked([...troubles.map(tell), ...doubled]);
  },
};

const tell = ({ subject, facts, names, answers }: KeyTrouble): Problem => ({
  subject,
  message:
    facts > 1
      ? `its key is that of ${facts} facts`
      : names === null
        ? 'its key finds no receipt that names it'
        : `its key finds a receipt of #${names} that answers with #${answers ?? 'nothing'}`,
});

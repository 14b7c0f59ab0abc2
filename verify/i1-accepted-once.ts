import { readKeys, readUnpairedFacts, type KeyFound, type UnpairedFact } from '#db/reads/verify.ts';
import { FACT_KINDS } from '#domain/vocabulary.ts';
import {
  checked,
  type Context,
  type Invariant,
  type JournalLine,
  type Problem,
} from './invariant.ts';

/** Facts, their ledger rows and the receipts that name a number are one to one; what a client holds is there. */
export const acceptedOnce: Invariant = {
  id: 'I1',
  title: {
    vi: 'Mỗi việc đã được nhận có mặt trong hồ sơ đúng một lần',
    en: 'An accepted fact is in the record exactly once',
  },
  async check(context) {
    const { sql, scope } = context;
    const unpaired = await readUnpairedFacts(sql, scope, FACT_KINDS);
    return checked([...unpaired.map(tell), ...(await missingAnswers(context))]);
  },
};

const tell = (found: UnpairedFact): Problem => ({
  subject: found.subject,
  message:
    `one fact, one ledger row and one receipt were expected, found ` +
    `${found.inFacts} fact(s), ${found.inLedger} ledger row(s), ${found.inReceipts} receipt(s)`,
});

async function missingAnswers({ sql, scope, journal }: Context): Promise<Problem[]> {
  const accepted = (journal ?? []).filter((line) => line.outcome === 'ok');
  const found = await readKeys(
    sql,
    scope,
    accepted.map((line) => line.key),
  );
  return accepted
    .filter((line) => foundFor(found, line).receipts !== 1)
    .map((line) => ({
      subject: `key ${line.key}`,
      message: `was answered as accepted, and ${foundFor(found, line).receipts} receipts hold it`,
    }));
}

/** What the record holds under a journal's key: of its account, or of all where it names none. */
export function foundFor(found: readonly KeyFound[], { key, account }: JournalLine) {
  const mine = found.filter(
    (f) => f.key === key && (account === undefined || f.account === account),
  );
  const sum = (of: 'receipts' | 'facts') => mine.reduce((n, f) => n + f[of], 0);
  return { receipts: sum('receipts'), facts: sum('facts') };
}

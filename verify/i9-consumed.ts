import { readMailTroubles } from '#db/reads/verify-mails.ts';
import { readTroubles } from '#db/reads/verify.ts';
import type { Examined } from './examined.ts';
import { checked, type Context, type Finding, type Invariant, type Problem } from './invariant.ts';

/**
 * What was pending has been considered and has had its effect once: flags and refusals follow from the facts, and
 * each message is in one mail at most, which is sent or parked or neither.
 */
export const consumed: Invariant = {
  id: 'I9',
  title: {
    vi: 'Mọi việc chờ xử lý đã được xử lý, với tác dụng đúng một lần',
    en: 'Every pending row is consumed, with effect once',
  },
  check: nothingLeft,
  examine: (examined) => [...examineFlags(examined), ...examineRefused(examined)],
};

async function nothingLeft({ sql, scope, waiting, stale, patienceMs }: Context): Promise<Finding> {
  const aside = await readTroubles(sql, scope);
  const mails = await readMailTroubles(sql, scope);
  const orphaned = waiting.filter((row) => !row.known);
  const left = waiting.filter((row) => row.known && stale.has(row.id));
  const subject = (row: (typeof waiting)[number]) => `${row.coordinator} ${row.unit} (${row.id})`;
  return checked([
    ...orphaned.map((row) => ({
      subject: subject(row),
      message: 'is pending for a coordinator that does not exist',
    })),
    ...left.map((row) => ({
      subject: subject(row),
      message: `is pending since ${row.at}, for more than ${patienceMs / 1_000} s by the real clock`,
    })),
    ...aside.map((row) => ({
      subject: row.subject,
      message: `was set aside and has no effect: ${row.message}`,
    })),
    ...mails,
  ]);
}

function examineFlags({ me, subject, decision, over }: Examined): Problem[] {
  const told = <T extends string | boolean>(what: string, stored: T, facts: T): Problem[] =>
    stored === facts ? [] : [{ subject, message: `${what} is ${stored}, the facts say ${facts}` }];
  return [
    ...told('complete', me.complete, decision.complete),
    ...told('state', me.state, over ? 'closed' : 'open'),
  ];
}

/** A fact without effect is noted as such; a note without its reason is left as it was given. */
function examineRefused({ assignments }: Examined): Problem[] {
  return assignments.flatMap(({ subject, stored, view }) =>
    (view?.notApplied ?? [])
      .filter(({ seq }) => !stored.notApplied.includes(seq))
      .map(({ seq, reason }) => ({
        subject: `${subject} #${seq}`,
        message: `has no effect (${reason}), and the record does not say so`,
      })),
  );
}

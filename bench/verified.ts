/** Whether the record holds what the load driver was told: a figure of a broken record would say nothing. */
import { readFileSync } from 'node:fs';
import { openDriver } from '#db/driver.ts';
import { parseJournal, verifyRecord } from '#verify/index.ts';
import type { Country } from './country.ts';
import { tellRow, type Client, type Run } from './run.ts';

export async function verifyCountry(
  run: Run,
  { programme }: Country,
  { journal }: Client,
): Promise<void> {
  const { stage } = run;
  const lines = parseJournal(readFileSync(journal.file, 'utf8'));
  const { sql, close } = openDriver({
    url: stage.databaseUrl,
    name: 'bench-verify',
    max: 1,
    role: 'lt_reader',
    statementTimeoutMs: 120_000,
  });
  try {
    const temporal = { address: stage.temporalAddress, namespace: 'default' };
    const { invariants } = await verifyRecord({ sql, programme, temporal, journal: lines });
    const broken = invariants.filter(({ ok }) => !ok);
    const accepted = lines.filter(({ outcome }) => outcome === 'ok').length;
    const why = broken.map(({ id, count, problems }) => {
      const [first] = problems;
      return `${id}, ${count} of them, such as ${first?.subject}: ${first?.message}`;
    });
    const of = `${programme}, ${accepted} accepted requests in the journal`;
    tellRow(run, 'brokenInvariants', of, [broken.length], { why: why.join('; ') });
  } finally {
    await close();
  }
}

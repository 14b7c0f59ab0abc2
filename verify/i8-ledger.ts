import { createHash } from 'node:crypto';
import { readDigests, readLedgerOfDay } from '#db/reads/ledger.ts';
import { readConsequences, readLedger, type LedgerRow } from '#db/reads/verify-ledger.ts';
import { addDays } from '#domain/civil-date.ts';
import { ledgerLine } from '#domain/ledger-line.ts';
import { checked, type Context, type Invariant, type Problem } from './invariant.ts';
import { contradictionOf, fieldsOf } from './ledger-body.ts';

/** The ledger tells every change once and as it was; what a day's digest was made of is still there. */
export const told: Invariant = {
  id: 'I8',
  title: {
    vi: 'Mỗi thay đổi có đúng một dòng trong sổ ghi; mã đối chiếu hằng ngày khớp',
    en: 'Every change has one ledger row, and the daily digests verify',
  },
  async check(context) {
    const tally = new Map<string, number>();
    const problems: Problem[] = [];
    for await (const row of readLedger(context.sql, context.scope)) {
      const wrong = row.fact === null ? count(tally, row) : contradictionOf(row);
      if (wrong !== null)
        problems.push({ subject: `ledger #${row.seq} ${row.kind}`, message: wrong });
    }
    for (const { kind, rollout, unit, detail } of await readConsequences(
      context.sql,
      context.scope,
    ))
      add(tally, nameOf(kind, rollout, unit, detail), -1);
    for (const [subject, n] of tally)
      if (n !== 0)
        problems.push({
          subject,
          message:
            n < 0
              ? `stands in the record, and ${-n} ledger row(s) of it are missing`
              : `has ${n} ledger row(s) more than the record has changes`,
        });
    return checked([...problems, ...(await brokenDigests(context))]);
  },
};

const nameOf = (kind: string, rollout: string, unit: string, detail: string) =>
  [rollout, unit, kind, detail].filter((part) => part !== '').join(' ');

const add = (tally: Map<string, number>, name: string, n: number) =>
  tally.set(name, (tally.get(name) ?? 0) + n);

/** What is taken back is told, too: the last word counts. */
const TAKES_BACK: Readonly<Record<string, string>> = { undone: 'done', incomplete: 'complete' };

/** Counts the row of a consequence under its natural name; answers what is wrong with the row itself. */
function count(tally: Map<string, number>, row: LedgerRow): string | null {
  const fields = fieldsOf(row.body);
  if (fields === null) return 'its body is no JSON object';
  const say = (key: string) => plain(fields[key]);
  const ofRung = fields['rung'] !== undefined;
  if (fields['kind'] !== row.kind) return `its body is of another kind (${say('kind')})`;
  // A skipped rung bears its own day, which its name holds.
  if (fields['on'] !== row.on && !ofRung)
    return `its body is dated ${say('on')}, the row ${row.on}`;
  if (row.assignment !== null && (fields['unit'] !== row.unit || fields['rollout'] !== row.rollout))
    return `its body is of ${say('rollout')} ${say('unit')}, the row of ${row.rollout} ${row.unit}`;
  const kind = TAKES_BACK[row.kind] ?? row.kind;
  const of = (...keys: readonly string[]) =>
    keys.flatMap((key) => (fields[key] === undefined ? [] : [say(key)])).join('/');
  const rung = () => `${of('step', 'version', 'agency', 'rung', 'n', 'reason')} on ${say('on')}`;
  const other =
    kind === 'version' ? of('n', 'cause') : kind === 'notApplied' ? of('fact', 'reason') : '';
  const name = nameOf(kind, say('rollout'), say('unit'), ofRung ? rung() : other);
  add(tally, name, kind === row.kind ? 1 : -1);
  return null;
}

/** Words and numbers as they are, anything else as JSON. */
const plain = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** Each digest made again from the rows of its day and the digest before it. */
async function brokenDigests({ sql }: Context): Promise<Problem[]> {
  let previous = '';
  let expected: string | null = null;
  const problems: Problem[] = [];
  for (const { day, rows, digest } of await readDigests(sql)) {
    if (expected !== null && day !== expected)
      problems.push({ subject: `digest ${day}`, message: `follows a gap: ${expected} has none` });
    const hash = createHash('sha256').update(previous);
    let found = 0;
    for await (const row of readLedgerOfDay(sql, day)) {
      hash.update(ledgerLine(row));
      found += 1;
    }
    if (hash.digest('hex') !== digest)
      problems.push({
        subject: `digest ${day}`,
        message: `does not fit the ledger of that day: it was made of ${rows} rows, now there are ${found}`,
      });
    // On from what is stored: one broken day is named once.
    previous = digest;
    expected = addDays(day, 1);
  }
  return problems;
}

import type { JournalLine } from './invariant.ts';

/**
 * Reads a client's journal: one JSON object a line, `{"key":"...","account":"...","outcome":"ok|fail|info"}`.
 * Blank lines are skipped; other fields are the client's own.
 *
 * @throws SyntaxError that names the line
 */
export function parseJournal(text: string): JournalLine[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = journalLine(line);
    if (parsed === null)
      throw new SyntaxError(`line ${i + 1} of the journal has no key or no outcome ok|fail|info`);
    return [parsed];
  });
}

function journalLine(line: string): JournalLine | null {
  try {
    const { key, account, outcome } = JSON.parse(line) as Partial<JournalLine>;
    if (typeof key !== 'string' || !['ok', 'fail', 'info'].some((o) => o === outcome)) return null;
    const named = typeof account === 'string' ? { account } : {};
    return { key, outcome: outcome as JournalLine['outcome'], ...named };
  } catch {
    return null;
  }
}

/** contacts.csv -> the mailbox of each office named. */
import { isMailbox } from '#domain/mail.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { overlap, type Office } from '#domain/programme.ts';
import { CellReader } from './cells.ts';
import { readCsv } from './csv.ts';

const COLUMNS = { required: ['agency', 'unit_key', 'mailbox'], optional: [] } as const;

/**
 * The offices with their mailboxes. An office may be left out; a mailbox is one office's alone while it lives, because
 * two would read what only one of them may see. Its successor may take it over.
 */
export function withContacts(
  file: string,
  bytes: Uint8Array,
  offices: readonly Office[],
): { readonly offices: readonly Office[]; readonly problems: readonly FolderProblem[] } {
  const table = readCsv(file, bytes, COLUMNS);
  const cells = new CellReader(table.problems);
  // Without its columns every row would be wrong in every cell.
  if (cells.problems.some(({ code }) => code === 'csv.missing_column'))
    return { offices, problems: cells.problems };
  const known = new Map(offices.map((office) => [office.key, office]));
  const mailboxes = new Map<string, string>();
  const holdersOf = new Map<string, readonly Office[]>();
  for (const row of table.rows) {
    const { agency, unit_key: unit, mailbox } = row.cells;
    const key = `${agency}@${unit}`;
    const office = known.get(key);
    const holders = holdersOf.get(mailbox) ?? [];
    holdersOf.set(mailbox, office === undefined ? holders : [...holders, office]);
    // Without sound offices nobody can say which of these are known.
    if (offices.length > 0 && office === undefined)
      cells.tell(row, 'unit_key', 'contact.unknown_office', 'agency, unit_key');
    if (mailboxes.has(key)) cells.tell(row, 'unit_key', 'value.duplicate', '1');
    if (!isMailbox(mailbox)) cells.tell(row, 'mailbox', 'contact.mailbox', 'office@agency.gov.vn');
    else if (office !== undefined && holders.some((other) => livesWith(office, other)))
      cells.tell(row, 'mailbox', 'value.duplicate', '1');
    mailboxes.set(key, mailbox);
  }
  return {
    offices: offices.map((office) => ({ ...office, mailbox: mailboxes.get(office.key) ?? null })),
    problems: cells.problems,
  };
}

const livesWith = (one: Office, other: Office): boolean =>
  one.key !== other.key && overlap(one, other);

/** The one spelling of a value: object keys sorted, no spaces, NFC text. Equal values have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(typeof value === 'string' ? value.normalize('NFC') : (value ?? null));
}

/** A ledger body: the programme's date first, so that a body is readable and sorts by day. */
export const ledgerBody = (on: string, rest: Readonly<Record<string, unknown>>) =>
  `{"on":"${on}",${canonical(rest).slice(1)}`;

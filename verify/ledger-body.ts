/** What a fact's ledger row must say, put together again from the fact itself. */
import type { LedgerRow } from '#db/reads/verify-ledger.ts';
import { ledgerBody } from '#domain/canonical.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A body's fields; null when it is no JSON object. */
export function fieldsOf(body: string): Fields | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
      ? (parsed as Fields)
      : null;
  } catch {
    return null;
  }
}

/** How a ledger row and the fact of its number differ; null where they agree. */
export function contradictionOf(
  row: LedgerRow & { readonly fact: LedgerRow['fact'] },
): string | null {
  const { fact } = row;
  if (fact === null) return null;
  if (row.kind !== fact.kind) return `is the row of another kind of fact (${fact.kind})`;
  if (row.assignment !== fact.assignment) return 'is the row of another assignment';
  if (row.at !== fact.at || row.realAt !== fact.realAt)
    return `is dated ${row.at} (${row.realAt}), the fact ${fact.at} (${fact.realAt})`;
  const found = fieldsOf(row.body);
  if (found === null) return 'its body is no JSON object';
  const expected = ledgerBody(row.on, naturalOf(fact, found));
  return row.body === expected ? null : `says ${row.body}, the fact says ${expected}`;
}

/** The fact in natural keys. What it refers to is told by its place; that of a filing lies within a bound. */
function naturalOf(fact: NonNullable<LedgerRow['fact']>, found: Fields): Fields {
  const { kind, payload, by, rollout, place } = fact;
  switch (kind) {
    case 'signature':
    case 'signatureCorrection':
    case 'discard':
      return { kind, rollout, by, act: fact.act, n: fact.n, ...payload };
    case 'promulgation':
      return { kind, rollout, by, act: fact.act, n: fact.n, terms: fact.terms };
    case 'rolloutConference':
    case 'earlyOpening':
      return { kind, rollout, by, ...payload };
    case 'rolloutConferenceConfirmation':
      return { kind, rollout, by, ...payload, conference: place };
    case 'clock':
      return { kind, to: String(payload['to']).slice(0, 16) };
    case 'calendar': {
      // Which draft it was is no natural name; what was previewed is told by its digest alone.
      const { draft: _, digest = found['digest'], ...terms } = payload;
      return { kind, by, digest: /^[0-9a-f]{64}$/.test(String(digest)) ? digest : '', ...terms };
    }
    case 'standIn': {
      const { standInOffice: _, ...terms } = payload;
      return { kind, agency: fact.agency, unit: fact.unit, by, standIn: fact.standIn, ...terms };
    }
    case 'delegation': {
      const { account: _, ...terms } = payload;
      return { kind, agency: fact.agency, unit: fact.unit, by, ...terms };
    }
    default:
      return { kind, rollout, unit: fact.unit, agency: fact.agency, by, ...payload, ...placed() };
  }

  function placed(): Fields {
    if (kind === 'adjustmentAnswer' || kind === 'adjustmentWithdrawal') return { request: place };
    if (kind !== 'confirmation' && kind !== 'correction' && kind !== 'disputeDecision') return {};
    // Filings without effect are not counted, so it may be less than all there were.
    const { filing, step } = found;
    const fits = typeof filing === 'number' && filing >= 1 && filing <= (place ?? 0);
    return { filing: fits ? filing : place, step };
  }
}

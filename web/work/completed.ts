import type { ActKind, Side } from './forms.ts';

/** What the fields of a form leave open, filled in. */
export function completed(
  kind: ActKind,
  sides: readonly Side[],
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'plan': {
      // One paper may be both agencies': what bears no number is none.
      const documents = (body['documents'] ?? []) as { readonly number?: string }[];
      const named = documents.map((one, i) => ({ agency: sides[i]?.agency, ...one }));
      return { ...body, documents: named.filter(({ number }) => (number ?? '') !== '') };
    }
    // `differs` belongs to a "no", new dates to an adjustment: what was typed besides is not sent.
    case 'confirmation':
    case 'rolloutConferenceConfirmation': {
      const { differs, ...rest } = body;
      return body['agrees'] === false ? { ...rest, differs: differs ?? '' } : rest;
    }
    case 'adjustmentAnswer': {
      const { dates, ...rest } = body;
      return body['answer'] === 'adjust' ? { ...rest, dates: dates ?? {} } : rest;
    }
    case 'acknowledgement':
    case 'designation':
    case 'adjustmentRequest':
    case 'adjustmentWithdrawal':
    case 'conference':
    case 'report':
    case 'disputeDecision':
    case 'acceptance':
    case 'return':
    case 'standIn':
    case 'jointAct':
    case 'signature':
    case 'promulgation':
    case 'rolloutConference':
      return body;
  }
}

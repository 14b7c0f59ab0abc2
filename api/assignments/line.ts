import type { LineView } from '#domain/assignment.ts';
import type { LineState } from '#domain/vocabulary.ts';

/** Whom an office gave the work to is its own affair: the other agency sees that it was received. */
export const shownLine = (
  line: Pick<LineView, 'agency' | 'state'>,
  reads: string | null,
): LineState => (line.state === 'assigned' && line.agency !== reads ? 'received' : line.state);

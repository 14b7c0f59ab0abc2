import type { Sql } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import { readNewMornings, type ClaimedMail } from '#db/reads/mails.ts';
import { readMessagesOfMail } from '#db/reads/messages.ts';
import { readRolloutBase } from '#db/reads/rollouts.ts';
import { claimMail, drawUpMails, noteFailed, noteSent } from '#db/writes/mails.ts';
import { mayReach, messageIdOf, nextTry, pauseMinutes, TRIES_MAX } from '#domain/mail.ts';
import { mailOf, type ToldMessage } from '#domain/mail-text.ts';
import { rolloutWorkflowId, type RolloutKey } from '#workflows/contract.ts';
import type { Letter, SendOutcome, Mailer } from './smtp.ts';

export type SendPace = {
  /** Between the first message of a morning and its mail: several coordinators write to one office at 07:00. */
  readonly gatherMs: number;
  /** For so long a mail in hand is nobody else's: longer than one try takes. */
  readonly holdMs: number;
  /** Then the rest is left to the next step: with one try more it ends well before its time is up. */
  readonly stepMs?: number;
};
const PACE: SendPace = { gatherMs: 60_000, holdMs: 30_000 };
const STEP_MS = 5_000;
/** One try alone may take a step's time. To note the others after it without a try takes none. */
const NOTING_MS = 20_000;

/**
 * Sends what a coordinator's messages made due. It talks to the mail server outside of any transaction: take in
 * hand, send, note. A crash in between leaves the mail to be tried again under the same Message-ID.
 */
export const createSendActivities = (
  sql: Sql,
  mailer: Mailer | null,
  { gatherMs, holdMs, stepMs = STEP_MS }: SendPace = PACE,
) => ({
  /**
   * Tries each due mail once and never throws for a mail server's sake.
   *
   * @returns whether anything changed, so that it is worth another look
   */
  async deliverMessages(key: RolloutKey): Promise<boolean> {
    if (mailer === null) return false;
    const coordinator = rolloutWorkflowId(key);
    const mornings = await readNewMornings(sql, coordinator);
    const rows = mornings.map((m) => ({
      ...m,
      id: newId(),
      message_id: messageIdOf(m.office, m.morning, m.n, mailer.domain),
    }));
    const drawnUp = rows.length > 0 ? await drawUpMails(sql, key.programme, rows, gatherMs) : 0;
    const tried = await tryAll(sql, mailer, { key, coordinator, holdMs, stepMs });
    return drawnUp + tried > 0;
  },
});
export type SendActivities = ReturnType<typeof createSendActivities>;

type Step = { readonly key: RolloutKey; readonly coordinator: string };

/** One after the other; a server that cannot be reached, or lets nobody in, is not knocked at again for each. */
async function tryAll(
  sql: Sql,
  mailer: Mailer,
  { key, coordinator, holdMs, stepMs }: Required<Omit<SendPace, 'gatherMs'>> & Step,
): Promise<number> {
  const startedAt = performance.now();
  let unreached: SendOutcome | null = null;
  let tried = 0;
  while (performance.now() - startedAt < (unreached === null ? stepMs : NOTING_MS)) {
    const mail = await claimMail(sql, coordinator, holdMs);
    if (mail === null) return tried;
    tried += 1;
    const outcome: SendOutcome = unreached ?? (await tryOne(sql, mailer, mail));
    if (outcome.ok) {
      await noteSent(sql, mail.id);
      continue;
    }
    const { failure, detail } = outcome;
    if (failure === 'notReached' || failure === 'login') unreached = outcome;
    const soonest = new Date(Date.parse(mail.at) + pauseMinutes(mail.tries) * 60_000).toISOString();
    const calendar = mail.stepped
      ? null
      : ((await readRolloutBase(sql, key.rollout))?.calendar ?? null);
    const next = nextTry(mail.tries, failure, soonest, calendar);
    await noteFailed(sql, mail, { failure, detail, next });
  }
  return tried;
}

/** Whatever is wrong with one mail must not keep the others waiting. */
async function tryOne(sql: Sql, mailer: Mailer, mail: ClaimedMail): Promise<SendOutcome> {
  if (mail.mailbox === null) return { ok: false, failure: 'noMailbox', detail: '' };
  if (!mayReach(mailer.host, mail.rehearsal))
    return { ok: false, failure: 'outside', detail: mailer.host };
  // Its tries ended without a word, as if it were what ends the worker.
  if (mail.tries > TRIES_MAX) return { ok: false, failure: 'broken', detail: 'worker' };
  const letter = await written(sql, mail).catch((error: unknown) => error as Error);
  if (letter === null) return { ok: false, failure: 'moot', detail: '' };
  if (letter instanceof Error) return { ok: false, failure: 'broken', detail: letter.name };
  return mailer.send({ ...letter, to: mail.mailbox });
}

/** Null where nothing is left to be said. */
async function written(sql: Sql, mail: ClaimedMail): Promise<Omit<Letter, 'to'> | null> {
  const rows = await readMessagesOfMail(sql, mail.id);
  if (rows.length === 0) return null;
  const told: ToldMessage[] = [];
  for (const row of rows) {
    const base = await readRolloutBase(sql, row.rollout);
    if (base === null) throw new Error(`no terms of rollout ${row.rollout}`);
    told.push({ ...row, rolloutTitle: base.title, template: base.template });
  }
  return { ...mailOf({ ...mail, messages: told }), messageId: mail.messageId };
}

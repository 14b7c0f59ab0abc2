/** The only importer of nodemailer: one letter to one mail server, and what became of it. */
import { createTransport } from 'nodemailer';
import { isLoopback, type MailFailure } from '#domain/mail.ts';

/** A mail ready to go. */
export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
};

export type SendOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: MailFailure; readonly detail: string };

export type Mailer = {
  /** Of the mail server; a rehearsal reaches none but a loopback one. */
  readonly host: string;
  /** Of the sender's address: part of every Message-ID. */
  readonly domain: string;
  /** Never throws. Whether a letter without an answer arrived is not known: it is sent again under the same id. */
  send(letter: Letter): Promise<SendOutcome>;
};

export type SmtpOptions = {
  /** `smtp://[user:password@]host[:port]` or `smtps://`; what nodemailer reads of its query too. */
  readonly url: string;
  /** An address, without a name. */
  readonly from: string;
  /** For each thing the server is waited for. */
  readonly patienceMs?: number;
};

/** A server that works answers within a second; who waits longer keeps others waiting. */
const PATIENCE_MS = 5_000;
/** One that dribbles is given up all the same. */
const WHOLE_MS = 10_000;
const SENDER = 'Liên Tịch';

export function createMailer({ url, from, patienceMs = PATIENCE_MS }: SmtpOptions): Mailer {
  const { hostname, password } = new URL(url);
  return {
    host: hostname,
    domain: from.slice(from.indexOf('@') + 1),
    async send({ to, subject, text, messageId }) {
      const transport = createTransport({
        url,
        // Whoever stands between could strike out STARTTLS and read it. What the URL says of it wins.
        requireTLS: password !== '' && !isLoopback(hostname),
        connectionTimeout: patienceMs,
        greetingTimeout: patienceMs,
        // A letter is looked at before it is taken. And longer than for the greeting, so that these two are told apart.
        socketTimeout: 2 * patienceMs,
        dnsTimeout: patienceMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const sending = transport.sendMail({
        from: { name: SENDER, address: from },
        to,
        subject,
        text,
        textEncoding: 'base64',
        messageId,
        // No holiday notices in answer to a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      try {
        await orLate(sending);
        return { ok: true };
      } catch (thrown) {
        return { ok: false, ...failureOf(thrown) };
      } finally {
        transport.close();
      }
    },
  };
}

async function orLate(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })),
      WHOLE_MS,
    );
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
    // Given up, it may still fail later: that is known by then.
    sending.catch(() => {});
  }
}

/** What nodemailer tells of a failure, in its own property names. */
type SmtpError = {
  readonly code?: string;
  /** The step at which it failed: CONN, MAIL FROM, RCPT TO, DATA ... */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message: string;
};

/** Before any letter was shown to the server. */
const UNREACHED = ['EDNS', 'ESOCKET', 'ETLS', 'EAUTH', 'EPROTOCOL'];
const UNGREETED = /greeting|connection timeout/i;
/** "Service not available": said to whoever comes. */
const NOT_AVAILABLE = 421;
const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;
const DETAIL_MAX = 200;

/** Of what the server answered only the numbers are kept: its words may quote the letter. */
function failureOf(thrown: unknown): { readonly failure: MailFailure; readonly detail: string } {
  const { code = '', command = '', responseCode, response = '', message } = thrown as SmtpError;
  const unreached = UNREACHED.includes(code) || responseCode === NOT_AVAILABLE;
  // A 4xx to a login is the server's own trouble, not the password's.
  const login = code === 'EAUTH' && (responseCode === undefined || responseCode >= 500);
  const unseen = login ? 'login' : unreached ? 'notReached' : null;
  if (responseCode !== undefined) {
    const parts = [command, `${responseCode}`, ENHANCED.exec(response)?.[1] ?? ''];
    const detail = parts.filter((part) => part !== '').join(' ');
    return { failure: unseen ?? 'refused', detail };
  }
  const detail = `${code} ${message}`.trim().slice(0, DETAIL_MAX);
  return { failure: unseen ?? (UNGREETED.test(message) ? 'notReached' : 'noAnswer'), detail };
}

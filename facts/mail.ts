import type { Sql } from '#db/driver.ts';
import { mailObject, type MailObject } from '#db/reads/mails.ts';
import { insertRow } from '#db/writes/facts.ts';
import { alsoRetry } from '#db/writes/mails.ts';
import { can, NO_RELATION } from '#domain/can.ts';
import { Problem } from '#domain/problems.ts';
import { demand, record, type Answer, type Request } from './record.ts';

/** Has a parked mail tried afresh, by an operator: the cause is mended, or an outage over. */
export async function retryMail(sql: Sql, request: Request, mail: string): Promise<Answer> {
  return record<MailObject>(sql, request, {
    object: mailObject(sql, mail),
    judge: ({ actor, post, object }) => {
      demand(can(actor, 'mail.manage', NO_RELATION));
      if (!object.parked) throw new Problem('mail.not_parked');
      const row = {
        author: { account: actor.account, office: actor.office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { mail },
      };
      return { status: 201, write: () => insertRow(sql, row, alsoRetry(sql, mail)) };
    },
  });
}

/** Acts done from the command line: as the account whose token is given, each once however often it is typed. */
import { fingerprintOf, hashToken, type Request } from '#facts/record.ts';
import { Invalid, withContext, type Context } from './context.ts';
import { givenKey } from './given.ts';
import { REFUSALS } from './words.ts';

export type Acting = { readonly token?: string; readonly key?: string };

export function tokenOf({ config }: Context, { token }: Acting): string {
  const given = token ?? config.token;
  if (given === undefined) throw new Invalid(REFUSALS.noToken);
  return given;
}

/** The same command again is the same act: repeating it after a broken line is harmless. */
export function requestOf(context: Context, flags: Acting, words: readonly string[]): Request {
  const fingerprint = fingerprintOf('CLI', words[0] ?? '', words);
  const own = flags.key === undefined ? undefined : givenKey(flags.key);
  const key = own ?? `cli-${fingerprint.slice(0, 32)}`;
  return { tokenHash: hashToken(tokenOf(context, flags)), key, fingerprint };
}

/** What is typed wrong is told before any server is asked. */
export async function withActing(
  flags: Acting,
  run: (context: Context) => Promise<void>,
): Promise<void> {
  if (flags.key !== undefined) givenKey(flags.key);
  await withContext(async (context) => {
    tokenOf(context, flags);
    await run(context);
  });
}

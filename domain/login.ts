/** Tên đăng nhập: an office's, never a person's, so that it can stand on a sheet of paper and outlive its holder. */

export type LoginHolder = {
  readonly programme: string;
  /** Null: an operator. */
  readonly office: { readonly agency: string; readonly unitCode: string } | null;
};

/** What the logins of an office begin with, and with what they begin where another programme has taken that. */
export function loginStems({ programme, office }: LoginHolder): readonly [string, string] {
  const own = office === null ? 'operator' : `${office.agency}-${office.unitCode}`;
  return [loginTyped(own), loginTyped(`${programme}-${own}`)];
}

/** The login of a new holder: its office's name, with a number from the second account on. */
export function loginFor(
  holder: LoginHolder,
  taken: readonly { readonly login: string; readonly programme: string }[],
): string {
  const [own, longer] = loginStems(holder);
  const isElsewhere = taken.some((t) => t.login === own && t.programme !== holder.programme);
  const stem = isElsewhere ? longer : own;
  const used = new Set(taken.map(({ login }) => login));
  for (let n = 1; ; n += 1) {
    const login = n === 1 ? stem : `${stem}-${n}`;
    if (!used.has(login)) return login;
  }
}

/**
 * The one spelling of a login, however it was typed: full-width letters, capitals and blanks around it are no other
 * login, neither when it is looked for nor when its wrong passwords are counted.
 */
export const loginTyped = (typed: string): string => typed.normalize('NFKC').toLowerCase().trim();

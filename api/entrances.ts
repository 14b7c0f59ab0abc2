/** Where a person becomes an account: asked by anybody, with a secret. */
const ENTRANCE =
  /^\/(sessions|activations|programmes\/[\w-]{1,120}\/rehearsal-(sessions|accounts))$/;

export const isEntrance = (path: string): boolean => ENTRANCE.test(path);

/** What is sent there is a secret, also where it is refused: no error shows any of it. */
export const isSecret = (path: string): boolean =>
  isEntrance(path) || path === '/me/password-changes';

/** What a check found out, each figure under a name of its own. */
export type Figures = Readonly<Record<string, string | number>>;

export type CheckOptions = {
  readonly seed: number;
  /** A programme's folder; without it each check takes the smallest that shows its point. */
  readonly programme: string | undefined;
  /** Aborted at Ctrl-C: the check ends what it started, in a `finally`, and throws. */
  readonly signal: AbortSignal;
  /** How far it is, for whoever waits: no figure. */
  readonly progress: (text: string) => void;
};

/** One named thing that a delivered build must be able to do. */
export type Check = {
  readonly name: string;
  /** @throws Error that says what did not hold */
  readonly run: (options: CheckOptions) => Promise<Figures>;
};

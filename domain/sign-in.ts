/** How long what lets a person in holds, and how often somebody may try. By the real clock, never the programme's. */

/** Unused for so long, a session is over. */
export const SESSION_IDLE_MINUTES = 30;
/** However it was used, a session ends after a working day. */
export const SESSION_HOURS = 12;
/** Use moves the idle end on no oftener than this. */
export const SESSION_TOUCH_SECONDS = 60;

/** A sheet of paper has to reach the next commune by the ordinary post. */
export const CODE_DAYS = 14;
/** For so long after it was used, a code with the same password signs in again: the first answer may have been lost. */
export const CODE_REPEAT_MINUTES = 10;

/** The `free`-th attempt and each after it makes the next one wait, twice as long each time. */
export type AttemptRule = {
  readonly free: number;
  readonly waitSeconds: number;
  readonly waitSecondsMost: number;
  /** Counted anew so long after the first one. */
  readonly withinSeconds: number;
};

/** Of one account: about thirty guesses a day, and whoever mistypes four times notices nothing. */
export const SIGN_IN_ATTEMPTS: AttemptRule = {
  free: 5,
  waitSeconds: 60,
  waitSecondsMost: 3_600,
  withinSeconds: 86_400,
};

/**
 * Of all codes together: a hundred wrong ones a minute are two million in a code's life, of 10^22. It ends with its
 * minute, so that whoever floods it keeps nobody out for long.
 */
export const CODE_ATTEMPTS: AttemptRule = {
  free: 100,
  waitSeconds: 60,
  waitSecondsMost: 60,
  withinSeconds: 60,
};

/** Sign-ins of rehearsals ask for nothing; a room full of people at once is let in, a runaway program is not. */
export const REHEARSAL_ATTEMPTS: AttemptRule = {
  free: 600,
  waitSeconds: 60,
  waitSecondsMost: 60,
  withinSeconds: 60,
};

/** What is kept of people's coming and going: which account, what, when. Never what was typed, nor from where. */
export type SignInKind =
  | 'signedIn'
  | 'activated'
  | 'passwordChanged'
  | 'wrongPassword'
  | 'wrongCode'
  /** From then on the next attempt has to wait. */
  | 'throttled'
  | 'sessionEnded'
  /** Its token was used after its time. */
  | 'sessionExpired';

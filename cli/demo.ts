/** `lientich demo`: a rollout from its draft to its closing, played before one's eyes on real servers. */
import { writeFileSync } from 'node:fs';
import { problemLine } from '#domain/programme-problems.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Language } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { createOperator } from '#facts/account.ts';
import { importProgramme } from '#facts/programme.ts';
import { RehearsalError } from '#rehearsal/http.ts';
import { rehearse } from '#rehearsal/rehearse.ts';
import { verifyRecord, type Verification } from '#verify/index.ts';
import { EXIT } from './context.ts';
import { Stack, startParts, type DemoParts } from './demo-parts.ts';
import { figuresOf, readEnding, readMoment, type Ending } from './demo-record.ts';
import { coverageLines, momentLine, momentLines, outcomeLines } from './demo-screen.ts';
import { DEMO_WORDS, linkLines, pagesLine, verifyLines, welcomeLines } from './demo-words.ts';
import { untilStopped } from './stop.ts';
import { Screen } from './terminal.ts';

export type DemoOptions = {
  /** Ends after the rehearsal instead of serving until Ctrl-C. */
  readonly exit: boolean;
  /** Where the figures go, if anywhere. */
  readonly json?: string | undefined;
  readonly seed: number;
  /** Real milliseconds to rest at each instant. */
  readonly pace: number;
  /** The programme's folder. */
  readonly programme: string;
  /** Keeps the record of the last demo and shows it again. */
  readonly keep: boolean;
  readonly stateDir: string;
  /** 0: any free one. */
  readonly port: number;
  readonly lang?: Language;
};

/** How often the live block is read and drawn anew. */
const REDRAW_MS = 700;

/** @returns the exit code */
export async function runDemo(options: DemoOptions): Promise<number> {
  const screen = new Screen(process.stdout);
  const language = options.lang ?? 'vi';
  const read = readProgrammeFolder(folderOnDisk(options.programme));
  if (!read.ok) {
    for (const problem of read.problems) console.error(problemLine(problem, language));
    return EXIT.refused;
  }
  const stack = new Stack();
  const abort = new AbortController();
  const stopped = untilStopped().then(() => abort.abort());
  const demo = new Demo(options, read.folder, screen, language, abort.signal);
  try {
    const played = await Promise.race([demo.play(stack), stopped]);
    if (played === undefined) return EXIT.refused;
    if (!options.exit) {
      screen.print('', pagesLine(played.api, read.folder, language), DEMO_WORDS.serving[language]);
      await stopped;
    }
    return played.ok ? EXIT.ok : EXIT.refused;
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error;
    screen.print('', error.message, JSON.stringify(error.details, null, 2));
    return EXIT.refused;
  } finally {
    abort.abort();
    screen.print(DEMO_WORDS.stopping[language]);
    await stack.stop();
  }
}

class Demo {
  readonly #options: DemoOptions;
  readonly #folder: ProgrammeFolder;
  readonly #screen: Screen;
  readonly #language: Language;
  readonly #signal: AbortSignal;
  readonly #startedMs = performance.now();
  readonly #seconds = { servers: 0, import: 0, cascade: 0 };

  constructor(
    options: DemoOptions,
    folder: ProgrammeFolder,
    screen: Screen,
    language: Language,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#screen = screen;
    this.#language = language;
    this.#signal = signal;
  }

  async play(stack: Stack): Promise<{ ok: boolean; api: string }> {
    const { keep } = this.#options;
    const screen = this.#screen;
    const language = this.#language;
    screen.print(...welcomeLines(this.#folder, language));
    const onProgress = (text: string) => screen.print(text);
    const parts = await this.#timed('servers', () =>
      startParts({ ...this.#options, onProgress }, stack),
    );
    const shown = await this.#moment(parts);
    const kept = keep && shown !== null;
    const operator = await this.#timed('import', () => this.#load(parts, kept));
    screen.print(...linkLines(parts, this.#folder, operator, this.#options.stateDir, language));
    const rollout = kept
      ? shown.rollout
      : await this.#timed('cascade', () => this.#rehearse(parts, operator));
    return { ...(await this.#tellEnding(parts, rollout)), api: parts.api };
  }

  async #load(parts: DemoParts, kept: boolean): Promise<string> {
    if (!kept) await importProgramme(parts.intake, this.#folder, { rehearsal: true });
    const { key } = this.#folder.programme;
    const operator = await createOperator(parts.intake, key, DEMO_WORDS.operatorPost.vi);
    if (operator === null) throw new Error(`the record has no programme ${key}`);
    return operator.token;
  }

  async #rehearse(parts: DemoParts, operatorToken: string): Promise<string> {
    const { seed, pace: paceMs } = this.#options;
    const watch = this.#watch(parts);
    try {
      const { rollout } = await rehearse({
        api: parts.api,
        operatorToken,
        programme: this.#folder,
        seed,
        paceMs,
        signal: this.#signal,
        onDraft: ({ token, rollout: id }) =>
          this.#screen.print(
            `curl -s -H 'Authorization: Bearer ${token}' ${parts.api}/rollouts/${id}`,
            '',
          ),
      });
      return rollout;
    } finally {
      await watch.stop();
      this.#screen.settle();
    }
  }

  /** Reads and draws while the rehearsal runs: the screen is never ahead of the record, nor slows it much. */
  #watch(parts: DemoParts): { stop(): Promise<void> } {
    const language = this.#language;
    let drawing = Promise.resolve();
    const draw = async () => {
      const moment = await this.#moment(parts);
      if (moment !== null)
        this.#screen.draw({
          block: () => momentLines(moment, language),
          line: () => momentLine(moment, language),
          day: moment.today,
        });
    };
    const timer = setInterval(() => {
      drawing = drawing.then(draw).catch(() => {});
    }, REDRAW_MS);
    return {
      async stop() {
        clearInterval(timer);
        await drawing;
      },
    };
  }

  #moment(parts: DemoParts) {
    return readMoment(parts.reader, this.#folder, this.#language);
  }

  async #tellEnding(parts: DemoParts, rollout: string): Promise<{ ok: boolean }> {
    const moment = await this.#moment(parts);
    if (moment === null) throw new Error('the record has no rollout');
    const ending = await readEnding(parts.reader, this.#folder, rollout, moment);
    const verification = await verifyRecord({
      sql: parts.reader,
      programme: this.#folder.programme.key,
      temporal: parts.temporal,
    });
    const total = (performance.now() - this.#startedMs) / 1000;
    this.#tell(ending, verification, total);
    return { ok: verification.ok };
  }

  #tell(ending: Ending, verification: Verification, total: number): void {
    const language = this.#language;
    const { json, seed } = this.#options;
    const round = (n: number) => Math.round(n * 10) / 10;
    const { servers, import: load, cascade } = this.#seconds;
    const seconds = {
      servers: round(servers),
      import: round(load),
      cascade: round(cascade),
      total: round(total),
    };
    const { key } = this.#folder.programme;
    const figures = figuresOf(key, seed, ending, verification, seconds);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
    this.#screen.print(
      '',
      ...coverageLines(ending.outcome, ending.moment, language),
      '',
      ...outcomeLines(ending.outcome, language),
      '',
      ...verifyLines(verification, language),
      DEMO_WORDS.took[language](seconds.total, seconds.cascade, ending.digest),
    );
  }

  async #timed<T>(part: 'servers' | 'import' | 'cascade', run: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await run();
    } finally {
      this.#seconds[part] = (performance.now() - since) / 1000;
    }
  }
}

/** Live output: redrawn in place on a terminal, plain lines where it is piped. */
import { stripVTControlCharacters } from 'node:util';

/** Where it is written; `process.stdout` fits. */
export type Output = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
};

const FULL = '█';
const EMPTY = '░';
/** Partly filled cells, an eighth each. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** `██████▌░░░` of that many cells. Full only when all is done: 105 of 106 is not 106. */
export function bar(done: number, of: number, cells: number): string {
  const share = of === 0 ? 0 : Math.min(1, done / of);
  const eighths = Math.floor(share * cells * 8);
  const full = FULL.repeat(Math.floor(eighths / 8));
  const part = EIGHTHS[eighths % 8] ?? '';
  return full + part + EMPTY.repeat(cells - full.length - part.length);
}

/** Columns as wide as their widest cell; all but the first may be aligned to the right. */
export function columnsOf(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths = rows.reduce<number[]>(
    (w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, widthOf(cell))),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
        return right.includes(i) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Cells on the screen: Vietnamese in NFC is one cell a letter, as are the bars. */
const widthOf = (text: string) => [...stripVTControlCharacters(text).normalize('NFC')].length;

/** Lines of at most so many cells, broken between words. */
export function wrapped(text: string, cells: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= cells)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** At most as many cells as the terminal has: a wrapped line would not be found again. */
const cut = (line: string, columns: number) =>
  widthOf(line) <= columns ? line : `${[...line.normalize('NFC')].slice(0, columns - 1).join('')}…`;

/** What is drawn again and again. */
export type Frame = {
  /** For a terminal. */
  readonly block: () => readonly string[];
  /** For a pipe. */
  readonly line: () => string;
  /** A pipe gets one line of each: the programme's day. */
  readonly day: string;
};

/** Between two lines when piped. */
const LINE_MS = 1_000;

export class Screen {
  readonly isLive: boolean;
  readonly #out: Output;
  readonly #nowMs: () => number;
  #drawn = 0;
  #lastLineMs = Number.NEGATIVE_INFINITY;
  #lastDay = '';

  constructor(out: Output, nowMs: () => number = performance.now.bind(performance)) {
    this.#out = out;
    this.#nowMs = nowMs;
    this.isLive = out.isTTY === true;
  }

  /** Lines that stay, above whatever is redrawn. */
  print(...lines: readonly string[]): void {
    this.#erase();
    for (const line of lines) this.#out.write(`${line}\n`);
  }

  /** The block at the bottom, drawn over the one before; piped, a line now and then. */
  draw(frame: Frame): void {
    if (!this.isLive) return this.#say(frame);
    const { columns = 80, rows = 24 } = this.#out;
    const lines = frame
      .block()
      .slice(0, rows - 1)
      .map((text) => cut(text, columns));
    this.#erase();
    this.#out.write(lines.map((text) => `${text}\n`).join(''));
    this.#drawn = lines.length;
  }

  /** Leaves the block as it stands: what follows is printed below it. */
  settle(): void {
    this.#drawn = 0;
  }

  #say({ line, day }: Frame): void {
    const nowMs = this.#nowMs();
    if (nowMs - this.#lastLineMs < LINE_MS || day === this.#lastDay) return;
    this.#lastLineMs = nowMs;
    this.#lastDay = day;
    this.#out.write(`${line()}\n`);
  }

  #erase(): void {
    // Up so many lines, to their start, and everything below is cleared.
    if (this.#drawn > 0) this.#out.write(`\u001B[${this.#drawn}F\u001B[J`);
    this.#drawn = 0;
  }
}

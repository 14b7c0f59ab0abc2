import { execFile } from 'node:child_process';
import { serverEnvironment } from './surroundings.ts';

export interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both outputs and, where it did not start at all, the reason. */
  readonly said: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  readonly as?: { readonly uid: number; readonly gid: number } | undefined;
  /** Further variables for programs that need the caller's settings, such as an index of packages. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a short program to its end. Never rejects: a program that is missing is an answer too. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [file = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      {
        env: { ...serverEnvironment(), ...options.env },
        timeout: options.timeoutMs ?? 0,
        maxBuffer: 16 * 1024 * 1024,
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        ...options.as,
      },
      (error, stdout, stderr) => {
        const said = [stdout, stderr, error?.message ?? ''].join('\n').trim();
        resolve({ ok: error === null, stdout, said });
      },
    );
    // A program that ends without reading its input closes the pipe under us.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

import { join } from 'node:path';
import type { Command } from 'commander';
import { formatVi, localDate } from '#domain/civil-date.ts';
import { problemLine, type FolderProblem } from '#domain/programme-problems.ts';
import type { Instant, Language } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { accountInput } from '#facts/account.input.ts';
import { createOperator } from '#facts/account.ts';
import { issueCode } from '#facts/activation.ts';
import { code, day } from '#facts/fields.input.ts';
import { compareProgramme, importProgramme, type ImportDifference } from '#facts/programme.ts';
import { fingerprintOf, hashToken } from '#facts/record.ts';
import { print, Refused, withContext } from './context.ts';
import { demandPath, given } from './given.ts';
import { programmeNew } from './programme-new.ts';
import { REFUSALS, WORDS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** The commands about what a programme is made of: folders, accounts. */
export function addRegistryCommands(program: Command): void {
  program
    .command('import <folder>')
    .description('load a programme folder, all or nothing; shows the difference first')
    .option('--rehearsal', 'a rehearsal: stepped clock, marked on every screen')
    .option('--dry-run', 'show the difference and change nothing')
    .option('--yes', 'apply a difference to a programme that is running')
    .action(async (folder: string, options: ImportFlags) => {
      await importFolder(folder, { ...options, ...program.opts<Common>() });
    });

  const programme = program.command('programme').description('programme folders');
  programme
    .command('new')
    .description("make another province's folder")
    .requiredOption('--units <file>', 'unit file (CSV)')
    .requiredOption('--province <code>', "the province's code")
    .option('--like <key>', 'the programme taken as a model', 'lai-chau-2023-2033')
    .option('--key <key>', 'key of the new programme')
    .option('--from <date>', 'day of issue, YYYY-MM-DD')
    .requiredOption('--out <folder>', 'folder to write; must be empty or absent')
    .action((options: NewFlags) => {
      newFolder({ ...options, ...program.opts<Common>() });
    });

  const account = program.command('account').description('accounts');
  account
    .command('create')
    .description('create an operator of a programme; prints its token and activation code once')
    .requiredOption('--operator', 'an operator: the other accounts are created over HTTP')
    .requiredOption('--programme <key>', 'the programme')
    .option('--post <text>', 'post of the operator', 'Người vận hành')
    .action((options: OperatorFlags) => newOperator({ ...options, ...program.opts<Common>() }));
}

type OperatorFlags = { programme: string; post: string };

/** A token for programs, and for the person at the machine a login with the code that sets its password. */
async function newOperator({ json, lang, ...options }: OperatorFlags & Common): Promise<void> {
  const programme = given(code, options.programme, { '': '--programme' });
  const post = given(accountInput.shape.post, options.post, { '': '--post' });
  await withContext(async (context) => {
    const { sql } = context.open('lt_intake');
    const made = await createOperator(sql, programme, post);
    if (made === null) throw new Refused(REFUSALS.noProgramme(programme));
    const fingerprint = fingerprintOf('CLI', 'account create', { id: made.id });
    const request = { tokenHash: hashToken(made.token), key: 'activation', fingerprint };
    const { answer, code: activationCode } = await issueCode(sql, request, made.id);
    const { login, expiresAt } = answer as { login: string; expiresAt: Instant };
    print(
      json ?? false,
      { ...made, login, activationCode, expiresAt },
      () =>
        WORDS.operator(made.token, login, activationCode ?? '', formatVi(localDate(expiresAt)))[
          lang
        ],
    );
  });
}

type ImportFlags = { rehearsal?: boolean; dryRun?: boolean; yes?: boolean };

async function importFolder(path: string, flags: ImportFlags & Common): Promise<void> {
  demandPath('<folder>', path, 'folder');
  const read = readProgrammeFolder(folderOnDisk(path));
  if (!read.ok) return refuse(read.problems, read.count, flags);
  await withContext(async (context) => {
    const { sql } = context.open('lt_intake');
    const before = await compareProgramme(sql, read.folder);
    const held = before.running > 0 && !before.same && flags.yes !== true;
    if (flags.dryRun === true || held) {
      print(flags.json ?? false, before, (diff) => differenceText(diff, flags.lang));
      if (!held || flags.dryRun === true) return;
      throw new Refused(REFUSALS.running(before.running));
    }
    const done = await importProgramme(sql, read.folder, { rehearsal: flags.rehearsal ?? false });
    print(flags.json ?? false, done, (diff) => differenceText(diff, flags.lang));
  });
}

function differenceText(diff: ImportDifference, language: Language): string {
  if (diff.same) return WORDS.nothingChanged[language];
  const lines = diff.tables.map(
    ({ table, added, changed, kept }) =>
      `${table}: +${added.length} ~${changed.length}${kept.length > 0 ? WORDS.kept(kept.length)[language] : ''}` +
      changed
        .slice(0, 20)
        .map((key) => `\n  ~ ${key}`)
        .join(''),
  );
  return lines.join('\n');
}

type NewFlags = {
  units: string;
  province: string;
  like: string;
  key?: string;
  from?: string;
  out: string;
};

function newFolder(flags: NewFlags & Common): void {
  const { key, from } = flags;
  const likeFolder = join(import.meta.dirname, '../programmes', flags.like);
  given(code, flags.like, { '': '--like' });
  given(code, flags.province, { '': '--province' });
  if (key !== undefined) given(code, key, { '': '--key' });
  if (from !== undefined) given(day, from, { '': '--from' });
  demandPath('--units', flags.units, 'file');
  demandPath('--like', likeFolder, 'folder');
  const outcome = programmeNew({
    unitsFile: flags.units,
    provinceCode: flags.province,
    likeFolder,
    out: flags.out,
    ...(key === undefined ? {} : { key }),
    ...(from === undefined ? {} : { from }),
  });
  if (!outcome.ok) return refuse(outcome.problems, outcome.count, flags);
  const { folder, issueOn, files } = outcome;
  print(flags.json ?? false, { key: folder.programme.key, issueOn, files }, (made) =>
    [
      `${made.key} → ${flags.out} (${WORDS.issuedOn(formatVi(made.issueOn))[flags.lang]})`,
      ...made.files,
    ].join('\n'),
  );
}

function refuse(problems: readonly FolderProblem[], count: number, { json, lang }: Common): never {
  if (json === true) console.log(JSON.stringify({ ok: false, count, problems }, null, 2));
  else {
    for (const problem of problems) console.error(problemLine(problem, lang));
    console.error(WORDS.problems(count)[lang]);
  }
  throw new Refused();
}

/** What the demo says around its figures. */
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Language } from '#domain/vocabulary.ts';
import type { Verification } from '#verify/index.ts';
import { logFile, type DemoParts } from './demo-parts.ts';
import { REHEARSAL_MARK } from './demo-screen.ts';

export const DEMO_WORDS = {
  operatorPost: { vi: 'Người vận hành', en: 'Operator' },
  serving: {
    vi: 'Máy chủ vẫn chạy. Nhấn Ctrl-C để dừng.',
    en: 'The servers keep running. Ctrl-C stops them.',
  },
  stopping: { vi: 'Đang dừng…', en: 'Stopping…' },
  took: {
    vi: (total: number, cascade: number, digest: string) =>
      `Hết ${total} giây, riêng đợt triển khai ${cascade} giây. Mã đối chiếu của sổ ghi: ${digest}`,
    en: (total: number, cascade: number, digest: string) =>
      `${total} seconds, the rollout alone ${cascade}. Digest of the ledger: ${digest}`,
  },
} as const;

export const welcomeLines = ({ programme }: ProgrammeFolder, language: Language): string[] => [
  REHEARSAL_MARK[language],
  programme.title[language],
  '',
];

/** Pages with a click for each persona; they are there once the offices have accounts. */
export const pagesLine = (
  api: string,
  { programme }: Pick<ProgrammeFolder, 'programme'>,
  language: Language,
): string =>
  `${{ vi: 'Mở trong trình duyệt', en: 'Open in a browser' }[language]}: ${api}/tap-huan/${programme.key}`;

/** Where to look, and one request that works at once. */
export function linkLines(
  { api, temporalUi }: Pick<DemoParts, 'api' | 'temporalUi'>,
  { programme }: ProgrammeFolder,
  operatorToken: string,
  stateDir: string,
  language: Language,
): string[] {
  const words = {
    vi: ['Tài liệu API', 'Quy trình đang chạy (Temporal)', 'Nhật ký'],
    en: ['API reference', 'Live workflows (Temporal)', 'Log'],
  } as const;
  const [reference, workflows, log] = words[language];
  return [
    pagesLine(api, { programme }, language),
    `${reference}: ${api}/reference`,
    ...(temporalUi === null ? [] : [`${workflows}: ${temporalUi}`]),
    `${log}: ${logFile(stateDir)}`,
    `curl -s -H 'Authorization: Bearer ${operatorToken}' ${api}/programmes/${programme.key}/clock`,
  ];
}

/** One line when all is well, else what is not. */
export function verifyLines({ ok, invariants }: Verification, language: Language): string[] {
  const held = invariants.filter((i) => i.ok && i.checked).map((i) => i.id);
  const unchecked = invariants.filter((i) => !i.checked).map((i) => i.id);
  const words = {
    vi: { ok: 'Kiểm tra sổ ghi: đúng', bad: 'Kiểm tra sổ ghi: CÓ LỖI', skipped: 'chưa kiểm tra' },
    en: { ok: 'verify: ok', bad: 'verify: NOT OK', skipped: 'not checked' },
  }[language];
  const broken = invariants
    .filter((i) => !i.ok)
    .flatMap(({ id, title, problems }) => [
      `  ${id} ${title[language]}`,
      ...problems.slice(0, 5).map(({ subject, message }) => `    ${subject}: ${message}`),
    ]);
  const skipped = unchecked.length === 0 ? '' : ` · ${words.skipped}: ${unchecked.join(', ')}`;
  return [`${ok ? words.ok : words.bad} (${held.join(', ')})${skipped}`, ...broken];
}

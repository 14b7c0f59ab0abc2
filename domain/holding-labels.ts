/** Words of the lists that say who holds what: why it is still open, and what comes next. */
import { ADJUSTMENT_REASON_LABELS } from './labels.ts';
import { formatVi } from './civil-date.ts';
import type { HoldingReason, HoldingReasonKind, NextAction } from './holding-reason.ts';
import type { Bilingual, CivilDate, Language } from './vocabulary.ts';

const label = (vi: string, en: string): Bilingual => ({ vi, en });

export const HOLDING_REASON_LABELS: Readonly<Record<HoldingReasonKind, Bilingual>> = {
  request: label('Đề nghị điều chỉnh', 'Adjustment requested'),
  vacant: label('Khuyết đầu mối', 'Nobody in post'),
  return: label('Trả lại', 'Returned'),
  dispute: label('Hai bên chưa thống nhất', 'Disputed'),
  refuted: label(
    'Hội nghị không sau hội nghị cấp trên',
    'The conference was not after the one of the tier above',
  ),
};

const NEXT_ACTION_LABELS: Readonly<Record<NextAction, Bilingual>> = {
  acknowledge: label('Tiếp nhận', 'Acknowledge'),
  acknowledgeVersion: label('Tiếp nhận bản mới', 'Acknowledge the new version'),
  filePlan: label('Gửi kế hoạch', 'File the plan'),
  fileConference: label('Gửi kết quả hội nghị', 'File the conference'),
  fileReport: label('Gửi báo cáo', 'File the report'),
  meetAgain: label('Tổ chức lại hội nghị', 'Hold the conference again'),
  mend: label('Bổ sung theo yêu cầu', 'Mend what was returned'),
  agree: label('Hai bên thống nhất hoặc xin ý kiến cấp trên', 'Agree, or ask the superiors'),
  answer: label('Trả lời đề nghị điều chỉnh', 'Answer the request'),
  appoint: label('Bố trí người phụ trách thay', 'Name somebody to stand in'),
};

/** "Đề nghị điều chỉnh (Thời hạn): Xin lùi hạn"; what is said to one's own superior alone, to no other agency. */
export function explainReason(
  because: HoldingReason,
  language: Language,
  ownAgency: boolean,
): string {
  const kind = HOLDING_REASON_LABELS[because.kind][language];
  const said = (text: string | null) => (text === null || text === '' ? '' : `: ${text}`);
  switch (because.kind) {
    case 'request': {
      const reason = ADJUSTMENT_REASON_LABELS[because.reason][language];
      return `${kind} (${reason})${said(ownAgency ? because.text : null)}`;
    }
    case 'return':
      return `${kind}${said(because.reason)}`;
    case 'dispute':
      return `${kind}${said(because.differs)}`;
    case 'vacant':
    case 'refuted':
      return kind;
  }
}

/** "Trả lời đề nghị điều chỉnh (hạn 20/10/2023)". */
export function explainNext(action: NextAction, by: CivilDate | null, language: Language): string {
  const words = NEXT_ACTION_LABELS[action][language];
  const until = label('hạn', 'by')[language];
  return by === null ? words : `${words} (${until} ${formatVi(by)})`;
}

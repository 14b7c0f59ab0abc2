/** What a side has filed, for the other one to read before it answers. */
import type { ConferenceEvidence, DocumentRef, Evidence as Filed } from '#domain/assignment.ts';
import { formatVi } from '#domain/civil-date.ts';
import { CONFERENCE_FORM_LABELS, CONFERENCE_MODE_LABELS } from '#domain/labels.ts';
import type { Bilingual, CivilDate, Language } from '#domain/vocabulary.ts';
import { WORK } from '#web/words.ts';
import type { Side } from './forms.ts';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

type Props = {
  filing: {
    readonly agency: string;
    readonly on: CivilDate;
    readonly evidence: object;
    readonly dispute: { readonly differs: string | null } | null;
  };
  /** Of the pair, or of the agencies that sign. */
  sides: readonly Side[];
  language: Language;
};

export const Evidence = ({ filing, sides, language }: Props) => {
  const nameOf = (agency: string) => sides.find((side) => side.agency === agency)?.name ?? agency;
  const rows = rowsOf(filing.evidence as Filed, nameOf, language);
  return (
    <div class="evidence">
      <p>
        {WORK.filedBy[language]}: {nameOf(filing.agency)}, {formatVi(filing.on)}
      </p>
      <dl>
        {rows.map(([term, told]) => (
          <div>
            <dt>{term[language]}</dt>
            <dd>{told}</dd>
          </div>
        ))}
      </dl>
      {filing.dispute?.differs == null ? null : (
        <p class="why">
          {WORK.differs[language]}: {filing.dispute.differs}
        </p>
      )}
    </div>
  );
};

type Row = readonly [Bilingual, string];

function rowsOf(filed: Filed, nameOf: (agency: string) => string, language: Language): Row[] {
  switch (filed.step) {
    case 'plan': {
      const { documents, localItems, unchangedCopy } = filed.plan;
      const papers = documents.map((one): Row => [
        both('Văn bản', 'Document'),
        `${nameOf(one.agency)}: ${paper(one)}`,
      ]);
      const copy = both('Sao nguyên văn mẫu của cấp trên', 'An unchanged copy of the template');
      return [
        ...papers,
        ...localItems.map((item): Row => [both('Nội dung riêng', 'Item of its own'), item]),
        ...(unchangedCopy ? [[both('Lưu ý', 'Note'), copy[language]] as const] : []),
      ];
    }
    case 'conference':
      return conferenceRows(filed.conference, nameOf, language);
    case 'report': {
      const { document, remarks } = filed.report;
      return [
        [both('Văn bản', 'Document'), paper(document)],
        ...(remarks === null ? [] : [[both('Ghi chú', 'Remarks'), remarks] as const]),
      ];
    }
  }
}

function conferenceRows(
  held: ConferenceEvidence,
  nameOf: (agency: string) => string,
  language: Language,
): Row[] {
  const count = ({ byAgency, others }: ConferenceEvidence['present']) =>
    [
      ...Object.entries(byAgency).map(([agency, heads]) => `${nameOf(agency)} ${heads}`),
      `${both('khác', 'others')[language]} ${others}`,
    ].join(', ');
  return [
    [both('Ngày tổ chức', 'Held on'), formatVi(held.heldOn)],
    [both('Hình thức', 'Form'), CONFERENCE_FORM_LABELS[held.form][language]],
    [both('Cách tổ chức', 'How'), CONFERENCE_MODE_LABELS[held.mode][language]],
    [both('Được mời', 'Invited'), count(held.invited)],
    [both('Có mặt', 'Present'), count(held.present)],
    [both('Chủ trì', 'Chair'), held.chairPost],
    [both('Biên bản', 'Minutes'), paper(held.minutes)],
  ];
}

const paper = ({ number, on }: DocumentRef): string => `${number} (${formatVi(on)})`;

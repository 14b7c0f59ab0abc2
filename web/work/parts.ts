/** What several acts ask for alike: a document, a post, heads by agency. */
import type { Bilingual, CivilDate } from '#domain/vocabulary.ts';
import type { Field, Group } from '#web/form.ts';
import type { Side } from './forms.ts';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

export const documentParts = (at: string, today: CivilDate, legend: Bilingual | string): Group => ({
  legend,
  fields: [
    {
      kind: 'line',
      name: `${at}.number`,
      max: 100,
      label: both('Số, ký hiệu', 'Number'),
      hint: both(
        'Ví dụ 12/KH-CAX; không có số thì ghi “không số”',
        'For example 12/KH-CAX, or “không số”',
      ),
    },
    {
      kind: 'date',
      name: `${at}.on`,
      label: both('Ngày văn bản', 'Date of the document'),
      value: today,
    },
  ],
});

export const optional = ({ legend, fields }: Group): Group => ({
  legend,
  fields: fields.map((field) => ({ ...field, optional: true })),
});

export const DOCUMENT = both('Văn bản', 'Document');
export const MINUTES = both('Biên bản hoặc báo cáo', 'Minutes or report');

export const options = <T extends string>(labels: Readonly<Record<T, Bilingual>>) =>
  Object.entries(labels) as [T, Bilingual][];

export const post = (name: string, label: Bilingual): Field => ({
  kind: 'line',
  name,
  max: 200,
  label,
  hint: both('Chỉ ghi chức vụ, không ghi tên người', 'The post only, never a person’s name'),
});

export function attendance(
  at: 'invited' | 'present',
  legend: Bilingual,
  sides: readonly Side[],
): Group {
  const heads = (name: string, label: Bilingual | string): Field => ({
    kind: 'count',
    name: `${at}.${name}`,
    label,
  });
  return {
    legend,
    fields: [
      ...sides.map(({ agency, name }) => heads(`byAgency.${agency}`, name)),
      heads('others', both('Thành phần khác', 'Others')),
    ],
  };
}

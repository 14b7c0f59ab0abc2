import type { WorkSection } from '#api/work/items.ts';
import type { Bilingual } from '#domain/vocabulary.ts';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

/** In the order of PRODUCT 3; a section without a heading does not compile. */
export const SECTIONS: Readonly<Record<WorkSection, Bilingual>> = {
  returned: both('Bị trả lại', 'Returned'),
  now: both('Cần làm ngay', 'To do now'),
  toConfirm: both('Chờ bạn xác nhận', 'Waiting for your word'),
  waiting: both('Chờ cơ quan khác', 'Waiting for others'),
  coming: both('Sắp tới', 'Coming up'),
  toAnswer: both('Chờ trả lời', 'To be answered'),
  toCheck: both('Chờ kiểm tra', 'To be checked'),
  vacantBelow: both('Khuyết đầu mối', 'Vacant offices'),
  rollout: both('Đợt triển khai', 'The rollout'),
  done: both('Đã xong', 'Done'),
};

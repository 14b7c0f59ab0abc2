/**
 * A name as people type it into a search box without Vietnamese input: no accents, lower case, single blanks.
 * `Đắk Lắk` and `dak lak` meet. Only for finding: identity is the unit's key, never a name (two units of one
 * district may share a name).
 */
export function searchName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

/** What both dictionaries build their sentences with. */

import { plural } from './format';

/** 西文名字两边留空，中文名字不留。 */
export function spaced(name: string): string {
  return /^[\x20-\x7e]+$/.test(name) ? ` ${name} ` : name;
}

/** `1 paper`, `24 papers`; `n` is already formatted for the reader. */
export function papers(n: string): string {
  return `${n} ${plural('en', Number(n.replaceAll(',', '')), { one: 'paper', other: 'papers' })}`;
}

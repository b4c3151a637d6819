/** A day of the calendar in one sentence, for those who cannot see its marks. */

import type { DayCell } from '../host';
import { format, lang, t } from '../i18n/index.svelte';

export function dayWords(cell: DayCell, today: string, now: Date): string {
  const n = (count: number) => format.count(lang(), count);
  const words = [format.longDay(lang(), cell.date, now)];
  if (cell.kind === 'digest') {
    if (cell.counts) words.push(t().calendar.digest(n(cell.counts.recommend)));
    if (cell.ledger && cell.ledger.failed > 0) words.push(t().calendar.failed(n(cell.ledger.failed)));
    const listed = cell.counts ? cell.counts.recommend + cell.counts.borderline + cell.counts.skip : 0;
    if (cell.read > 0) words.push(cell.read >= listed ? t().archive.readAll : t().archive.read(n(cell.read), n(listed)));
    if (cell.origin === 'sample') words.push(t().calendar.sample);
    if (cell.origin === 'import') words.push(t().calendar.imported);
  } else {
    words.push(t().calendar[cell.kind]);
  }
  if (cell.date === today) words.push(t().calendar.today);
  return words.join(lang() === 'zh-CN' ? '，' : ', ');
}

/** A day that is written out: `2026-01-09`, `2026/1/9`, the same in Chinese, or a month of it; null when it is none. */
export function readDay(text: string): string | null {
  const found = /^\s*(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})(?:\s*[-/.\u6708]\s*(\d{1,2})?\s*\u65e5?)?\s*$/.exec(text);
  if (!found) return null;
  const day = `${found[1]}-${found[2]?.padStart(2, '0')}-${(found[3] ?? '1').padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

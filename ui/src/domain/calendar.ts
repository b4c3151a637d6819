/** Days and months, and when arXiv announces next. */

import type { DayCell } from '../host';

export interface Month {
  year: number;
  /** 1 to 12. */
  month: number;
}

export function monthOf(day: string): Month {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) };
}

export function shiftMonth({ year, month }: Month, by: number): Month {
  const index = year * 12 + month - 1 + by;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

/** The reader's own day. */
export function localDay(now: Date): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export function shiftDay(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** Weeks of a month from Monday on; null stands for a day of another month. */
export function weeksOf(cells: DayCell[]): (DayCell | null)[][] {
  if (!cells[0]) return [];
  const slots: (DayCell | null)[] = [...Array<null>(weekdayOf(cells[0].date)).fill(null), ...cells];
  while (slots.length % 7 !== 0) slots.push(null);
  return Array.from({ length: slots.length / 7 }, (_, i) => slots.slice(i * 7, i * 7 + 7));
}

/** The moment at which New York's clocks show 20:00 on a day. */
function eveningInNewYork(day: string): Date {
  const utc = new Date(`${day}T20:00:00Z`);
  const there = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric', hourCycle: 'h23' });
  // New York is 4 or 5 hours behind: what its clocks show at 20:00 UTC tells which.
  return new Date(utc.getTime() + (20 - Number(there.format(utc))) * 3_600_000);
}

/**
 * When arXiv announces next: 20:00 in New York on the evening before a mailing day (Monday to Friday). `holidays` are
 * days known to have no mailing. Source: <https://info.arxiv.org/help/availability.html>.
 */
export function nextAnnouncement(now: Date, holidays: ReadonlySet<string>): Date {
  let day = shiftDay(now.toISOString().slice(0, 10), -1);
  for (let i = 0; i < 30; i++, day = shiftDay(day, 1)) {
    const evening = eveningInNewYork(shiftDay(day, -1));
    if (weekdayOf(day) < 5 && !holidays.has(day) && evening > now) return evening;
  }
  return eveningInNewYork(day);
}

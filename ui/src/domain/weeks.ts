/** Counts of days, added up by week. */

import { shiftDay, weekdayOf } from './calendar';

/** The Mondays of the last `n` weeks, the oldest first. */
export function lastWeeks(today: string, n: number): string[] {
  const monday = shiftDay(today, -weekdayOf(today));
  return Array.from({ length: n }, (_, i) => shiftDay(monday, -7 * (n - 1 - i)));
}

/** How much fell into each of these weeks. */
export function byWeek(days: { date: string; n: number }[], mondays: string[]): number[] {
  return mondays.map((monday) => days.filter(({ date }) => date >= monday && date < shiftDay(monday, 7)).reduce((sum, { n }) => sum + n, 0));
}

/** The month in the calendar, which the reader turns without leaving the day. */

import type { DayCell, Host } from '../host';
import { monthOf, shiftMonth, type Month } from '../domain/calendar';

export type MonthStore = ReturnType<typeof createMonth>;

/** The days of a month without anything known of them, until the engine has answered. */
function skeleton({ year, month: m }: Month): DayCell[] {
  const days = new Date(Date.UTC(year, m, 0)).getUTCDate();
  return Array.from({ length: days }, (_, i) => {
    const date = `${year}-${String(m).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`;
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    return { date, kind: weekend ? 'weekend' : 'not_announced', counts: null, ledger: null, origin: null, read: 0, attempts: 0 };
  });
}

export function createMonth(host: Host, now: () => Date) {
  const present: Month = { year: now().getFullYear(), month: now().getMonth() + 1 };
  let month = $state.raw(present);
  let cells = $state.raw<DayCell[]>(skeleton(present));
  let known = false;
  let latest = 0;

  async function show(next: Month): Promise<void> {
    const mine = ++latest;
    try {
      const loaded = await host.call('month', next);
      if (mine !== latest) return;
      month = next;
      cells = loaded;
      known = true;
    } catch {
      // The calendar still turns; what is wrong is told where the day is opened.
      const same = next.year === month.year && next.month === month.month;
      if (mine !== latest || same) return;
      month = next;
      known = false;
      cells = skeleton(next);
    }
  }

  return {
    get month() {
      return month;
    },
    get cells() {
      return cells;
    },
    show,
    showDay: (day: string) => {
      const next = monthOf(day);
      return next.year === month.year && next.month === month.month && known ? Promise.resolve() : show(next);
    },
    turn: (by: number) => show(shiftMonth(month, by)),
    reload: () => show(month),
    cell: (day: string): DayCell | undefined => cells.find((cell) => cell.date === day),
  };
}

/** The years of days: the year's map, the week or month told in short, the runs of a day compared. */

import type { AppError, Attempt, Comparison, DayCell, Host, Rollup } from '../host';
import { toAppError } from '../host';
import { shiftDay, shiftMonth, monthOf } from '../domain/calendar';

/** How long the reader stays on a day before its week is asked for, in milliseconds. */
const PAUSE = 150;

/** How long the reader stays on a week or month before a model is asked to write of it, in milliseconds. */
const STAYS = 1500;

export type ArchiveStore = ReturnType<typeof createArchive>;

/** `asksModel`: whether a model is chosen. */
export function createArchive(host: Host, asksModel: () => boolean) {
  let year = $state(0);
  let cells = $state.raw<DayCell[]>([]);
  let kind = $state<Rollup['kind']>('week');
  let around = $state('');
  let rollup = $state.raw<Rollup | null>(null);
  let rollupError = $state.raw<AppError | null>(null);
  let compared = $state.raw<{ date: string; attempts: Attempt[]; a: number; b: number } | null>(null);
  let comparison = $state.raw<Comparison | null>(null);
  let comparisonError = $state.raw<AppError | null>(null);
  let latestYear = 0;
  let latestRollup = 0;
  let latestComparison = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing = $state(false);
  let writer: ReturnType<typeof setTimeout> | undefined;

  async function showYear(next: number): Promise<void> {
    const mine = ++latestYear;
    // A year without an answer is drawn empty; what is wrong is told where a day is opened.
    const loaded = await host.call('year', { year: next }).catch(() => []);
    if (mine !== latestYear) return;
    year = next;
    cells = loaded;
  }

  async function loadRollup(): Promise<void> {
    const mine = ++latestRollup;
    try {
      const loaded = await host.call('rollup', { kind, date: around });
      if (mine !== latestRollup) return;
      rollup = loaded;
      rollupError = null;
      clearTimeout(writer);
      writing = false;
      if (asksModel() && loaded.days > 0 && !loaded.paragraph) writer = setTimeout(() => void sumUp(mine), STAYS);
    } catch (thrown) {
      if (mine === latestRollup) rollupError = toAppError(thrown);
    }
  }

  /** The roll-up once more, with the model's paragraph or with why there is none. */
  async function sumUp(mine: number): Promise<void> {
    if (mine !== latestRollup) return;
    writing = true;
    const told = await host.call('sum_up', { kind, date: around }).catch(() => null);
    if (mine !== latestRollup) return;
    writing = false;
    if (told) rollup = told;
  }

  async function compare(a: number, b: number): Promise<void> {
    if (!compared) return;
    const mine = ++latestComparison;
    compared = { ...compared, a, b };
    try {
      const made = await host.call('compare', { date: compared.date, a, b });
      if (mine !== latestComparison) return;
      comparison = made;
      comparisonError = null;
    } catch (thrown) {
      if (mine === latestComparison) comparisonError = toAppError(thrown);
    }
  }

  return {
    get year() {
      return year;
    },
    get cells() {
      return cells;
    },
    get kind() {
      return kind;
    },
    get rollup() {
      return rollup;
    },
    /** Whether the model is at its paragraph. */
    get writing() {
      return writing;
    },
    get rollupError() {
      return rollupError;
    },
    get compared() {
      return compared;
    },
    get comparison() {
      return comparison;
    },
    get comparisonError() {
      return comparisonError;
    },
    showYear,
    /** What is shown is read again, after something was fetched or written. */
    reload: () => Promise.all([year > 0 ? showYear(year) : null, around ? loadRollup() : null]),
    retry: loadRollup,
    setKind(next: Rollup['kind']): void {
      kind = next;
      void loadRollup();
    },
    /** Tells the week or month that holds a day. */
    tell(date: string, at: 'once' | 'pause' = 'once'): void {
      clearTimeout(timer);
      if (rollup && rollup.kind === kind && date >= rollup.first && date <= rollup.last) {
        around = date;
        return;
      }
      around = date;
      if (at === 'once') void loadRollup();
      else timer = setTimeout(() => void loadRollup(), PAUSE);
    },
    /** The week or month before or after. */
    turn(by: number): void {
      if (kind === 'week') around = shiftDay(around, 7 * by);
      else {
        const { year: y, month } = shiftMonth(monthOf(around), by);
        around = `${y}-${String(month).padStart(2, '0')}-01`;
      }
      void loadRollup();
    },
    /** Lays the two newest runs of a day side by side. */
    async openRuns(date: string): Promise<boolean> {
      const attempts = await host.call('attempts', { date }).catch(() => []);
      const [a, b] = attempts.map(({ attempt }) => attempt).sort((x, y) => x - y).slice(-2);
      if (a === undefined || b === undefined) return false;
      compared = { date, attempts, a, b };
      comparison = null;
      await compare(a, b);
      return true;
    },
    compare,
  };
}

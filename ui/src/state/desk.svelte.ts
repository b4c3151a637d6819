/** All stores of a window, tied to one host; components reach them through the context. */

import { createContext } from 'svelte';
import { dayRequest, type DayCell, type Host } from '../host';
import { localDay } from '../domain/calendar';
import { bibtex, paperMarkdown } from '../domain/citation';
import { t } from '../i18n/index.svelte';
import { copyText } from '../shared/clipboard';
import { createApp } from './app.svelte';
import { createDay } from './day.svelte';
import { createLayout } from './layout.svelte';
import { createLedger } from './ledger.svelte';
import { createMarks } from './marks.svelte';
import { createMonth } from './month.svelte';
import { createReading } from './reading.svelte';
import { createRun, type RunEnd } from './run.svelte';

export type Desk = ReturnType<typeof createDesk>;

export const [getDesk, setDesk] = createContext<Desk>();

export function createDesk(host: Host, clock: () => Date = () => new Date()) {
  /** The present, to the minute: a window stays open for days. */
  let present = $state.raw(clock());
  const now = () => present;
  const app = createApp(host);
  const layout = createLayout();
  const day = createDay(host);
  const marks = createMarks(host);
  const month = createMonth(host, clock);
  const ledger = createLedger(host);
  const reading = createReading(day, marks);
  const run = createRun(host, clock, runEnded, () => {});

  /** Whether the reader has done anything yet; until then the window may change by itself. */
  let touched = false;
  /** What was just done, for the eye and the screen reader. */
  let said = $state('');
  let saidTimer: ReturnType<typeof setTimeout> | undefined;

  function say(words: string) {
    said = words;
    clearTimeout(saidTimer);
    saidTimer = setTimeout(() => (said = ''), 2500);
  }

  async function openDay(date?: string): Promise<void> {
    layout.show('today');
    if (!(await day.open(date))) return;
    await settleDay();
  }

  /** After a day was loaded: its best paper, its month. The sample is no day of the calendar, which shows the present one. */
  async function settleDay(): Promise<void> {
    reading.selectFirst();
    if (day.date) await month.showDay(day.digest?.origin === 'sample' ? localDay(clock()) : day.date);
  }

  function openCell(cell: DayCell): void {
    if (cell.kind === 'digest') {
      void openDay(cell.date);
      return;
    }
    layout.show('today');
    reading.select(null);
    day.openBlank(cell);
  }

  /** The new digest takes the place of the sample only if the reader has touched nothing; else it is offered. */
  async function runEnded(end: RunEnd): Promise<void> {
    await month.reload();
    if (end.kind === 'failed' || !end.outcome.date || !end.outcome.changed) return;
    const newest = end.outcome.date;
    const waiting = day.blank?.date === newest || day.digest === null;
    if (waiting || (!touched && layout.view === 'today')) {
      await openDay(newest);
    } else {
      day.offer(newest);
    }
  }

  /** The sample day is written in the language of the window: it follows a switch. */
  async function set(key: string, value: string): Promise<void> {
    if ((await app.set(key, value)) && key === 'ui.language' && day.digest?.origin === 'sample') await day.retry();
  }

  /** Another profile has its own digests. */
  async function useProfile(file: string): Promise<void> {
    if (!(await app.useProfile(file))) return;
    if (await day.open()) reading.selectFirst();
    await month.reload();
  }

  async function start(): Promise<void> {
    const info = await app.load();
    if (!info) return;
    await Promise.all([run.listen(), host.onShowDay((date) => void openDay(date))]);
    await (info.sample ? day.openSample() : day.open());
    await settleDay();
    if (info.running) run.adopt(info.running);
    else if (info.fetch_on_start && day.error === null) void run.start();
  }

  return {
    host, app, layout, day, marks, month, ledger, reading, run, now, start, openDay, openCell, say,
    get said() {
      return said;
    },
    get today() {
      return localDay(now());
    },
    touch: () => (touched = true),
    tick: () => (present = clock()),
    set,
    useProfile,
    openLink: (url: string) => host.call('open_link', { url }).catch(() => say(t().app.linkFailed)),
    async copy(text: string): Promise<void> {
      say((await copyText(text)) ? t().app.copied : t().app.copyFailed);
    },
    async copyPaper(what: 'citation' | 'markdown'): Promise<void> {
      const paper = reading.paper;
      if (!paper) return;
      const done = await copyText(what === 'citation' ? bibtex(paper) : paperMarkdown(paper));
      say(done ? t().app.copied : t().app.copyFailed);
    },
    async copyReport(): Promise<void> {
      const digest = day.digest;
      if (!digest) return;
      const text = await host.call('markdown', dayRequest(digest.date, digest.origin === 'sample')).catch(() => null);
      say(text && (await copyText(text.markdown)) ? t().app.copied : t().app.copyFailed);
    },
  };
}

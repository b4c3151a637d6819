/** All stores of a window, tied to one host; components reach them through the context. */

import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { dayRequest, type AppInfo, type DayCell, type Destination, type Host, type ListedPaper } from '../host';
import { localDay } from '../domain/calendar';
import { t } from '../i18n/index.svelte';
import { copyText } from '../shared/clipboard';
import { createApp } from './app.svelte';
import { createArchive } from './archive.svelte';
import { createDay } from './day.svelte';
import { createDetails } from './details.svelte';
import { createExporting } from './exporting.svelte';
import { createFind } from './find.svelte';
import { createGuide } from './guide.svelte';
import { createHistory } from './history.svelte';
import { createLayout } from './layout.svelte';
import { createLedger } from './ledger.svelte';
import { createLibrary } from './library.svelte';
import { createMarks } from './marks.svelte';
import { createMonth } from './month.svelte';
import { createNote } from './note.svelte';
import { createPeople } from './people.svelte';
import { createReading, type Source } from './reading.svelte';
import { createRun, type RunEnd } from './run.svelte';
import { createSaid } from './said.svelte';
import { createSearch } from './search.svelte';
import { createSelection } from './selection.svelte';
import { createSettings } from './settings.svelte';

export type Desk = ReturnType<typeof createDesk>;

export const [getDesk, setDesk] = createContext<Desk>();

export function createDesk(host: Host, clock: () => Date = () => new Date()) {
  /** The present, to the minute: a window stays open for days. */
  let present = $state.raw(clock());
  const now = () => present;
  const app = createApp(host);
  const layout = createLayout();
  const day = createDay(host);
  const history = createHistory();
  const marks = createMarks(host, history);
  const month = createMonth(host, clock);
  const archive = createArchive(host, () => app.info !== null && app.info.judge !== 'builtin' && !app.info.sample);
  const ledger = createLedger(host);
  const library = createLibrary(host);
  const details = createDetails(host);
  const search = createSearch(host);
  const exporting = createExporting(host);
  const selection = createSelection();
  const find = createFind();
  const people = createPeople(host, history, marks.fail);
  const note = createNote(host, history, marks.noted);
  const guide = createGuide(host);
  const settings = createSettings(host, history, async (key, value) => {
    await app.write(key, value);
    await settled(key);
  });
  const reading = createReading(source, marks, details);
  const run = createRun(host, clock, runEnded, day.arrive);
  /** The papers that are being judged again. */
  const judging = new SvelteSet<string>();

  /** The list that the present view goes through. */
  function source(): Source {
    if (layout.view === 'search')
      return { name: 'search', order: () => search.hits.map((hit) => hit.id), paper: day.paper, date: (id) => search.hit(id)?.date ?? null };
    if (layout.view === 'library')
      return { name: 'library', order: () => library.order, paper: (id) => library.paper(id), date: library.date };
    const date = day.digest?.date ?? null;
    return { name: 'today', order: () => day.order.map((paper) => paper.id), paper: day.paper, date: (id) => (day.paper(id) ? date : null) };
  }

  /** A paper, wherever it is known from. */
  function paper(id: string): ListedPaper | null {
    return day.paper(id) ?? library.paper(id) ?? details.paper(id);
  }

  /** Whether the reader has done anything yet; until then the window may change by itself. */
  let touched = false;
  /** Whether the reader has asked for the day that a run makes, and looks at the sample until then. */
  let expected = false;
  const said = createSaid();
  const { say, hush } = said;

  async function openDay(date?: string, attempt?: number): Promise<void> {
    layout.show('today');
    selection.clear();
    if (!(await day.open(date, attempt))) return;
    await settleDay();
  }

  /** After a day was loaded: its best paper, its month. The sample is no day of the calendar, which shows the present one. */
  async function settleDay(): Promise<void> {
    reading.selectFirst();
    if (day.date) await month.showDay(day.digest?.origin === 'sample' ? localDay(clock()) : day.date);
  }

  async function openCell(cell: DayCell): Promise<void> {
    if (cell.kind === 'digest') return openDay(cell.date);
    layout.show('today');
    selection.clear();
    reading.select(null);
    day.openBlank(cell);
  }

  /** Opens any day: its digest, or why it has none. */
  async function visit(date: string): Promise<void> {
    await month.showDay(date);
    const cell = month.cell(date);
    await (cell ? openCell(cell) : openDay(date));
  }

  /** The new digest takes the place of the sample only if the reader has touched nothing; else it is offered. */
  async function runEnded(end: RunEnd): Promise<void> {
    void archive.reload();
    await month.reload();
    // A run that found its day made already still ends the sample.
    const beside = !day.blank && day.digest?.origin === 'sample';
    if (end.kind === 'finished' && end.outcome.date && (end.outcome.changed || beside)) await showNew(end.outcome.date);
    // What arrived before a cancel or a failure is stored; the day in sight is read anew in place.
    else if (!day.blank && day.digest?.date === arrivedDay()) await day.retry();
    day.forgetArrived();
  }

  function arrivedDay(): string | null {
    return day.arrived?.date ?? null;
  }

  async function showNew(newest: string): Promise<void> {
    const shown = !day.blank && day.digest?.date === newest && day.digest.origin === 'run';
    const waiting = day.blank?.date === newest || day.digest === null;
    if (shown) await day.retry();
    else if (waiting || ((!touched || expected) && layout.view === 'today')) await openDay(newest);
    else day.offer(newest);
    expected = false;
  }

  /** Shows the run's day as far as it has come. */
  function watchRun(): void {
    if (!day.waiting || !app.info) return;
    const { profile, judge, categories, judge_language: language } = app.info;
    layout.show('today');
    day.openArrived({ profile, judge, categories, language });
    reading.selectFirst();
  }

  /** The sample day is written in the language of the window: it follows a switch. */
  async function set(key: 'ui.language' | 'ui.theme' | 'judge.language', value: string): Promise<void> {
    const info = app.info;
    const before = info && { 'ui.theme': info.theme, 'ui.language': info.ui_language, 'judge.language': info.judge_language }[key];
    const put = async (next: string) => {
      if (!(await app.set(key, next))) return false;
      await settled(key);
      return true;
    };
    if (!before || before === value || !(await put(value))) return;
    history.record({ name: t().settings.keys[key]?.[0] ?? key, undo: () => put(before), redo: () => put(value) });
  }

  async function settled(key: string): Promise<void> {
    if (key === 'ui.language' && day.digest?.origin === 'sample') await day.retry();
  }

  function openGuide(): void {
    guide.go(guide.step);
    layout.show('guide');
  }

  /** Another profile has its own digests. */
  async function useProfile(file: string, then: 'stay' | 'read' = 'read'): Promise<void> {
    const before = app.info?.profile;
    if (!(await turnTo(file, then)) || before === undefined || before === file) return;
    history.record({ name: t().settings.profile, undo: () => turnTo(before, 'read'), redo: () => turnTo(file, 'read') });
  }

  async function turnTo(file: string, then: 'stay' | 'read'): Promise<boolean> {
    if (!(await app.useProfile(file))) return false;
    details.clear();
    void people.load();
    void library.count();
    if ((await day.open()) && then === 'read') reading.selectFirst();
    await month.reload();
    return true;
  }

  /** `listening` is called once events of the engine are heard, however long the day takes; `shown` when the day is there. */
  async function start(listening = () => {}, shown = () => {}): Promise<void> {
    const info = await app.load();
    if (!info) return listening();
    const heard = Promise.all([
      run.listen(),
      exporting.listen(),
      host.on('go', (to) => void go(to)),
      host.on('changed', () => void changed()),
      host.on('settings', () => void Promise.all([app.load(), settings.view && settings.load()])),
      host.on('closing', () => layout.float('closing')),
    ]).then(() => {
      listening();
      if (info.running) run.adopt(info.running);
    });
    await Promise.all([heard, begin(info, shown)]);
  }

  /** Shows what is stored, and the guide where it is to be shown: at the start, and after everything was made anew. */
  async function begin(known?: AppInfo, shown = () => {}): Promise<void> {
    const info = known ?? (await app.load());
    if (!info) return;
    guide.take(info.guide);
    details.clear();
    await (info.sample ? day.openSample() : day.open());
    const settled = settleDay();
    shown();
    void people.load();
    void library.count();
    await settled;
    if (!known) await Promise.all([month.reload(), archive.reload()]);
    if (info.destination) await go(info.destination);
    else if (info.guide.state === 'open') openGuide();
  }

  /** Searches as if the reader had typed it. */
  function searchFor(query: string): void {
    layout.show('search');
    search.type(query);
  }

  /** A place that was asked for from outside of the window. */
  async function go(to: Destination): Promise<void> {
    switch (to.to) {
      case 'today':
        return openDay();
      case 'day':
        return visit(to.date);
      case 'paper':
        return openPaper(to.id);
      case 'search':
        return searchFor(to.query);
      case 'settings':
        layout.show('settings');
    }
  }

  /** Opens a paper in its day, or, when no stored day lists it, beside the day that is shown. */
  async function openPaper(id: string): Promise<void> {
    if (!day.paper(id)) {
      const date = await host.call('paper', { id }).then((known) => known.date, () => null);
      if (date) await visit(date);
    }
    layout.show('today');
    if (day.paper(id)) {
      if (!day.order.some((other) => other.id === id)) day.showAll();
      reading.select(id);
    } else reading.follow(id);
    layout.openPaper(true);
  }

  /** Another process wrote: what is shown is read again, and the reader stays where they are. */
  async function changed(): Promise<void> {
    if (day.digest?.origin === 'sample' && !day.blank) {
      const newest = await host.call('day', {}).catch(() => null);
      if (newest && newest.digest.origin !== 'sample') await showNew(newest.digest.date);
    } else await day.refresh();
    marks.settle();
    if (reading.id) void details.reload(reading.id);
    void people.load();
    if (layout.view === 'library') void library.reload();
    else void library.count();
    await Promise.all([month.reload(), archive.reload()]);
  }

  return {
    host, app, archive, guide, settings, openGuide, refresh: changed, layout, library, day, details, exporting, find, history, judging, marks, month, ledger, note, people, reading, run, search, selection,
    now, start, begin, openDay, openCell, openPaper, visit, searchFor, paper, say, hush, watchRun,
    get said() {
      return said.now;
    },
    get today() {
      return localDay(now());
    },
    fail: marks.fail,
    touch: () => (touched = true),
    /** The first run: its day takes the place of the sample. */
    expect: () => (expected = true),
    tick: () => (present = clock()),
    set,
    useProfile,
    openLink: (url: string) => host.call('open_link', { url }).catch(() => say(t().app.linkFailed)),
    async copy(text: string): Promise<void> {
      say((await copyText(text)) ? t().app.copied : t().app.copyFailed);
    },
    async copyReport(): Promise<void> {
      const digest = day.digest;
      if (!digest) return;
      const text = await host.call('markdown', dayRequest(digest.date, digest.origin === 'sample')).catch(() => null);
      say(text && (await copyText(text.markdown)) ? t().app.copied : t().app.copyFailed);
    },
  };
}

/**
 * Every state of the window on invented data: `?view=today|search|ledger|settings&state=…&theme=…&lang=…&selected=ID&overlay=…`.
 * The page carries the app's own content security policy; what it refuses is counted in `data-violations`.
 */

import './freeze';
import '../src/theme/tokens.css';
import '../src/theme/base.css';

import { mount } from 'svelte';
import type { Language } from '../src/host';
import { fakeHost } from '../src/host/fake';
import { paintTheme } from '../src/state/app.svelte';
import { createDesk } from '../src/state/desk.svelte';
import type { Overlay, ViewName } from '../src/state/layout.svelte';
import type { SettingsSection } from '../src/domain/settingKeys';
import type { Step } from '../src/state/guide.svelte';
import Shell from '../src/views/Shell.svelte';
import Errors from './Errors.svelte';
import { optionsOf, now, type State } from './states';

const query = new URLSearchParams(location.search);
const language = (query.get('lang') ?? 'zh-CN') as Language;
const state = (query.get('state') ?? 'stored') as State;

let violations = 0;
// That a resize is told in the next frame only is no fault.
window.addEventListener('error', ({ message }) => !message.startsWith('ResizeObserver') && (document.documentElement.dataset.error = message));
window.addEventListener('unhandledrejection', (event) => (document.documentElement.dataset.error = String(event.reason)));
document.addEventListener('securitypolicyviolation', (event) => {
  document.documentElement.dataset.violations = String(++violations);
  console.error('refused', event.violatedDirective, event.blockedURI);
});

localStorage.clear();
paintTheme(query.get('theme') ?? 'light');
const host = fakeHost({ ...optionsOf(state, language), language, theme: query.get('theme') ?? 'light' });
const desk = createDesk(host, now);
if (query.get('view') === 'errors') mount(Errors, { target: document.body });
else mount(Shell, { target: document.body, props: { desk } });

await desk.start();
desk.touch();
const selected = query.get('selected');
if (selected) desk.reading.select(selected);
const date = query.get('date');
if (date) {
  await desk.month.showDay(date);
  const cell = desk.month.cell(date);
  if (cell) desk.openCell(cell);
}
const trend = query.get('trend');
if (trend) desk.day.toggleTrend(Number(trend));
const view = query.get('view');
if (view && view !== 'errors') desk.layout.show(view as ViewName);
const section = query.get('section');
if (section) desk.settings.show(section as SettingsSection);
if (query.get('editing')) desk.settings.edit('finance-ai');
const guideStep = query.get('step');
if (guideStep) desk.guide.go(guideStep as Step);
if (query.get('attempt')) await desk.openDay('2026-01-07', 1);
if (query.get('compare')) {
  await desk.archive.openRuns('2026-01-07');
  desk.layout.float('compare');
}
if (view) await new Promise((done) => setTimeout(done, 150));
if (view === 'library') desk.reading.selectFirst();
if (query.get('paper')) desk.layout.openPaper(true);
const words = query.get('q');
if (words !== null) {
  desk.layout.show('search');
  desk.search.type(words);
  await desk.search.again();
  if (!selected) desk.reading.select(desk.search.hits[0]?.id ?? null);
}
if (query.get('writing') && desk.reading.id) desk.note.write(desk.reading.id);
for (const id of query.get('chosen') ? desk.reading.order.slice(0, Number(query.get('chosen'))) : []) desk.selection.toggle(id);
const said = query.get('said');
if (said) desk.say(said, 'undo');
if (query.get('menu')) desk.layout.openMenu(desk.reading.id);
const found = query.get('find');
if (found) {
  desk.find.open();
  desk.find.type(found);
}
const why = query.get('why');
if (why) {
  desk.ledger.find.words = why;
  await new Promise((done) => setTimeout(done, 100));
  document.querySelector<HTMLElement>('[data-testid="ledger-ask"]')?.click();
}
const overlay = query.get('overlay');
if (overlay) desk.layout.float(overlay as Overlay);
for (const opened of query.get('open')?.split(' ') ?? []) {
  const find = () => document.querySelector<HTMLElement>(`[data-testid="${opened}"] summary, button[data-testid="${opened}"]`);
  // Some of it is asked of the host first.
  for (let i = 0; i < 20 && !find(); i++) await new Promise((done) => setTimeout(done, 50));
  find()?.click();
  await new Promise((done) => setTimeout(done, 200));
}
const scroll = query.get('scroll');
for (const scroller of scroll ? document.querySelectorAll('.scroll') : []) {
  const target = scroll === 'end' ? null : scroller.querySelector(`[data-testid="${scroll}"]`);
  if (scroll !== 'end' && !target) continue;
  // A long list grows as its rows are measured.
  for (let i = 0; i < 8; i++) {
    scroller.scrollTop = target ? scroller.scrollTop + target.getBoundingClientRect().top - 20 : scroller.scrollHeight;
    await new Promise((done) => setTimeout(done, 60));
  }
}
if (query.get('keys'))
  for (const key of query.get('keys')?.split(' ') ?? []) {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await new Promise((done) => setTimeout(done, 60));
  }
// WebKit takes its picture with the next frame, and a page that stands still has none.
let beat = 0;
setInterval(() => document.body.style.setProperty('border-bottom', `1px solid rgb(0 0 0 / ${(beat = 1 - beat) / 100})`), 50);
document.documentElement.dataset.ready = 'true';

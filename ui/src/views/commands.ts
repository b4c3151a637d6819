/** Every command of the window, once: the keyboard, the overview of keys and the palette all read this list. */

import { linksOf } from '../domain/papers';
import { t } from '../i18n/index.svelte';
import type { Desk } from '../state/desk.svelte';

export type Group = 'paper' | 'day' | 'app';

export interface Command {
  id: string;
  group: Group;
  label: string;
  /** Key presses as `shortcutOf` names them. */
  keys: string[];
  /** Whether it would do anything now. */
  ready: boolean;
  run: () => void;
}

/** Puts the focus where the keyboard left it: on the open paper's row. */
function focusRow(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.row.selected .open')?.focus({ preventScroll: true }));
}

function focusPane(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="paper-pane"] .page')?.focus());
}

/** One step back: what floats, the open paper of a small window, the filter, the view. */
function escape({ layout, day }: Desk): void {
  if (layout.overlay) layout.float(null);
  else if (layout.view !== 'today') layout.show('today');
  else if (layout.panes === 1 && layout.paperOpen) {
    layout.openPaper(false);
    focusRow();
  } else if (document.activeElement?.closest('[data-testid="paper-pane"]')) focusRow();
  else day.showAll();
}

export function commandsOf(desk: Desk): Command[] {
  const { day, layout, marks, reading, run } = desk;
  const words = t().command;
  const paper = reading.paper;
  const reads = layout.view === 'today' && paper !== null;

  function move(by: number) {
    reading.move(by);
    focusRow();
  }

  function toggle(mark: 'star' | 'read' | 'later') {
    if (paper) void marks.set(paper, mark, !marks.of(paper)[mark]);
  }

  function repeat(way: 'undo' | 'redo') {
    const step = marks[way](day.paper);
    if (!step) return;
    const names = { star: t().paper.star, read: t().command.read, later: t().paper.later };
    desk.say(way === 'undo' ? t().app.undone(names[step.mark]) : t().app.redone(names[step.mark]));
  }

  function goto(date: string | null) {
    if (date) void desk.openDay(date);
  }

  const links = paper ? linksOf(paper) : null;
  const command = (group: Group, id: keyof typeof words, keys: string[], run: () => void, ready = true): Command => ({
    id, group, label: words[id], keys, ready, run,
  });

  return [
    command('paper', 'nextPaper', ['j', 'ArrowDown'], () => move(1), layout.view === 'today' && day.order.length > 0),
    command('paper', 'previousPaper', ['k', 'ArrowUp'], () => move(-1), layout.view === 'today' && day.order.length > 0),
    command('paper', 'openPaper', ['Enter'], () => {
      if (paper) reading.select(paper.id);
      layout.openPaper(true);
      focusPane();
    }, reads),
    command('paper', 'star', ['s'], () => toggle('star'), reads),
    command('paper', 'read', ['m'], () => toggle('read'), reads),
    command('paper', 'later', ['l'], () => toggle('later'), reads),
    command('paper', 'arxiv', ['o'], () => links && void desk.openLink(links.abs), reads),
    command('paper', 'pdf', ['p'], () => links?.pdf && void desk.openLink(links.pdf), reads && links?.pdf !== null),
    command('paper', 'citation', ['y'], () => void desk.copyPaper('citation'), reads),
    command('paper', 'markdown', [], () => void desk.copyPaper('markdown'), reads),
    command('day', 'previousDay', ['['], () => goto(day.previous), day.previous !== null),
    command('day', 'nextDay', [']'], () => goto(day.next), day.next !== null),
    command('day', 'newestDay', ['t'], () => void desk.openDay()),
    command('day', 'ledger', ['g'], () => layout.show('ledger')),
    command('day', 'copyReport', [], () => void desk.copyReport(), day.digest !== null),
    command('day', 'run', ['r'], () => void run.start(), !run.running),
    command('day', 'cancel', [], () => void run.cancel(), run.running),
    command('app', 'palette', ['Mod+k'], () => layout.float(layout.overlay === 'palette' ? null : 'palette')),
    command('app', 'undo', ['Mod+z'], () => repeat('undo')),
    command('app', 'redo', ['Mod+Shift+z'], () => repeat('redo')),
    command('app', 'settings', ['Mod+,'], () => layout.show('settings')),
    command('app', 'themeSystem', [], () => void desk.set('ui.theme', 'system')),
    command('app', 'themeLight', [], () => void desk.set('ui.theme', 'light')),
    command('app', 'themeDark', [], () => void desk.set('ui.theme', 'dark')),
    command('app', 'languageZh', [], () => void desk.set('ui.language', 'zh-CN')),
    command('app', 'languageEn', [], () => void desk.set('ui.language', 'en')),
    command('app', 'help', ['?'], () => layout.float(layout.overlay === 'help' ? null : 'help')),
    command('app', 'escape', ['Escape'], () => escape(desk)),
  ];
}

/** Whether a key press belongs to the element it went to and not to the window. */
export function keptByTarget(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Enter') return target !== document.body && !target.closest('.row .open');
  if (key === 'ArrowDown' || key === 'ArrowUp') return target.closest('[data-testid="paper-pane"], dialog, [role="radiogroup"]') !== null;
  return false;
}

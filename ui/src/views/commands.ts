/** Every command of the window, once: the keyboard, the overview of keys and the palette all read this list. */

import type { MarkKind } from '../host';
import { decisions, linksOf } from '../domain/papers';
import { t } from '../i18n/index.svelte';
import { focusOn, paneFocus } from '../shared/focus';
import { copyCitation, copyMarkdown, judgeAgain, markAllRead, override, papersAtHand, repeat, toggleMark } from '../state/actions';
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
  void focusOn('.row.selected .open', (row) => row.focus({ preventScroll: true }));
}

/** One step back: what floats, the chosen papers, the open paper of a small window, the filter, the view. */
function escape({ layout, day, selection }: Desk): void {
  if (layout.overlay) layout.float(null);
  else if (selection.size > 0) selection.clear();
  else if (layout.panes === 1 && layout.paperOpen) {
    layout.openPaper(false);
    focusRow();
  } else if (document.activeElement?.closest('[data-testid="paper-pane"]')) focusRow();
  else if (layout.view !== 'today') layout.show('today');
  else day.showAll();
}

async function compareRuns({ archive, day, layout }: Desk): Promise<void> {
  if (day.date && (await archive.openRuns(day.date))) layout.float('compare');
}

/** Views whose papers are read in the pane. */
export function reads({ layout }: Desk): boolean {
  return ['today', 'search', 'library'].includes(layout.view);
}

export function commandsOf(desk: Desk): Command[] {
  const { day, layout, note, reading, run, selection } = desk;
  const words = t().command;
  const lists = reads(desk) && reading.order.length > 0;
  const paper = reads(desk) ? reading.paper : null;
  const hasPaper = paper !== null;
  const papers = () => papersAtHand(desk);
  const some = hasPaper || (reads(desk) && selection.size > 0);

  function move(by: number) {
    reading.move(by);
    focusRow();
  }

  function extend(by: number) {
    const from = reading.id;
    reading.move(by);
    if (reading.id) selection.extend(reading.order, reading.id, from);
    focusRow();
  }

  function mark(kind: MarkKind) {
    void toggleMark(desk, papers(), kind);
  }

  function open(url: string | null | undefined) {
    if (url) void desk.openLink(url);
  }

  const links = paper ? linksOf(paper) : null;
  const command = (group: Group, id: keyof typeof words, keys: string[], run: () => void, ready = true): Command => ({
    id, group, label: words[id], keys, ready, run,
  });

  return [
    command('paper', 'nextPaper', ['j', 'ArrowDown'], () => move(1), lists),
    command('paper', 'previousPaper', ['k', 'ArrowUp'], () => move(-1), lists),
    command('paper', 'chooseDown', ['Shift+ArrowDown', 'Shift+j'], () => extend(1), lists),
    command('paper', 'chooseUp', ['Shift+ArrowUp', 'Shift+k'], () => extend(-1), lists),
    command('paper', 'openPaper', ['Enter'], () => {
      if (paper) reading.select(paper.id);
      layout.openPaper(true);
      void focusOn(paneFocus);
    }, hasPaper),
    command('paper', 'star', ['s'], () => mark('star'), some),
    command('paper', 'read', ['m'], () => mark('read'), some),
    command('paper', 'later', ['l'], () => mark('later'), some),
    command('paper', 'note', ['n'], () => {
      if (!paper) return;
      layout.openPaper(true);
      note.write(paper.id);
    }, hasPaper),
    ...(['overrideRecommend', 'overrideBorderline', 'overrideSkip'] as const).map((id, i) =>
      command('paper', id, [String(i + 1)], () => void override(desk, papers(), decisions[i] ?? null), some),
    ),
    command('paper', 'judgeAgain', [], () => paper && void judgeAgain(desk, paper), hasPaper && day.digest?.origin !== 'sample'),
    command('paper', 'citation', ['y'], () => void copyCitation(desk, papers(), 'bibtex'), some),
    command('paper', 'apa', [], () => void copyCitation(desk, papers(), 'apa'), some),
    command('paper', 'gbt7714', [], () => void copyCitation(desk, papers(), 'gbt7714'), some),
    command('paper', 'markdown', [], () => void copyMarkdown(desk, papers()), some),
    command('paper', 'arxiv', ['o'], () => open(links?.abs), hasPaper),
    command('paper', 'pdf', ['p'], () => open(links?.pdf), hasPaper && links?.pdf !== null),
    command('paper', 'html', [], () => open(links?.html), hasPaper && links?.html !== null),
    command('paper', 'choose', ['x'], () => reading.id && selection.toggle(reading.id), lists && reading.id !== null),
    command('paper', 'chooseAll', ['Mod+a'], () => selection.all(reading.order), lists),
    command('paper', 'menu', ['.', 'ContextMenu', 'Shift+F10'], () => layout.openMenu(reading.id), lists && reading.id !== null),
    command('paper', 'back', ['Backspace'], reading.back, reading.followed),
    command('day', 'previousDay', ['['], () => day.previous && void desk.openDay(day.previous), day.previous !== null),
    command('day', 'nextDay', [']'], () => day.next && void desk.openDay(day.next), day.next !== null),
    command('day', 'newestDay', ['t'], () => void desk.openDay()),
    command('day', 'search', ['/'], () => {
      layout.show('search');
      void focusOn('[data-testid="search-field"]', (field) => (field as HTMLInputElement).select());
    }),
    command('day', 'archive', ['c'], () => layout.show('archive')),
    command('day', 'library', ['b'], () => layout.show('library')),
    command('day', 'compareRuns', [], () => void compareRuns(desk), (desk.month.cell(day.date ?? '')?.attempts ?? 0) > 1),
    command('day', 'insights', ['i'], () => layout.show('insights')),
    command('day', 'ledger', ['g'], () => layout.show('ledger')),
    command('day', 'markAllRead', ['a'], () => void markAllRead(desk), layout.view === 'today' && lists),
    command('day', 'copyReport', [], () => void desk.copyReport(), day.digest !== null),
    command('day', 'run', ['r'], () => void run.start(), !run.running),
    command('day', 'cancel', [], () => void run.cancel(), run.running),
    command('app', 'palette', ['Mod+k'], () => layout.float(layout.overlay === 'palette' ? null : 'palette')),
    command('app', 'find', ['Mod+f'], () => desk.find.open()),
    command('app', 'undo', ['Mod+z'], () => repeat(desk, 'undo')),
    command('app', 'redo', ['Mod+Shift+z', 'Mod+y'], () => repeat(desk, 'redo')),
    command('app', 'settings', ['Mod+,'], () => layout.show('settings')),
    command('app', 'guide', [], desk.openGuide),
    command('app', 'themeSystem', [], () => void desk.set('ui.theme', 'system')),
    command('app', 'themeLight', [], () => void desk.set('ui.theme', 'light')),
    command('app', 'themeDark', [], () => void desk.set('ui.theme', 'dark')),
    command('app', 'languageZh', [], () => void desk.set('ui.language', 'zh-CN')),
    command('app', 'languageEn', [], () => void desk.set('ui.language', 'en')),
    command('app', 'help', ['?'], () => layout.float(layout.overlay === 'help' ? null : 'help')),
    command('app', 'escape', ['Escape'], () => escape(desk)),
  ];
}

/** Commands that only a key makes sense for: the palette leaves them out. */
export const keyOnly = ['escape', 'palette', 'nextPaper', 'previousPaper', 'chooseDown', 'chooseUp'];

/** Whether a key press belongs to the element it went to and not to the window. */
export function keptByTarget(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Enter') return target !== document.body && !target.closest('.row .open');
  if (key === 'Mod+a') return target.closest('[data-testid="paper-pane"]') !== null;
  if (/^(Shift\+)?Arrow(Down|Up)$/.test(key)) return target.closest('[data-testid="paper-pane"], dialog, [role="radiogroup"], [role="menu"]') !== null;
  return false;
}

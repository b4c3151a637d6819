import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { zhCN } from '../src/i18n/zh-CN';
import { createHistory } from '../src/state/history.svelte';
import { called, ids, open, pane, press, rows, settle, small } from './window';

const openOf = (row: number) => rows()[row]?.querySelector('.open') as HTMLElement;
const chosen = () => rows().filter((row) => row.classList.contains('chosen')).map((row) => row.dataset.id);
const unread = () => rows().filter((row) => row.querySelector('.dot')).length;

describe('many papers at once', () => {
  test('Shift chooses from here to there, Ctrl one more, x the open one, Escape none', async () => {
    await open(small());
    const all = ids();
    await fireEvent.click(openOf(3), { shiftKey: true });
    expect(chosen()).toEqual(all.slice(0, 4));
    await fireEvent.click(openOf(5), { ctrlKey: true });
    expect(chosen()).toEqual([...all.slice(0, 4), all[5]]);
    expect(pane().dataset.id).toBe(all[0]);
    await press('x');
    expect(chosen()).toEqual([...all.slice(1, 4), all[5]]);
    expect(screen.getByTestId('batch').textContent).toContain('已选 4 篇');
    await press('Escape');
    expect(chosen()).toEqual([]);
    expect(screen.queryByTestId('batch')).toBeNull();
  });

  test('by keyboard alone, with Shift and the arrows', async () => {
    await open(small());
    await press('ArrowDown', { shiftKey: true });
    await press('J', { shiftKey: true });
    expect(chosen()).toEqual(ids().slice(0, 3));
  });

  test('are starred as one deed, and undo gives each its own state back', async () => {
    const host = await open(small());
    const all = ids();
    await press('s');
    await fireEvent.click(openOf(2), { shiftKey: true });
    await press('s');
    await settle();
    expect(called(host, 'mark_many')).toEqual([{ ids: all.slice(1, 3), mark: 'star', on: true }]);
    expect(screen.getByTestId('toast').textContent).toContain(zhCN.batch.marked.star('2'));
    await fireEvent.click(within(screen.getByTestId('toast')).getByTestId('undo'));
    await settle();
    expect(called(host, 'mark_many')[1]).toEqual({ ids: all.slice(1, 3), mark: 'star', on: false });
    expect(rows()[0]?.querySelector('.star.on')).not.toBeNull();
    expect(rows()[1]?.querySelector('.star.on')).toBeNull();
  });

  test('are decided as one deed', async () => {
    const host = await open(small());
    await fireEvent.click(openOf(2), { shiftKey: true });
    await press('3');
    await settle();
    expect(called(host, 'override_verdict')).toHaveLength(3);
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'override_verdict').slice(3)).toEqual(ids().slice(0, 3).map((id) => ({ id, decision: null })));
  });

  test('are cited together', async () => {
    const written = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    Object.assign(navigator, { clipboard: { writeText: written } });
    await open(small());
    await fireEvent.click(openOf(2), { shiftKey: true });
    await press('y');
    await settle();
    for (const id of ids().slice(0, 3)) expect(written.mock.calls[0]?.[0]).toContain(`@misc{${id},`);
  });

  test('all are marked as read, and undo brings back exactly what was unread', async () => {
    const host = await open('stored');
    const before = unread();
    expect(before).toBeGreaterThan(0);
    await fireEvent.click(screen.getByTestId('mark-all-read'));
    await settle();
    expect(unread()).toBe(0);
    expect((called(host, 'mark_many')[0] as { ids: string[] }).ids).toHaveLength(before);
    await press('z', { ctrlKey: true });
    await settle();
    expect(unread()).toBe(before);
  });
});

describe('the context menu', () => {
  test('opens on a row, is worked by keys, and gives the focus back', async () => {
    const host = await open(small());
    openOf(1).focus();
    await fireEvent.contextMenu(openOf(1));
    await settle();
    const menu = screen.getByTestId('menu');
    expect(document.activeElement?.textContent).toContain(zhCN.paper.star);
    await press('ArrowDown');
    expect(document.activeElement?.textContent).toContain(zhCN.paper.later);
    await press('Escape');
    await settle();
    expect(menu.isConnected).toBe(false);
    expect(document.activeElement).toBe(openOf(1));
    await fireEvent.contextMenu(openOf(1));
    await settle();
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(zhCN.paper.later));
    expect(called(host, 'mark')).toEqual([{ id: ids()[1], mark: 'later', on: true }]);
  });

  test('opens by key on the open paper', async () => {
    await open(small());
    await press('.');
    await settle();
    expect(screen.getByTestId('menu').getAttribute('aria-label')).toBe(zhCN.command.menu);
  });

  test('of a chosen row is for all that are chosen', async () => {
    const host = await open(small());
    await fireEvent.click(openOf(2), { shiftKey: true });
    await fireEvent.contextMenu(openOf(1));
    await settle();
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(zhCN.paper.star));
    await settle();
    expect(called(host, 'mark_many')).toEqual([{ ids: ids().slice(0, 3), mark: 'star', on: true }]);
  });
});

describe('undo', () => {
  test('goes back fifty steps and no further', async () => {
    const history = createHistory();
    const undone: number[] = [];
    const step = (n: number) => ({ name: String(n), undo: async () => undone.push(n), redo: async () => undone.push(-n) });
    for (let i = 1; i <= 60; i++) history.record(step(i));
    while (history.undo());
    expect(undone).toEqual(Array.from({ length: 50 }, (_, i) => 60 - i));
    expect(history.redo()?.name).toBe('11');
    history.record(step(99));
    expect(history.redo()).toBeNull();
  });
});

test.each([
  ['plainly', {}, 'application/x-bibtex', '.bib'],
  ['with Alt', { altKey: true }, 'text/markdown', '.md'],
  ['with Shift', { shiftKey: true }, 'text/markdown', '.md'],
])('a paper that is dragged out %s is a file for who takes files and text for who takes text', async (_, keys, type, ending) => {
  await open(small());
  const row = rows()[0] as HTMLElement;
  await fireEvent.pointerDown(row);
  await settle();
  const data = new Map<string, string>();
  const dataTransfer = { setData: (key: string, value: string) => data.set(key, value) };
  row.dispatchEvent(Object.assign(new Event('dragstart', { bubbles: true }), keys, { dataTransfer }));
  expect(data.get(type)).toContain('Stop When You Know');
  expect(data.get('text/plain')).toBe(data.get(type));
  expect(data.get('text/uri-list')).toBe(`file:///home/reader/dragged/${ids()[0]}${ending}`);
  expect(data.get('DownloadURL')).toContain(`${ids()[0]}${ending}:data:${type}`);
});

test('a file that could not be written leaves the text and the address at arXiv', async () => {
  const host = await open(small());
  host.failing.drag_out = { code: 'disk', message: 'full', what_to_do: '' };
  const row = rows()[0] as HTMLElement;
  await fireEvent.pointerDown(row);
  await settle();
  const data = new Map<string, string>();
  const dataTransfer = { setData: (key: string, value: string) => data.set(key, value) };
  row.dispatchEvent(Object.assign(new Event('dragstart', { bubbles: true }), { dataTransfer }));
  expect(data.get('text/uri-list')).toBe(`https://arxiv.org/abs/${ids()[0]}`);
  expect(data.get('text/plain')).toContain('Stop When You Know');
});

test('words are found in the list and in the open paper', async () => {
  await open(small());
  await press('f', { ctrlKey: true });
  const field = screen.getByLabelText(zhCN.command.find);
  await fireEvent.input(field, { target: { value: 'Stop When You Know' } });
  await settle();
  expect(screen.getByTestId('find-bar').textContent).toContain('1 / 2');
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByTestId('find-bar').textContent).toContain('2 / 2');
  await fireEvent.keyDown(field, { key: 'Escape' });
  expect(screen.queryByTestId('find-bar')).toBeNull();
});

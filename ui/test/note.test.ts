import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import Markdown from '../src/shared/Markdown.svelte';
import { zhCN } from '../src/i18n/zh-CN';
import { AUTOSAVE } from '../src/state/note.svelte';
import { called, ids, open, press, settle, small, wait } from './window';

const best = '2601.90041';
const field = () => screen.getByLabelText(zhCN.note.title, { selector: 'textarea' });
const state = () => screen.getByTestId('note-state').dataset.state;
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });

describe('the note', () => {
  test('opens by n, saves itself within a second, and says so', async () => {
    expect(AUTOSAVE).toBeLessThan(1000);
    const host = await open(small());
    await press('n');
    await settle();
    await type('复现 $x$');
    expect(state()).toBe('unsaved');
    await wait(AUTOSAVE + 50);
    expect(state()).toBe('saved');
    expect(called(host, 'save_note')).toEqual([{ id: best, text: '复现 $x$' }]);
    expect(screen.getAllByLabelText(zhCN.badge.note)).toHaveLength(1);
  });

  test('has the keyboard however slowly the row before it is drawn', async () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    await open(small());
    await press('j');
    await press('n');
    await settle();
    frames.splice(0).forEach((frame) => frame(0));
    await settle();
    expect(document.activeElement).toBe(field());
    vi.unstubAllGlobals();
  });

  test('stays open, and is saved, while another window has the keyboard', async () => {
    const host = await open(small());
    await press('n');
    await settle();
    await type('half a thought');
    // A window that goes leaves its focus where it was.
    await fireEvent.blur(field());
    await settle();
    expect(document.activeElement).toBe(field());
    expect(called(host, 'save_note')).toEqual([{ id: best, text: 'half a thought' }]);
  });

  test('is saved when the reader goes on before that', async () => {
    const host = await open(small());
    await press('n');
    await settle();
    await type('half a word');
    await fireEvent.keyDown(field(), { key: 'Escape' });
    (document.activeElement as HTMLElement).blur();
    await press('j');
    await wait(150);
    expect(called(host, 'save_note')).toEqual([{ id: best, text: 'half a word' }]);
    expect(screen.getByTestId('note').textContent).not.toContain('half a word');
  });

  test.each([
    ['and stays', false],
    ['and leaves', true],
  ])('takes what is typed before the stored one has come, %s', async (_, leaves) => {
    let answer = () => {};
    const slow = new Promise<void>((go) => (answer = go));
    const host = await open({ ...small(), notes: { [best]: ['before'] } });
    const call = host.call;
    host.call = (async (name: string, request: never) => {
      if (name === 'note') await slow;
      return call(name as 'note', request);
    }) as typeof host.call;
    await press('n');
    await settle();
    expect(document.activeElement).toBe(field());
    await type(' and after');
    if (leaves) {
      field().blur();
      await press('j');
      await wait(150);
    }
    expect(called(host, 'save_note')).toEqual([]);
    answer();
    await wait(AUTOSAVE + 100);
    expect(called(host, 'save_note')).toEqual([{ id: best, text: 'before and after' }]);
    if (!leaves) expect((field() as HTMLTextAreaElement).value).toBe('before and after');
    (document.activeElement as HTMLElement).blur();
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'save_note').at(-1)).toEqual({ id: best, text: 'before' });
  });

  test('that could not be saved keeps its text and is saved by the next try', async () => {
    const host = await open(small());
    host.failing.save_note = { code: 'disk', message: 'full', what_to_do: '' };
    await press('n');
    await settle();
    await type('precious');
    await wait(AUTOSAVE + 50);
    expect(state()).toBe('failed');
    await fireEvent.blur(field());
    await press('j');
    await wait(150);
    delete host.failing.save_note;
    await press('k');
    await wait(150);
    await press('n');
    await settle();
    expect((field() as HTMLTextAreaElement).value).toBe('precious');
    await fireEvent.click(screen.getByText(zhCN.note.retry));
    await settle();
    expect(state()).toBe('saved');
    expect(called(host, 'save_note').at(-1)).toEqual({ id: best, text: 'precious' });
  });

  test('that could not be read is not written over', async () => {
    const host = await open({ ...small(), failing: { note: { code: 'disk', message: 'io', what_to_do: '' } } });
    await wait(100);
    expect(screen.getByText(zhCN.note.unreadable)).toBeTruthy();
    await press('n');
    await settle();
    expect((field() as HTMLTextAreaElement).disabled).toBe(true);
    expect(called(host, 'save_note')).toEqual([]);
  });

  test('is taken back by undo as one step', async () => {
    const host = await open({ ...small(), notes: { [best]: ['before'] } });
    await wait(100);
    await press('n');
    await settle();
    await type('before and');
    await type('before and after');
    await fireEvent.keyDown(field(), { key: 'Escape' });
    await settle();
    (document.activeElement as HTMLElement).blur();
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'save_note').at(-1)).toEqual({ id: best, text: 'before' });
  });

  test('has its history, and an earlier version comes back', async () => {
    const host = await open({ ...small(), notes: { [best]: ['first thought', 'second thought'] } });
    await wait(100);
    await fireEvent.click(screen.getByTestId('note-history'));
    await wait(300);
    const versions = screen.getByTestId('note-versions');
    expect(versions.querySelector('del')?.textContent).toBe('first thought');
    expect(versions.querySelector('ins')?.textContent).toBe('second thought');
    await fireEvent.click(screen.getByTestId('restore'));
    await settle();
    expect(called(host, 'save_note')).toEqual([{ id: best, text: 'first thought' }]);
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'save_note').at(-1)).toEqual({ id: best, text: 'second thought' });
  });

  test('of another paper is not shown for this one', async () => {
    await open({ ...small(), notes: { [best]: ['only here'] } });
    await wait(300);
    expect(screen.getByTestId('note').textContent).toContain('only here');
    await press('j');
    await wait(150);
    expect(ids()[1]).not.toBe(best);
    expect(screen.getByTestId('note').textContent).not.toContain('only here');
  });
});

describe('Markdown', () => {
  test.each([
    ['**b** and _e_', 'strong', 'b'],
    ['# Title', '[role="heading"]', 'Title'],
    ['- a\n- b', 'li', 'a'],
    ['> q', 'blockquote', 'q'],
    ['`c`', 'code', 'c'],
    ['| a |\n|--|\n| 1 |', 'td', '1'],
    ['[l](https://example.org)', 'a[href="https://example.org"]', 'l'],
    ['![p](https://example.org/p.png)', 'a', 'p'],
  ])('%s', (text, selector, content) => {
    const { container } = render(Markdown, { text });
    expect(container.querySelector(selector)?.textContent?.trim()).toBe(content);
    expect(container.querySelector('img')).toBeNull();
  });

  test('a formula is not emphasis', () => {
    const { container } = render(Markdown, { text: 'cost $a_1 * b_2 * c_3$ here' });
    expect(container.querySelector('em')).toBeNull();
    expect(container.querySelector('.math')).not.toBeNull();
  });

  test('nested a thousand deep still shows', () => {
    const { container } = render(Markdown, { text: `${'>'.repeat(1000)} deep` });
    expect(container.textContent).toContain('deep');
  });
});

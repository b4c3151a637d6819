import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { optionsOf } from '../gallery/states';
import { zhCN } from '../src/i18n/zh-CN';
import { called, ids, open, pane, press, rows, settle } from './window';

const shelf = (view: string, text?: string) =>
  screen.getAllByTestId('shelf').find((one) => one.dataset.view === view && (!text || one.textContent?.includes(text))) as HTMLElement;

async function library(patch = {}) {
  const host = await open({ ...optionsOf('stored', 'zh-CN'), ...patch }, true);
  await press('b');
  await settle();
  return host;
}

describe('the library', () => {
  test('opens with the starred papers, counted in the side bar', async () => {
    const host = await library();
    const n = called(host, 'library_counts').length;
    expect(n).toBeGreaterThan(0);
    const total = rows().length;
    expect(total).toBeGreaterThan(0);
    expect(screen.getByTestId('library-total').textContent).toBe(zhCN.day.papers(String(total)));
    expect(shelf('star').textContent).toContain(String(total));
    expect(within(screen.getByLabelText(zhCN.nav.label)).getByText(zhCN.nav.kept(String(total)))).toBeTruthy();
  });

  test('a tag and a followed author are shelves', async () => {
    const host = await library();
    await fireEvent.click(shelf('tag', 'reproduce'));
    await settle();
    expect(called(host, 'library').at(-1)).toMatchObject({ view: 'tag', value: 'reproduce' });
    expect(rows().length).toBeGreaterThan(0);
    await fireEvent.click(shelf('author'));
    await settle();
    expect(called(host, 'library').at(-1)).toMatchObject({ view: 'author' });
  });

  test('of hundreds of tags the fullest are shown, the rest on demand and by name', async () => {
    const tags = Array.from({ length: 300 }, (_, i) => ({ name: `tag-${i}`, count: i === 299 ? 5 : 1 }));
    const host = await library({ answers: { library_counts: () => ({ star: 0, later: 0, note: 0, override: 0, tags, authors: [] }) } });
    const shown = () => screen.getAllByTestId('shelf').filter((one) => one.dataset.view === 'tag');
    expect(shown()[0]?.textContent).toContain('#tag-299');
    expect(shown().length).toBeLessThan(10);
    expect(screen.queryByTestId('shelf-find')).toBeNull();
    await fireEvent.click(screen.getByTestId('shelf-more'));
    expect(shown()).toHaveLength(300);
    await fireEvent.input(screen.getByTestId('shelf-find'), { target: { value: '#TAG-123' } });
    expect(shown().map((one) => one.textContent?.trim())).toEqual([expect.stringContaining('#tag-123')]);
    await fireEvent.click(shown()[0] as HTMLElement);
    await settle();
    expect(called(host, 'library').at(-1)).toMatchObject({ view: 'tag', value: 'tag-123' });
    // Folded again, the open one stays in sight.
    await fireEvent.click(screen.getByTestId('shelf-more'));
    expect(shelf('tag', 'tag-123').getAttribute('aria-current')).toBe('true');
    expect(shown().length).toBeLessThan(10);
  });

  test('without any paper says what to do', async () => {
    await library({ answers: { library: () => ({ total: 0, papers: [] }) } });
    expect(screen.getByTestId('library-empty').textContent).toContain(zhCN.library.how.star);
  });

  test('is sorted by title, read by j, and a paper opens in the pane', async () => {
    await library();
    await fireEvent.click(within(screen.getByTestId('library-sort')).getByLabelText(zhCN.library.sort.title));
    await settle();
    const order = ids();
    (document.activeElement as HTMLElement).blur();
    await press('j');
    await settle();
    expect(pane().dataset.id).toBe(order[0]);
    await press('j');
    await settle();
    expect(pane().dataset.id).toBe(order[1]);
  });

  test('many are chosen, unstarred at once, and undone', async () => {
    const host = await library();
    await press('a', { ctrlKey: true });
    await settle();
    await fireEvent.click(within(screen.getByTestId('batch')).getByLabelText(zhCN.paper.star));
    await settle();
    expect(called(host, 'mark_many').at(-1)).toMatchObject({ mark: 'star', on: false });
    await press('z', { ctrlKey: true });
    await settle();
    expect(called(host, 'mark_many').at(-1)).toMatchObject({ mark: 'star', on: true });
  });

  test('is exported as it is filtered', async () => {
    const host = await library();
    await fireEvent.click(shelf('tag', 'reproduce'));
    await settle();
    const shown = ids();
    await fireEvent.click(screen.getByTestId('library-export'));
    await settle();
    await fireEvent.click(screen.getByText(zhCN.pane.exportAs('BibTeX')));
    await settle();
    expect(called(host, 'export')).toEqual([{ what: { kind: 'papers', ids: shown }, format: 'bibtex', path: expect.any(String) as string }]);
  });

  test('that fails says so and can be tried again', async () => {
    const host = await library({ failing: { library: { code: 'disk', message: 'io', what_to_do: '' } } });
    delete host.failing.library;
    await fireEvent.click(within(screen.getByTestId('error-note')).getByText(zhCN.app.retry));
    await settle();
    expect(rows().length).toBeGreaterThan(0);
  });
});

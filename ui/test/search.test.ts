import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { complete, toggleWord } from '../src/domain/query';
import { zhCN } from '../src/i18n/zh-CN';
import { called, open, pane, press, settle, small, wait } from './window';

const field = () => screen.getByTestId('search-field') as HTMLInputElement;
const hits = () => screen.queryAllByTestId('hit');

async function type(text: string) {
  field().setSelectionRange(0, 0);
  await fireEvent.input(field(), { target: { value: text } });
  await wait(80);
}

describe('search', () => {
  test('opens by /, explains itself, and answers while the reader types', async () => {
    const host = await open(small(), true);
    await press('/');
    await settle();
    expect(document.activeElement).toBe(field());
    expect(screen.getByText(zhCN.search.language)).toBeTruthy();
    await type('r');
    await type('re');
    await type('reasoning');
    expect(hits().length).toBeGreaterThan(2);
    expect(hits()[0]?.querySelector('mark')?.textContent?.toLowerCase()).toBe('reasoning');
    expect(called(host, 'search').at(-1)).toEqual({ query: 'reasoning', sort: 'relevance', offset: 0, limit: 20 });
  });

  test('only the newest answer counts', async () => {
    let slow: (() => void) | undefined;
    const answer = (id: string) => ({ hits: [{ id, title: id, date: null, score: 1, field: 'title' as const, snippet: [], decision: null, marks: { read: true, star: false, later: false } }], total: 1, total_is_exact: true, corrected: null, indexing: null, elapsed_ms: 1 });
    await open({
      ...small(),
      answers: { search: ({ query }) => (query === 'a' ? new Promise((done) => (slow = () => done(answer('old')))) : answer('new')) },
    });
    await press('/');
    await settle();
    await type('a');
    await type('ab');
    slow?.();
    await wait(10);
    expect(hits().map((hit) => hit.dataset.id)).toEqual(['new']);
  });

  test('nothing found says so, and a mended typo is told', async () => {
    await open(small(), true);
    await press('/');
    await settle();
    await type('quidditch');
    expect(screen.getByTestId('search-total').textContent).toContain(zhCN.search.none('quidditch'));
    await type('resoning');
    expect(screen.getByTestId('search-corrected').textContent).toContain(zhCN.search.corrected('reasoning'));
    expect(hits().length).toBeGreaterThan(0);
  });

  test('an index that is still being made is told', async () => {
    await open({
      ...small(),
      answers: { search: () => ({ hits: [], total: 0, total_is_exact: true, corrected: null, indexing: { indexed: 120, papers: 8412, current: false }, elapsed_ms: 1 }) },
    });
    await press('/');
    await settle();
    await type('x');
    expect(screen.getByTestId('search-indexing').textContent).toBe(zhCN.search.indexing('120', '8,412'));
  });

  test('all that was found is exported, and what had to be left out is said', async () => {
    const host = await open({ ...small(), answers: { export: ({ path }) => ({ path, files: 1, days: 3, left_out: 2 }) } }, true);
    await press('/');
    await settle();
    await type('decision:recommend');
    await wait(80);
    await fireEvent.click(screen.getByTestId('search-export'));
    await fireEvent.click(within(screen.getByTestId('menu')).getByText(/CSV/));
    await settle();
    expect(called(host, 'export')).toEqual([{ what: { kind: 'search', query: 'decision:recommend' }, format: 'csv', path: '/home/reader/papers.csv' }]);
    expect(screen.getByTestId('toast').textContent).toContain(zhCN.app.leftOut('2'));
  });

  test('chips put filters in and out of the query, one decision at a time', async () => {
    await open(small(), true);
    await press('/');
    await settle();
    const chip = (name: string) => screen.getAllByTestId('chip').find((other) => other.textContent === name) as HTMLElement;
    await fireEvent.click(chip(zhCN.search.chip.recommend));
    await wait(80);
    expect(field().value).toBe('decision:recommend');
    expect(chip(zhCN.search.chip.recommend).getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(chip(zhCN.search.chip.skip));
    expect(field().value).toBe('decision:skip');
    await fireEvent.click(chip(zhCN.search.chip.skip));
    expect(field().value).toBe('');
  });

  test('completions are taken by Tab', async () => {
    const host = await open(small(), true);
    await press('/');
    await settle();
    field().value = 'aut';
    field().setSelectionRange(3, 3);
    await fireEvent.input(field());
    await wait(150);
    // What was found is not kept waiting by what may be typed next.
    expect(host.calls.findIndex(({ name }) => name === 'search')).toBeLessThan(host.calls.findIndex(({ name }) => name === 'complete'));
    expect(screen.getByTestId('completions').textContent).toContain('author:');
    await fireEvent.keyDown(field(), { key: 'Tab' });
    await settle();
    expect(field().value).toBe('author:');
  });

  test('a result opens in the pane, j goes on, and Today keeps its place', async () => {
    await open(small(), true);
    await press('j');
    const before = pane().dataset.id;
    await press('/');
    await settle();
    await type('reasoning');
    await fireEvent.keyDown(field(), { key: 'Enter' });
    await settle();
    expect(pane().dataset.id).toBe(hits()[0]?.dataset.id);
    (document.activeElement as HTMLElement).blur();
    await press('j');
    await settle();
    expect(pane().dataset.id).toBe(hits()[1]?.dataset.id);
    await fireEvent.click(within(screen.getByLabelText(zhCN.nav.label)).getByText(zhCN.nav.today));
    await settle();
    expect(pane().dataset.id).toBe(before);
  });

  test('is ordered by date on demand', async () => {
    const host = await open(small(), true);
    await press('/');
    await settle();
    await type('model');
    await fireEvent.click(within(screen.getByTestId('search-sort')).getByLabelText(zhCN.search.date));
    await settle();
    expect((called(host, 'search').at(-1) as { sort: string }).sort).toBe('date');
  });

  test('that fails says so and can be tried again', async () => {
    const host = await open({ ...small(), failing: { search: { code: 'disk', message: 'io', what_to_do: '' } } });
    await press('/');
    await settle();
    await type('x');
    delete host.failing.search;
    await fireEvent.click(within(screen.getByTestId('error-note')).getByText(zhCN.app.retry));
    await settle();
    expect(screen.queryByTestId('error-note')).toBeNull();
  });
});

test.each([
  ['', 'is:starred', undefined, 'is:starred'],
  ['a "b c"', 'is:starred', undefined, 'a "b c" is:starred'],
  ['a is:starred b', 'is:starred', undefined, 'a b'],
  ['decision:skip a', 'decision:recommend', 'decision:', 'a decision:recommend'],
])('toggling in %s the word %s', (query, word, group, next) => expect(toggleWord(query, word, group)).toBe(next));

test.each([
  ['auth', 4, 'author:', 0, 'author:', 7],
  ['a auth b', 6, 'author:', 2, 'a author: b', 9],
  ['author:ben', 10, 'author:"Yoshua Bengio"', 0, 'author:"Yoshua Bengio" ', 23],
  ['author:"Yoshua B', 16, 'author:"Yoshua Bengio"', 0, 'author:"Yoshua Bengio" ', 23],
  ['-cat:cs', 7, 'cat:cs.CL', 1, '-cat:cs.CL ', 11],
])('completing %s at %i with %s', (query, cursor, insert, from, next, at) => expect(complete(query, cursor, { insert, from })).toEqual({ query: next, cursor: at }));

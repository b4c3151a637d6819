import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { optionsOf } from '../gallery/states';
import { byWeek, lastWeeks } from '../src/domain/weeks';
import { zhCN } from '../src/i18n/zh-CN';
import { called, open, press, settle } from './window';

async function insights(patch = {}) {
  const host = await open({ ...optionsOf('stored', 'zh-CN'), ...patch });
  await press('i');
  await settle();
  return host;
}

describe('insights', () => {
  test('themes over time, what was learnt, and the cost by month', async () => {
    const host = await insights();
    expect(called(host, 'topics').at(-1)).toEqual({ since: '2025-10-20' });
    expect(screen.getAllByTestId('topic').length).toBeGreaterThan(2);
    expect(screen.getByTestId('learned').textContent).toContain('jailbreak');
    expect(within(screen.getByTestId('cost')).getByText('0.82')).toBeTruthy();
  });

  test('what is unread comes in the order of now, each with its words, and opens', async () => {
    const host = await insights();
    const list = screen.getAllByTestId('for-you-paper');
    expect(list.length).toBeGreaterThan(2);
    expect(within(list[0] as HTMLElement).getByTestId('ranked-by').textContent).toContain('推理效率');
    expect(called(host, 'for_you')).toHaveLength(1);
    await fireEvent.click(list[0] as HTMLElement);
    await settle();
    expect(screen.getByTestId('paper-pane').dataset.id).toBe(list[0]?.dataset.id);
  });

  test('what was learnt is forgotten when asked twice', async () => {
    const host = await insights({ answers: { reset_learning: () => ({ enabled: true, labels: { own: 0, weak: 0, model: 0 }, words: [], trained_at: null }) } });
    await fireEvent.click(screen.getByText(zhCN.insights.reset));
    expect(called(host, 'reset_learning')).toEqual([]);
    await fireEvent.click(screen.getByTestId('reset-learning'));
    await settle();
    expect(called(host, 'reset_learning')).toHaveLength(1);
    expect(screen.queryByTestId('learned')).toBeNull();
  });

  test('a theme leads to its newest day', async () => {
    await insights();
    await fireEvent.click(screen.getAllByTestId('topic')[0] as HTMLElement);
    await settle();
    expect(screen.getByTestId('day-title').textContent).toContain('1月9日');
  });

  test('keywords rise and fall, and lead to a search', async () => {
    const host = await insights();
    expect(called(host, 'keywords')).toEqual([{ since: '2025-10-20', limit: 40 }]);
    const [first] = screen.getAllByTestId('keyword') as [HTMLElement];
    expect(first.textContent).toContain(zhCN.archive.rose);
    await fireEvent.click(first);
    await settle();
    expect((screen.getByTestId('search-field') as HTMLInputElement).value).not.toBe('');
  });

  test('where the reader and the judge agree', async () => {
    await insights();
    const part = screen.getByTestId('agreement');
    // 34 of 42 on the diagonal.
    expect(part.textContent).toContain(zhCN.insights.percent('81'));
    expect(within(part).getAllByRole('cell').map((cell) => Number(cell.textContent))).toEqual([31, 0, 2, 5, 0, 0, 1, 0, 3]);
    expect(within(part).getAllByRole('listitem')).toHaveLength(3);
  });

  test('nothing is said of an agreement before the reader has said anything', async () => {
    await insights({ answers: { agreement: () => ({ pairs: [], months: [] }) } });
    expect(screen.queryByTestId('agreement')).toBeNull();
  });

  test('without anything to compare says so; what fails can be tried again', async () => {
    const host = await insights({ failing: { topics: { code: 'disk', message: 'io', what_to_do: '' } }, answers: { topics: () => [] } });
    delete host.failing.topics;
    await fireEvent.click(within(screen.getByTestId('error-note')).getByText(zhCN.app.retry));
    await settle();
    expect(screen.getByText(zhCN.insights.noTopics)).toBeTruthy();
  });
});

test('days are added up by week, from Monday on', () => {
  const weeks = lastWeeks('2026-01-09', 2);
  expect(weeks).toEqual(['2025-12-29', '2026-01-05']);
  expect(byWeek([{ date: '2026-01-04', n: 1 }, { date: '2026-01-05', n: 2 }, { date: '2026-01-11', n: 3 }, { date: '2026-01-12', n: 9 }], weeks)).toEqual([1, 5]);
});

import { cleanup, fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { optionsOf } from '../gallery/states';
import { readDay } from '../src/domain/dayWords';
import { zhCN } from '../src/i18n/zh-CN';
import { called, open, press, settle, wait } from './window';

const days = () => screen.getAllByTestId('archive-day');
const dayOf = (date: string) => days().find((day) => day.dataset.date === date) as HTMLElement;
const counts = { recommend: 3, borderline: 2, skip: 1 };
const runs = ['builtin', 'deepseek-chat'].map((judge, i) => ({ attempt: i + 1, generated_at: `2026-01-09T0${i + 1}:00:00Z`, judge, origin: 'run' as const, counts }));

async function archive(patch = {}) {
  const stored = optionsOf('stored', 'zh-CN');
  const host = await open({ ...stored, digests: stored.digests?.map((digest, i) => (i === 1 ? { ...digest, origin: 'import', ledger: null } : digest)), ...patch });
  await press('c');
  await settle();
  return host;
}

describe('the archive', () => {
  test('shows the month: what each day holds, or why it holds nothing', async () => {
    await archive();
    expect(days()).toHaveLength(31);
    expect(dayOf('2026-01-09').textContent).toContain(zhCN.decision.recommend);
    expect(dayOf('2026-01-06').textContent).toContain(zhCN.archive.imported);
    expect(dayOf('2026-01-01').textContent).toContain(zhCN.archive.why.holiday);
    expect(dayOf('2026-01-02').textContent).toContain(zhCN.archive.why.missed);
    expect(dayOf('2026-01-10').textContent).toContain(zhCN.archive.why.weekend);
    expect(dayOf('2026-01-12').textContent).toContain(zhCN.archive.why.not_announced);
    expect(dayOf('2026-01-09').textContent).toContain('1月9日');
  });

  test('a past day is reached and opened by keyboard', async () => {
    await archive();
    dayOf('2026-01-09').focus();
    for (const key of ['ArrowLeft', 'ArrowLeft']) await press(key);
    await settle();
    expect((document.activeElement as HTMLElement).dataset.date).toBe('2026-01-07');
    for (const [key, date] of [['Home', '2026-01-05'], ['End', '2026-01-11'], ['ArrowUp', '2026-01-04'], ['ArrowUp', '2025-12-28']] as const) {
      await press(key);
      await settle();
      expect((document.activeElement as HTMLElement).dataset.date).toBe(date);
    }
    for (const key of ['ArrowDown', 'ArrowDown']) {
      await press(key);
      await settle();
    }
    await press('ArrowLeft');
    await press('ArrowLeft');
    await press('ArrowLeft');
    await settle();
    await fireEvent.click(document.activeElement as HTMLElement);
    await settle();
    expect(screen.getByTestId('day-title').textContent).toContain('1月8日');
  });

  test('a missed day is fetched from its cell', async () => {
    const host = await archive();
    const cell = dayOf('2026-01-02').parentElement as HTMLElement;
    await fireEvent.click(within(cell).getByTestId('archive-fetch'));
    expect(called(host, 'run')).toEqual([{ date: '2026-01-02' }]);
    expect((within(cell).getByTestId('archive-fetch') as HTMLButtonElement).disabled).toBe(true);
  });

  test('a written date is gone to; what is none is told', async () => {
    await archive();
    const field = screen.getByTestId('archive-jump');
    await fireEvent.input(field, { target: { value: 'soon' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.getByText(zhCN.archive.noDay)).toBeTruthy();
    await fireEvent.input(field, { target: { value: '2025-03-14' } });
    await fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    expect(days()[0]?.dataset.date).toBe('2026-01-01');
    await fireEvent.keyDown(field, { key: 'Enter' });
    await wait(40);
    expect((document.activeElement as HTMLElement).dataset.date).toBe('2025-03-14');
  });

  test('the year’s map leads to a month', async () => {
    const host = await archive();
    const map = screen.getByTestId('year-map');
    const january = within(map).getAllByRole('button')[0] as HTMLElement;
    expect(january.textContent).toContain('5 期研报');
    await fireEvent.click(screen.getByLabelText(zhCN.archive.previousYear));
    await settle();
    expect(called(host, 'year').at(-1)).toEqual({ year: 2025 });
    await fireEvent.click(within(map).getAllByRole('button')[10] as HTMLElement);
    await settle();
    expect(days()[0]?.dataset.date).toBe('2025-11-01');
  });

  test('a week is told beside it, then a month, and its best paper opens in its day', async () => {
    const host = await archive();
    const told = screen.getByTestId('rollup');
    expect(told.textContent).toContain(zhCN.archive.firstSeen);
    await fireEvent.click(within(told).getByLabelText(zhCN.archive.month));
    await settle();
    expect(called(host, 'rollup').at(-1)).toEqual({ kind: 'month', date: '2026-01-09' });
    await fireEvent.click(within(told).getByLabelText(zhCN.archive.before));
    await settle();
    expect(called(host, 'rollup').at(-1)).toEqual({ kind: 'month', date: '2025-12-01' });
    expect(told.textContent).toContain(zhCN.archive.nothingThen);
    await fireEvent.click(within(told).getByLabelText(zhCN.archive.after));
    await settle();
    const best = within(told).getAllByTestId('rollup-paper')[0] as HTMLElement;
    await fireEvent.click(best);
    await settle();
    expect(screen.getByTestId('paper-pane').dataset.id).toBe(best.dataset.id);
  });

  test('a model writes of the week that the reader stays on, and is named; the built-in judge writes nothing', async () => {
    const plain = await archive();
    await wait(1700);
    expect(called(plain, 'sum_up')).toEqual([]);
    cleanup();
    const host = await archive({ info: { judge: 'deepseek-chat' } });
    expect(screen.queryByTestId('rollup-paragraph')).toBeNull();
    await wait(1700);
    expect(called(host, 'sum_up')).toEqual([{ kind: 'week', date: '2026-01-09' }]);
    const paragraph = screen.getByTestId('rollup-paragraph');
    expect(paragraph.textContent).toContain(zhCN.archive.by('deepseek-chat'));
    expect(paragraph.lang).toBe('zh-CN');
  });

  test('two runs of a day are compared', async () => {
    const host = await archive({ attempts: { '2026-01-09': [...runs, { ...runs[0], attempt: 3 }] } });
    await fireEvent.click(screen.getByTestId('archive-compare'));
    await settle();
    expect(called(host, 'compare')).toEqual([{ date: '2026-01-09', a: 2, b: 3 }]);
    const dialog = screen.getByTestId('compare');
    expect(within(dialog).getAllByTestId('compare-paper')).toHaveLength(3);
    expect(dialog.textContent).toContain('deepseek-chat');
    await fireEvent.change(within(dialog).getByLabelText(zhCN.archive.firstRun), { target: { value: '1' } });
    expect(called(host, 'compare').at(-1)).toEqual({ date: '2026-01-09', a: 1, b: 3 });
  });

  test('what cannot be told says so and can be tried again', async () => {
    const host = await archive({ failing: { rollup: { code: 'disk', message: 'io', what_to_do: '' } } });
    delete host.failing.rollup;
    await fireEvent.click(within(screen.getByTestId('rollup')).getByText(zhCN.app.retry));
    await settle();
    expect(within(screen.getByTestId('rollup')).queryByTestId('error-note')).toBeNull();
  });

  test('an earlier run is opened as a day, with its own ledger, and left again', async () => {
    const host = await archive({ attempts: { '2026-01-09': runs } });
    await fireEvent.click(within(dayOf('2026-01-09').parentElement as HTMLElement).getByTestId('archive-compare'));
    await settle();
    await fireEvent.click(screen.getAllByTestId('open-attempt')[0] as HTMLElement);
    await settle();
    expect(called(host, 'day').at(-1)).toEqual({ date: '2026-01-09', attempt: 1 });
    expect(screen.getByTestId('day-attempt').textContent).toBe(zhCN.archive.runOf('1', '2'));
    await press('g');
    await settle();
    expect(called(host, 'ledger').at(-1)).toEqual({ date: '2026-01-09', sample: false, attempt: 1 });
    await press('Escape');
    await settle();
    await fireEvent.click(screen.getByTestId('day-newest-attempt'));
    await settle();
    expect(screen.queryByTestId('day-attempt')).toBeNull();
  });
});

test.each([
  ['2026-01-09', '2026-01-09'],
  [' 2026/1/9 ', '2026-01-09'],
  ['2026年1月9日', '2026-01-09'],
  ['2026-03', '2026-03-01'],
  ['2026-02-30', null],
  ['tomorrow', null],
  ['', null],
])('the day that %j names', (text, day) => expect(readDay(text)).toBe(day));

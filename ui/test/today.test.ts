import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { optionsOf } from '../gallery/states';
import type { AppError, Code, Digest, RunOutcome } from '../src/host';
import type { FakeOptions } from '../src/host/fake';
import { zhCN } from '../src/i18n/zh-CN';
import { brief, called, friday, open, press, rows, settle } from './window';

const fetches = { scheduled: true };
const outcome: RunOutcome = { date: '2026-01-09', closed: true, changed: true, empty: null, caught_up: [], remarks: [], announced: 80, judged: 64, filtered: 14, failed: 2 };

describe('a day', () => {
  test('shows its date, its ledger, its trends, every paper, and the best one open', async () => {
    await open('stored', true);
    expect(screen.getByTestId('day-title').textContent).toContain('1月9日 星期五');
    expect(screen.getByTestId('ledger-line').textContent).toMatch(/公告\s*353.*评审\s*64.*过滤\s*287.*失败\s*2.*账本已平/s);
    expect(screen.getAllByTestId('trend')).toHaveLength(5);
    expect(rows()).toHaveLength(66);
    expect(screen.getByTestId('pane-title').textContent).toContain('Stop When You Know');
    expect(screen.queryByTestId('sample-banner')).toBeNull();
    expect(screen.getByTestId('failed-section')).toBeTruthy();
  });

  test('its papers stand by decision', async () => {
    await open('stored');
    const order = rows().map((row) => row.dataset.decision);
    expect(order.slice(0, 9)).toEqual([...Array(3).fill('recommend'), ...Array(3).fill('borderline'), ...Array(3).fill('skip')]);
  });

  test('a trend narrows the list to its papers, and again shows all', async () => {
    await open('stored', true);
    const [trend] = screen.getAllByTestId('trend');
    await fireEvent.click(trend as HTMLElement);
    expect(rows().map((row) => row.dataset.id).sort()).toEqual([...(friday().trends[0]?.papers ?? [])].sort());
    await fireEvent.click(trend as HTMLElement);
    expect(rows()).toHaveLength(66);
  });

  test('of many trends the first are shown, and all on demand', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ emoji: '·', title: `Trend ${i}`, observation: '', papers: [] }));
    await open({ digests: [brief(friday({ trends: many }))] });
    expect(screen.getAllByTestId('trend')).toHaveLength(6);
    await fireEvent.click(screen.getByTestId('more-trends'));
    expect(screen.getAllByTestId('trend')).toHaveLength(12);
    expect(screen.queryByTestId('more-trends')).toBeNull();
  });

  test('a decision narrows the list, and Escape shows all', async () => {
    await open('stored');
    await fireEvent.click(within(screen.getByLabelText('推荐分布')).getByText('边缘可看'));
    expect(new Set(rows().map((row) => row.dataset.decision))).toEqual(new Set(['borderline']));
    await press('Escape');
    expect(rows()).toHaveLength(11);
  });

  test('without papers says why', async () => {
    await open('empty');
    expect(screen.getByText(zhCN.day.noneJudged)).toBeTruthy();
    expect(screen.queryByTestId('paper-pane')).toBeNull();
  });

  test('of 800 papers draws only what is on screen', async () => {
    await open('overfull');
    expect(screen.getByTestId('ledger-line').textContent).toContain('1,212');
    expect(rows().length).toBeLessThan(100);
  });

  test('that failed in part explains each class, what to do, and marks the built-in verdict', async () => {
    const host = await open('failed', true);
    for (const name of ['timeout', 'unauthorized'] as const) {
      expect(screen.getByText(zhCN.failure[name].title)).toBeTruthy();
      expect(screen.getByText(zhCN.failure[name].fix)).toBeTruthy();
    }
    expect(screen.getAllByText(/内置结论/).length).toBe(10);
    await fireEvent.click(screen.getByTestId('retry-button'));
    expect(called(host, 'run')).toEqual([{ date: '2026-01-09' }]);
  });

  test('that was cut off can be finished', async () => {
    const host = await open({ digests: [friday({ complete: false })] });
    await fireEvent.click(screen.getByText(zhCN.day.resume));
    expect(called(host, 'run')).toEqual([{ date: '2026-01-09' }]);
  });
});

describe('a day without a digest says why and what next', () => {
  test.each([
    ['2026-01-10', 'weekend', zhCN.empty.weekend.title],
    ['2026-01-01', 'holiday', zhCN.empty.holiday.title],
    ['2026-01-12', 'not_announced', zhCN.empty.not_announced.title],
    ['2026-01-02', 'missed', zhCN.empty.missed.title],
    ['2026-01-07', 'unconfirmed', zhCN.empty.unconfirmed.title],
  ])('%s', async (date, kind, title) => {
    const stored = optionsOf('stored', 'zh-CN');
    const digests = stored.digests?.filter((digest) => digest.date !== '2026-01-07');
    const host = await open({ ...stored, digests, unconfirmed: ['2026-01-07'] });
    const cell = screen.getAllByTestId('calendar-day').find((day) => day.dataset.date === date) as HTMLElement;
    expect(cell.dataset.kind).toBe(kind);
    expect(cell.getAttribute('aria-label')).toContain(zhCN.calendar[kind as 'missed']);
    await fireEvent.click(cell);
    expect(screen.getByTestId('blank-day').textContent).toContain(title);
    const fetchThis = screen.queryByText(zhCN.day.fetchThis);
    expect(Boolean(fetchThis)).toBe(kind === 'missed' || kind === 'unconfirmed');
    if (fetchThis) {
      await fireEvent.click(fetchThis);
      expect(called(host, 'run')).toEqual([{ date }]);
    }
  });
});

describe('the sample day', () => {
  test('is marked twice, and fetches today’s papers on demand only when it was asked for', async () => {
    const host = await open('sample');
    expect(screen.getByTestId('sample-banner')).toBeTruthy();
    expect(within(screen.getByTestId('day-title')).getByText('示例')).toBeTruthy();
    expect(called(host, 'run')).toEqual([]);
    await fireEvent.click(screen.getByTestId('run-button'));
    expect(called(host, 'run')).toEqual([{}]);
  });

  test('gives way to the first digest when the reader has touched nothing', async () => {
    const digests: Digest[] = [];
    const options: FakeOptions = { digests };
    let finish: (outcome: RunOutcome) => void = () => {};
    const host = await open({ ...options, ...fetches, run: () => new Promise((done) => (finish = done)) });
    host.tell({ event: 'stage', stage: 'fetch', date: null, done: 0, total: 1, elapsed_seconds: 0, cost: 0 });
    await settle();
    expect(called(host, 'run')).toEqual([]);
    expect(screen.getByTestId('run-progress')).toBeTruthy();
    host.digests.push(brief(friday()));
    finish(outcome);
    await settle();
    expect(screen.queryByTestId('sample-banner')).toBeNull();
    expect(screen.getByTestId('run-note').textContent).toContain('64 篇');
  });

  test('stays when the reader reads it; the digest is offered', async () => {
    let finish: (outcome: RunOutcome) => void = () => {};
    const host = await open({ ...fetches, run: () => new Promise((done) => (finish = done)) });
    await press('j');
    host.digests.push(brief(friday()));
    finish(outcome);
    await settle();
    expect(screen.getByTestId('sample-banner')).toBeTruthy();
    await fireEvent.click(within(screen.getByTestId('run-note')).getByText(zhCN.run.show));
    await settle();
    expect(screen.queryByTestId('sample-banner')).toBeNull();
  });
});

describe('a run', () => {
  test('tells its stage, n of N, elapsed and cost, and can be cancelled', async () => {
    const host = await open('running');
    const progress = screen.getByTestId('run-progress');
    expect(progress.textContent).toMatch(/正在评审.*23 \/ 60.*1:12.*0\.42/s);
    await fireEvent.click(screen.getByTestId('cancel-button'));
    expect(progress.textContent).toContain(zhCN.run.cancelling);
    expect(called(host, 'cancel')).toHaveLength(1);
    host.tell({ event: 'failed', code: 'cancelled', message: 'Cancelled.', what_to_do: '' });
    await settle();
    expect(screen.getByTestId('run-note').textContent).toContain(zhCN.run.cancelled);
    expect(screen.queryByTestId('error-note')).toBeNull();
  });

  test('that was cancelled with a digest of what was done says so, and goes on when asked', async () => {
    const host = await open('running');
    await fireEvent.click(screen.getByTestId('cancel-button'));
    host.tell({ event: 'finished', date: '2026-01-09', closed: true, changed: true, empty: null, caught_up: [], remarks: [], announced: 60, judged: 23, filtered: 0, failed: 37 });
    await settle();
    const note = screen.getByTestId('run-note');
    expect(note.textContent).toContain(zhCN.run.cancelled);
    await fireEvent.click(within(note).getByText(zhCN.run.goOn));
    expect(called(host, 'run')).toHaveLength(1);
  });

  test('that found nothing new says so', async () => {
    await open('finished');
    expect(screen.getByTestId('run-note').textContent).toContain('没有新公告');
  });

  test('of somebody else is shown too', async () => {
    const host = await open('stored');
    expect(screen.queryByTestId('run-progress')).toBeNull();
    host.tell({ event: 'stage', stage: 'fetch', date: null, done: 0, total: 1, elapsed_seconds: 2, cost: 0 });
    await settle();
    expect(screen.getByTestId('run-progress').textContent).toContain(zhCN.run.fetch);
  });

  test('does not start by itself when the engine does not ask for it', async () => {
    expect(called(await open('stored'), 'run')).toEqual([]);
  });
});

describe('every error says what happened, what is safe, and one thing to do', () => {
  const codes = Object.keys(zhCN.error.headline) as Code[];
  test.each(codes.filter((code) => code !== 'cancelled'))('%s', async (code) => {
    const error: AppError = { code, message: `engine says ${code}`, what_to_do: 'do this' };
    const host = await open({ ...fetches, run: () => Promise.reject(error) });
    const note = screen.getByTestId('error-note');
    expect(note.textContent).toContain(zhCN.error.headline[code]);
    expect(note.textContent).toContain(zhCN.error.safe[code]);
    expect(note.textContent).toContain(zhCN.error.advice[code]);
    expect(note.textContent).toContain(`engine says ${code}`);
    await fireEvent.click(within(note).getByText(zhCN.app.retry));
    expect(called(host, 'run')).toHaveLength(1);
  });

  test('also when the app cannot start', async () => {
    await open('error');
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
  });
});

describe('by keyboard', () => {
  const open_ = () => screen.getByTestId('paper-pane').dataset.id;

  test('j and k go through the papers, s stars, Ctrl-Z takes it back', async () => {
    const host = await open('sample');
    const ids = rows().map((row) => row.dataset.id);
    await press('j');
    await press('ArrowDown');
    await press('k');
    expect(open_()).toBe(ids[1]);
    await press('s');
    await press('l');
    expect(called(host, 'mark')).toEqual([
      { id: ids[1], mark: 'star', on: true },
      { id: ids[1], mark: 'later', on: true },
    ]);
    await press('z', { ctrlKey: true });
    await press('z', { ctrlKey: true });
    await press('z', { ctrlKey: true });
    await press('z', { ctrlKey: true, shiftKey: true });
    expect(called(host, 'mark').slice(2)).toEqual([
      { id: ids[1], mark: 'later', on: false },
      { id: ids[1], mark: 'star', on: false },
      { id: ids[1], mark: 'star', on: true },
    ]);
  });

  test('nothing happens while composing or typing', async () => {
    const host = await open('stored');
    const before = open_();
    await press('j', { isComposing: true });
    await press('j', { keyCode: 229 });
    await press('g');
    await settle();
    const field = screen.getByLabelText(zhCN.ledger.find);
    field.focus();
    await press('s');
    await press('Escape');
    expect(open_()).toBe(before);
    expect(called(host, 'mark')).toEqual([]);
  });

  test('a paper counts as read once the reader has stayed on it', async () => {
    vi.useFakeTimers();
    const host = await open('sample');
    const ids = rows().map((row) => row.dataset.id);
    await vi.advanceTimersByTimeAsync(2000);
    expect(called(host, 'mark')).toEqual([]);
    await press('j');
    expect(called(host, 'mark')).toEqual([{ id: ids[0], mark: 'read', on: true }]);
    await press('j');
    await vi.advanceTimersByTimeAsync(1000);
    expect(called(host, 'mark')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(600);
    expect(called(host, 'mark')[1]).toEqual({ id: ids[2], mark: 'read', on: true });
  });

  test('a mark that could not be written goes back, and is told', async () => {
    await open({ info: { sample: true }, failing: { mark: { code: 'disk', message: 'full', what_to_do: '' } } });
    await press('s');
    await settle();
    expect(screen.getByTestId('error-note').dataset.code).toBe('disk');
    expect(within(screen.getByTestId('paper-pane')).getByLabelText(zhCN.paper.star).getAttribute('aria-pressed')).toBe('false');
  });

  test('o opens arXiv through the host, [ the day before, ? the keys, Ctrl-K the palette', async () => {
    const host = await open('stored');
    await press('o');
    expect(called(host, 'open_link')).toEqual([{ url: 'https://arxiv.org/abs/2601.90041' }]);
    await press('[');
    await settle();
    expect(screen.getByTestId('day-title').textContent).toContain('1月8日');
    await press('?');
    expect(screen.getByLabelText(zhCN.help.title)).toBeTruthy();
    await press('k', { ctrlKey: true });
    expect(screen.getByLabelText(zhCN.palette.label)).toBeTruthy();
  });
});

describe('on a small window', () => {
  test('a paper takes the window, and there is a way back', async () => {
    Object.defineProperty(window, 'innerWidth', { value: 580, configurable: true });
    await open('stored');
    expect(screen.queryByTestId('paper-pane')).toBeNull();
    await fireEvent.click(rows()[1]?.querySelector('.open') as HTMLElement);
    expect(screen.getByTestId('paper-pane')).toBeTruthy();
    expect(rows()).toHaveLength(0);
    await fireEvent.click(screen.getByText(zhCN.app.back));
    expect(rows()).toHaveLength(11);
  });

  test('the month is reachable', async () => {
    Object.defineProperty(window, 'innerWidth', { value: 780, configurable: true });
    await open('stored');
    expect(screen.queryAllByTestId('calendar-day')).toHaveLength(0);
    await fireEvent.click(screen.getByLabelText(zhCN.nav.month));
    expect(screen.getAllByTestId('calendar-day')).toHaveLength(31);
  });
});

describe('settings', () => {
  test('language and theme apply at once', async () => {
    const host = await open('stored');
    await press(',', { ctrlKey: true });
    await fireEvent.click(within(screen.getByTestId('setting-ui.language')).getByLabelText('English'));
    await settle();
    expect(document.documentElement.lang).toBe('en');
    await fireEvent.click(within(screen.getByTestId('setting-ui.theme')).getByLabelText('Dark'));
    await settle();
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(called(host, 'set_setting')).toEqual([
      { key: 'ui.language', value: 'en' },
      { key: 'ui.theme', value: 'dark' },
    ]);
  });
});

test('what the palette sets is taken back by undo, too', async () => {
  const host = await open('stored');
  const before = document.documentElement.dataset.theme;
  await press('k', { ctrlKey: true });
  await fireEvent.input(within(screen.getByRole('dialog')).getByRole('combobox'), { target: { value: zhCN.command.themeDark } });
  await press('Enter');
  await settle();
  expect(document.documentElement.dataset.theme).toBe('dark');
  await press('z', { ctrlKey: true });
  await settle();
  expect(document.documentElement.dataset.theme).toBe(before);
  expect(called(host, 'set_setting')).toHaveLength(2);
});

test('a notification opens its day', async () => {
  const host = await open('stored');
  host.emit('go', { to: 'day', date: '2026-01-06' });
  await settle();
  expect(screen.getByTestId('day-title').textContent).toContain('1月6日');
});

describe('what a run tells beside its digest', () => {
  const told = async (patch: Partial<RunOutcome>) => {
    await open({ ...optionsOf('finished', 'zh-CN'), run: () => Promise.resolve({ ...outcome, ...patch }) });
    return screen.getByTestId('run-note').textContent;
  };
  const day = (date: string) => ({ date, announced: 10, judged: 4, filtered: 6, failed: 0 });
  test.each([
    ['nothing', {}, []],
    ['the days that it caught up on', { caught_up: [day('2026-01-06'), day('2026-01-07')] }, ['还补上了', '1月6日', '1月7日', '评审 8 篇']],
    ['how many, when they are many', { caught_up: ['05', '06', '07', '08'].map((n) => day(`2026-01-${n}`)) }, ['漏掉的 4 天', '评审 16 篇']],
    ['each remark', { remarks: ['a feed is broken', '两天取不到'] }, ['a feed is broken', '两天取不到']],
    ['also when nothing was new', { changed: false, remarks: ['one'] }, [zhCN.run.upToDate('1月9日'), 'one']],
    ['also of an empty day', { date: null, empty: { date: '2026-01-09', kind: 'nothing', message: '', next_try: null }, remarks: ['one'] }, [zhCN.empty.nothing.title, 'one']],
    ['why the vault was not written', { vault_problem: { code: 'disk', message: 'no space', what_to_do: '' } }, [zhCN.run.vault('no space')]],
  ] as [string, Partial<RunOutcome>, string[]][])('%s', async (_, patch, words) => {
    const note = await told(patch);
    for (const word of words) expect(note).toContain(word);
    if (words.length === 0) expect(note).not.toContain('还补上了');
  });

  test('what it will come to stays in sight from stage to stage', async () => {
    const host = await open('stored');
    const estimate = { papers: 60, input_tokens: 1, output_tokens: 1, cost: 2.5 };
    const stage = { event: 'stage' as const, date: null, done: 0, total: 1, elapsed_seconds: 1, cost: 0 };
    host.tell({ ...stage, stage: 'fetch', estimate });
    host.tell({ ...stage, stage: 'deep_read' });
    await settle();
    expect(screen.getByTestId('run-progress').textContent).toContain(zhCN.run.deep_read);
    expect(screen.getByTestId('run-progress').textContent).toContain('预计');
  });
});

describe('a digest from the second source', () => {
  test.each([[true, 1], [false, 0]])('rebuilt %s: %i marks', async (reconstructed, marks) => {
    await open({ digests: [friday({ reconstructed })] });
    expect(screen.queryAllByText(zhCN.day.reconstructed)).toHaveLength(marks);
  });
});

describe('a database in trouble', () => {
  const trouble: AppError = { code: 'damaged', message: 'page 3 is broken', what_to_do: 'Restore.' };
  test('is said above what can still be read', async () => {
    await open({ digests: [friday()], info: { trouble } });
    expect(screen.getByTestId('trouble').textContent).toContain(zhCN.error.headline.damaged);
    expect(rows().length).toBeGreaterThan(0);
  });
  test('and once, when the day cannot be read', async () => {
    await open({ digests: [friday()], info: { trouble }, failing: { day: trouble } });
    expect(screen.getAllByTestId('error-note')).toHaveLength(1);
  });
  test('is not said of a good one', async () => {
    await open({ digests: [friday()] });
    expect(screen.queryByTestId('trouble')).toBeNull();
  });
});

import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../src/host';
import { zhCN } from '../src/i18n/zh-CN';
import { brief, called, friday, open, pane, press, rows, settle, small, wait } from './window';

const outcome: RunOutcome = { date: '2026-01-09', closed: true, changed: true, empty: null, caught_up: [], remarks: [], announced: 9, judged: 9, filtered: 0, failed: 0 };
const title = () => screen.getByTestId('day-title').textContent;

describe('from outside', () => {
  test('a day, a search, the settings and today can be asked for', async () => {
    const host = await open('stored');
    host.emit('go', { to: 'day', date: '2026-01-06' });
    await settle();
    expect(title()).toContain('1月6日');
    host.emit('go', { to: 'search', query: 'reasoning' });
    await settle();
    expect((screen.getByTestId('search-field') as HTMLInputElement).value).toBe('reasoning');
    host.emit('go', { to: 'settings' });
    await settle();
    expect(screen.getByTestId('settings')).toBeTruthy();
    host.emit('go', { to: 'today' });
    await settle();
    expect(title()).toContain('1月9日');
  });

  test('a paper opens in the day that lists it', async () => {
    const host = await open('stored');
    const id = host.digests[0]?.papers[1]?.id ?? '';
    host.emit('go', { to: 'paper', id });
    await settle();
    expect(pane().dataset.id).toBe(id);
  });

  test('where a link led when the window was opened is gone to once', async () => {
    const host = await open({ ...small(), info: { destination: { to: 'settings' } } });
    expect(screen.getByTestId('settings')).toBeTruthy();
    await press('Escape');
    host.emit('settings', null);
    await settle();
    expect(screen.queryByTestId('settings')).toBeNull();
  });
});

describe('what another process wrote', () => {
  test('appears, and the open paper and the reader’s place stay', async () => {
    const host = await open(small());
    await press('j');
    await press('j');
    const before = pane().dataset.id;
    const [first] = host.digests;
    if (!first) throw new Error('no day');
    host.digests[0] = { ...first, papers: first.papers.map((paper) => ({ ...paper, marks: { read: true, star: true, later: false } })) };
    host.emit('changed', null);
    await settle();
    expect(pane().dataset.id).toBe(before);
    expect(rows().every((row) => row.querySelector('.star.on'))).toBe(true);
  });

  test('takes the place of the sample', async () => {
    const host = await open({});
    expect(screen.getByTestId('sample-banner')).toBeTruthy();
    host.digests.push(brief(friday()));
    host.emit('changed', null);
    await settle();
    expect(screen.queryByTestId('sample-banner')).toBeNull();
  });
});

describe('a run of the schedule', () => {
  test('that ends is told, though it told of no stage before', async () => {
    const host = await open(small());
    host.tell({ event: 'failed', code: 'offline', message: 'no route', what_to_do: '' });
    await settle();
    expect(screen.getByTestId('error-note').dataset.code).toBe('offline');
    expect(called(host, 'run')).toEqual([]);
  });

  test('of our own ends once, whichever comes first', async () => {
    let finish: (made: RunOutcome) => void = () => {};
    const host = await open({ ...small(), run: () => new Promise((done) => (finish = done)) });
    await press('r');
    finish(outcome);
    await settle();
    await fireEvent.click(screen.getByLabelText(zhCN.run.dismiss));
    host.tell({ event: 'finished', ...outcome });
    await settle();
    expect(screen.queryByTestId('run-note')).toBeNull();
  });
});

test.each([true, false])('closing asks whether to go on in the tray: once, or each time (remembered: %s)', async (remember) => {
  const host = await open(small());
  host.emit('closing', null);
  await settle();
  if (!remember) await fireEvent.click(screen.getByLabelText(zhCN.closing.remember));
  await fireEvent.click(screen.getByText(zhCN.closing.keep));
  expect(called(host, 'close')).toEqual([{ keep: true, remember }]);
  await settle();
  expect(screen.queryByTestId('closing')).toBeNull();
});

test.each([
  ['a day that is there', {}],
  ['a day that is long in coming', { answers: { day: () => new Promise<never>(() => {}) } }],
  ['no app at all', { failing: { app: { code: 'disk' as const, message: '', what_to_do: '' } } }],
])('the first frame is told once, before %s', async (_, options) => {
  const host = await open({ ...small(), ...options });
  await wait(80);
  expect(called(host, 'painted')).toEqual([{}]);
});

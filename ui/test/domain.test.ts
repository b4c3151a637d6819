import { describe, expect, test } from 'vitest';
import type { Ledger } from '../src/host';
import { nextAnnouncement, shiftMonth, weeksOf } from '../src/domain/calendar';
import { findInLedger, rulesOf } from '../src/domain/ledger';
import { panesFor } from '../src/state/layout.svelte';

describe('arXiv announces at 20:00 in New York on the evenings before Monday to Friday', () => {
  test.each([
    ['on a Friday morning: Sunday evening', '2026-01-09T09:30:00Z', '2026-01-12T01:00:00.000Z'],
    ['on a Monday before 20:00 there', '2026-01-13T00:59:00Z', '2026-01-13T01:00:00.000Z'],
    ['just after', '2026-01-13T01:00:00Z', '2026-01-14T01:00:00.000Z'],
    ['on a Thursday evening after Friday’s list: Sunday', '2026-01-09T02:00:00Z', '2026-01-12T01:00:00.000Z'],
    ['in summer, an hour earlier', '2026-07-08T12:00:00Z', '2026-07-09T00:00:00.000Z'],
    ['past a holiday', '2026-01-18T12:00:00Z', '2026-01-20T01:00:00.000Z'],
  ])('%s', (_, now, next) => expect(nextAnnouncement(new Date(now), new Set(['2026-01-19'])).toISOString()).toBe(next));
});

test.each([
  [{ year: 2026, month: 1 }, -1, { year: 2025, month: 12 }],
  [{ year: 2025, month: 12 }, 1, { year: 2026, month: 1 }],
  [{ year: 2026, month: 6 }, 18, { year: 2027, month: 12 }],
])('month %o and %i', (from, by, to) => expect(shiftMonth(from, by)).toEqual(to));

test('weeks start on Monday and are whole', () => {
  const cells = Array.from({ length: 31 }, (_, i) => ({
    date: `2026-01-${String(i + 1).padStart(2, '0')}`, kind: 'weekend' as const, counts: null, ledger: null, origin: null, read: 0, attempts: 0,
  }));
  const weeks = weeksOf(cells);
  expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
  expect(weeks[0]?.map((cell) => cell?.date ?? null)).toEqual([null, null, null, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']);
});

describe('the ledger is read by state and rule', () => {
  const paper = (id: string, state: string, rule: string) => ({ id, title: `Title ${id}`, state, rule, reason: '', rank: null });
  const ledger: Ledger = {
    date: '2026-01-09', closed: true, reconstructed: false, categories: {}, announced: 5, judged: 1, filtered: 4, failed: 0,
    papers: [
      paper('1', 'judged', ''), paper('2', 'filtered', 'rank 61 of 285'), paper('3', 'filtered', 'rank 62 of 285'),
      paper('4', 'filtered', 'exclude: jailbreak'), paper('5', 'filtered', 'cross-list'),
    ],
  };
  test('every rank is one rule', () =>
    expect(rulesOf(ledger, 'filtered')).toEqual([
      { rule: 'rank', count: 2 }, { rule: 'exclude: jailbreak', count: 1 }, { rule: 'cross-list', count: 1 },
    ]));
  test.each([
    [null, null, '', '12345'],
    ['filtered', null, '', '2345'],
    ['filtered', 'rank', '', '23'],
    [null, null, 'JAILBREAK', '4'],
    [null, null, 'title 5', '5'],
    [null, null, 'nothing', ''],
  ] as const)('%s %s %s', (state, rule, words, ids) =>
    expect(findInLedger(ledger, state, rule, words).map((p) => p.id).join('')).toBe(ids));
});

test.each([[580, 1], [599, 1], [600, 2], [900, 2], [999, 2], [1000, 3], [1920, 3]])('%i px: %i panes', (width, panes) => expect(panesFor(width)).toBe(panes));

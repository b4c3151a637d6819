import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { ListedPaper, RunOutcome } from '../src/host';
import { withPapers } from '../src/host/fake';
import { called, friday, ids, open, pane, press, settle } from './window';

const papers = friday().papers.filter((paper) => !paper.failure);
const first = papers.slice(0, 2);
const late = papers[2] as ListedPaper;
const outcome: RunOutcome = { date: '2026-01-09', closed: true, changed: true, empty: null, caught_up: [], remarks: [], announced: 3, judged: 3, filtered: 0, failed: 0 };
const half = () => ({ ...withPapers(friday(), first, 0), complete: false });
const verdict = (paper: ListedPaper) => ({ event: 'verdict' as const, date: '2026-01-09', paper });

describe('while a run goes on', () => {
  test('a verdict appears in the day that is shown, and the open paper stays open', async () => {
    const host = await open({ digests: [half()] });
    await press('j');
    const before = pane().dataset.id;
    host.tell(verdict(late));
    await settle();
    expect(ids()).toContain(late.id);
    expect(pane().dataset.id).toBe(before);
    expect(screen.getByLabelText('推荐分布').textContent).toContain('3');
  });

  test('of another day they wait, and are shown on demand', async () => {
    const host = await open({ digests: [{ ...half(), date: '2026-01-08' }], run: () => new Promise(() => {}) });
    await press('r');
    host.tell(verdict(late));
    await settle();
    expect(ids()).not.toContain(late.id);
    await fireEvent.click(screen.getByTestId('watch-button'));
    await settle();
    expect(ids()).toEqual([late.id]);
    host.tell(verdict(first[0] as ListedPaper));
    await settle();
    expect(new Set(ids())).toEqual(new Set([late.id, first[0]?.id]));
    expect(screen.queryByTestId('watch-button')).toBeNull();
  });

  test('the end takes over in place: no paper is opened that the reader did not open', async () => {
    let finish: (outcome: RunOutcome) => void = () => {};
    const host = await open({ digests: [half()], run: () => new Promise((done) => (finish = done)) });
    await press('r');
    await press('j');
    const before = pane().dataset.id;
    host.tell(verdict(late));
    host.digests[0] = withPapers(friday(), [...first, late], 0);
    finish(outcome);
    await settle();
    expect(pane().dataset.id).toBe(before);
    expect(ids()).toContain(late.id);
  });

  test('after a cancel what had come is still there', async () => {
    const host = await open({ digests: [half()] });
    host.tell({ event: 'stage', stage: 'judge', date: '2026-01-09', done: 1, total: 3, elapsed_seconds: 1, cost: 0 });
    host.tell(verdict(late));
    await settle();
    host.digests[0] = withPapers(friday(), [...first, late], 0);
    host.tell({ event: 'failed', code: 'cancelled', message: '', what_to_do: '' });
    await settle();
    expect(ids()).toContain(late.id);
    expect(called(host, 'day').length).toBeGreaterThan(1);
  });
});

/** Days, their month and their ledger. */

import type { AppError, Attempt, DayCell, DayView, Request, Topic } from '../index';
import { ledgerOf } from './digests';
import { asNow, type Answers, type World } from './world';

export interface DayOptions {
  /** arXiv's holidays, and the first day that is not announced yet. */
  holidays?: string[];
  notAnnouncedFrom?: string;
  unconfirmed?: string[];
  /** Finished runs of days that were made more than once. */
  attempts?: Record<string, Attempt[]>;
}

export function dayAnswers(world: World, options: DayOptions): Pick<Answers, 'day' | 'sample' | 'month' | 'ledger' | 'markdown' | 'topics' | 'keywords' | 'agreement'> {
  const sampleView = (): DayView => ({ digest: asNow(world, world.sample), previous: null, next: null, attempt: 1, attempts: 1 });

  function view(date?: string, attempt?: number): DayView {
    const stored = world.digests.map((digest) => digest.date).sort();
    const wanted = date ?? stored.at(-1);
    const digest = world.digests.find((other) => other.date === wanted);
    if (!digest) {
      if (date === undefined) return sampleView();
      const error: AppError = { code: 'not_found', message: `There is no digest of ${date}.`, what_to_do: '' };
      throw error;
    }
    const at = stored.indexOf(digest.date);
    return { digest: asNow(world, digest), previous: stored[at - 1] ?? null, next: stored[at + 1] ?? null, attempt: attempt ?? 1, attempts: options.attempts?.[digest.date]?.length ?? 1 };
  }

  function monthOf({ year, month }: Request<'month'>): DayCell[] {
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return Array.from({ length: days }, (_, i): DayCell => {
      const date = new Date(Date.UTC(year, month - 1, i + 1));
      const name = date.toISOString().slice(0, 10);
      const digest = world.digests.find((other) => other.date === name);
      if (digest) return { date: name, kind: 'digest', counts: digest.counts, ledger: digest.ledger, origin: digest.origin, read: asNow(world, digest).papers.filter((p) => p.marks.read).length, attempts: options.attempts?.[name]?.length ?? 1 };
      const kind: DayCell['kind'] = [0, 6].includes(date.getUTCDay())
        ? 'weekend'
        : options.holidays?.includes(name)
          ? 'holiday'
          : options.unconfirmed?.includes(name)
            ? 'unconfirmed'
          : name >= (options.notAnnouncedFrom ?? '2026-01-12')
            ? 'not_announced'
            : 'missed';
      return { date: name, kind, counts: null, ledger: null, origin: null, read: 0, attempts: 0 };
    });
  }

  return {
    day: ({ date, attempt }) => view(date, attempt),
    sample: sampleView,
    month: monthOf,
    ledger: ({ date }) => ledgerOf(world.digests.find((digest) => digest.date === date) ?? world.sample),
    markdown: () => ({ markdown: '# Arxiv LLM 每日研报\n' }),
    keywords: ({ limit }) => {
      const words = [...new Set(world.sample.papers.flatMap((paper) => paper.verdict.keywords))].slice(0, limit);
      return words.map((keyword, i) => ({
        keyword, days: world.digests.map(({ date }, n) => ({ date, papers: 1 + ((n * 3 + i * 5) % 9) })),
      }));
    },
    agreement: () => ({
      pairs: [
        { judge: 'recommend', reader: 'recommend', papers: 31 }, { judge: 'recommend', reader: 'skip', papers: 2 },
        { judge: 'borderline', reader: 'recommend', papers: 5 }, { judge: 'skip', reader: 'skip', papers: 3 }, { judge: 'skip', reader: 'recommend', papers: 1 },
      ],
      months: [{ month: '2025-11', agreed: 8, said: 12 }, { month: '2025-12', agreed: 14, said: 17 }, { month: '2026-01', agreed: 12, said: 13 }],
    }),
    topics: () =>
      world.sample.trends.map((trend, i) => ({
        topic: (i + 1) as unknown as Topic['topic'], title: trend.title, emoji: trend.emoji,
        days: world.digests.map(({ date }, n) => ({ date, papers: 1 + ((n + i) % 5) })),
      })),
  };
}

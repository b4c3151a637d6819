/** Years, runs of a day, roll-ups. */

import type { Request, Rollup } from '../index';
import { dayAnswers, type DayOptions } from './days';
import { asNow, type Answers, type World } from './world';

export function archiveAnswers(world: World, options: DayOptions): Pick<Answers, 'year' | 'attempts' | 'compare' | 'rollup' | 'sum_up'> {
  const month = dayAnswers(world, options).month;

  /** Monday and Sunday of the week, or the first and last day of the month, that holds a day. */
  function span(kind: 'week' | 'month', date: string): [string, string] {
    const day = new Date(`${date}T00:00:00Z`);
    const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
    if (kind === 'month') return [`${date.slice(0, 7)}-01`, iso(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0))];
    const monday = day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000;
    return [iso(monday), iso(monday + 6 * 86_400_000)];
  }

  function rollup({ kind, date }: Request<'rollup'>): Rollup {
    const [first, last] = span(kind, date);
    const days = world.digests.filter((digest) => digest.date >= first && digest.date <= last).map((digest) => asNow(world, digest));
    const words = [...new Set(days.flatMap((digest) => digest.papers.flatMap((paper) => paper.verdict.keywords)))];
    const sum = (of: 'recommend' | 'borderline' | 'skip') => days.reduce((total, digest) => total + digest.counts[of], 0);
    return {
      kind, first, last, title: '', markdown: `# ${first} – ${last}\n`, days: days.length,
      papers: days.reduce((total, digest) => total + digest.papers.length, 0),
      counts: { recommend: sum('recommend'), borderline: sum('borderline'), skip: sum('skip') },
      rose: words.slice(0, 3).map((word, i) => ({ word, count: 9 - 2 * i, before: 1 })),
      fell: words.slice(3, 4).map((word) => ({ word, count: 1, before: 8 })),
      first_seen: words.slice(4, 5).map((word) => ({ word, count: 6, before: 0 })),
      best: days.slice(-3).reverse().flatMap((digest, i) => {
        const paper = digest.papers[i];
        return paper ? [{ date: digest.date, paper }] : [];
      }),
      paragraph: null,
      problem: null,
    };
  }

  return {
    year: async ({ year }) => {
      const months = Array.from({ length: 12 }, (_, i) => month({ year, month: i + 1 }));
      return (await Promise.all(months)).flat();
    },
    attempts: ({ date }) => options.attempts?.[date] ?? [],
    compare: ({ date }) => {
      const papers = world.digests.find((digest) => digest.date === date)?.papers.filter((paper) => !paper.failure) ?? [];
      return {
        changed: papers.slice(0, 3).map(({ id, title, verdict }, i) => ({
          id, title, before: i === 1 ? 'skip' : 'borderline', after: verdict.decision,
          reason_before: verdict.keywords.slice(0, 2).join(' · '), reason_after: verdict.reason,
        })),
        only_a: papers.slice(3, 4).map(({ id, title }) => ({ id, title })),
        only_b: papers.slice(4, 6).map(({ id, title }) => ({ id, title })),
        same: Math.max(0, papers.length - 6),
      };
    },
    rollup,
    sum_up: (request) => ({ ...rollup(request), paragraph: { model: 'deepseek-chat', text: '研究重心转向把智能体放进真实任务里检验，推理效率仍在降温。' } }),
  };
}

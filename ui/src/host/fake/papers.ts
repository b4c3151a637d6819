/** What is known of one paper beside its row. */

import type { Figure, ListedPaper } from '../index';
import { change, lookUp, mustLookUp, type Answers, type World } from './world';

type Names = 'paper' | 'why' | 'judge' | 'similar' | 'why_ranked' | 'for_you' | 'evidence' | 'full_text';

/** The fields of an analysis that evidence looks into, with the item of a list and their text. */
function fieldsOf({ verdict }: ListedPaper): [Figure['field'], number, string][] {
  return [
    ['summary', 0, verdict.summary],
    ['reason', 0, verdict.reason],
    ...verdict.innovations.map((text, i): ['innovations', number, string] => ['innovations', i, text]),
  ];
}

function figuresOf(paper: ListedPaper): Figure[] {
  return fieldsOf(paper).flatMap(([field, item, text]) =>
    [...text.matchAll(/\d+(?:[.,]\d+)*%?/g)].map((match) => {
      const at = paper.abstract.indexOf(match[0]);
      const end = at + match[0].length;
      const place = at < 0 ? null : { source: 'abstract' as const, section: null, paragraph: null, start: at, end, quote: paper.abstract.slice(Math.max(0, at - 40), end + 40) };
      return { field, item, start: match.index, end: match.index + match[0].length, text: match[0], found: at >= 0, place };
    }),
  );
}

const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]{4,}/g));

export function paperAnswers(world: World, now: () => Date): Pick<Answers, Names> {
  return {
    paper: ({ id }) => {
      const found = lookUp(world, id);
      if (!found) return { paper: null, text: null, date: null, versions: [], verdicts: [], fates: [], withdrawn: false, code_links: [] };
      const { date, paper } = found;
      const { decision, reason, judged_by, basis, judged_at } = paper.verdict;
      const now_ = { decision, reason, judged_by, basis, judged_at, profile_current: true };
      const before = { ...now_, decision: 'borderline' as const, judged_by: 'builtin', basis: 'abstract' as const, judged_at: '2026-01-07T09:12:00Z', profile_current: false };
      return {
        paper, date, withdrawn: paper.withdrawn, code_links: paper.code_links,
        text: {
          id, version: paper.version, title: paper.title, authors: paper.authors, categories: paper.categories,
          abstract: paper.abstract, url: paper.url,
        },
        versions: Array.from({ length: paper.version }, (_, i) => ({
          version: i + 1,
          date: i === 0 && paper.version > 1 ? '2025-11-04' : date,
          announce_type: i === 0 ? 'new' : 'replace',
          submitted: null,
        })),
        verdicts: paper.rank % 3 === 1 ? [now_, before] : [now_],
        fates: [{
          date, profile: 'finance-ai', attempt: 1, announce_type: paper.announce_type, state: paper.failure ? 'failed' : 'judged', rule: null,
          failure: paper.failure, rank: paper.rank, decision, reason, judged_by,
        }],
      };
    },
    why: ({ id }) => {
      const known = lookUp(world, id);
      return {
        id, title: known?.paper.title ?? null, stored: true, fates: [], not_listed: null, can_judge: true,
        headline: world.language === 'zh-CN' ? '2026-01-09 的公告里有它，按内置排序在第 93 名，没有进入评审名额。' : 'It was announced on 2026-01-09, and ranked 93rd, below the cut.',
        lines: [world.language === 'zh-CN' ? '那一天评审了 60 篇。' : '60 papers were judged that day.'],
      };
    },
    judge: ({ id }) => {
      const { paper } = mustLookUp(world, id);
      const next = { ...paper, failure: null, verdict: { ...paper.verdict, judged_at: now().toISOString() } };
      change(world, id, { verdict: next.verdict, failure: null });
      return { paper: next };
    },
    why_ranked: ({ id }) => {
      const { paper } = mustLookUp(world, id);
      return { for: paper.verdict.keywords.slice(0, 3), against: paper.verdict.decision === 'skip' ? ['jailbreak'] : [] };
    },
    for_you: ({ limit }) =>
      world.sample.papers
        .filter((paper) => !paper.marks.read && !paper.override)
        .slice(0, limit)
        .map((paper, at) => ({ id: paper.id, title: paper.title, date: world.sample.date, score: 0.9 - at / 100, for: paper.verdict.keywords.slice(0, 2), against: [] })),
    similar: ({ id, limit }) => {
      const { paper } = mustLookUp(world, id);
      const own = words(`${paper.title} ${paper.abstract}`);
      return world.sample.papers
        .filter((other) => other.id !== id)
        .map((other) => ({
          id: other.id, title: other.title, date: world.sample.date,
          score: [...words(`${other.title} ${other.abstract}`)].filter((word) => own.has(word)).length / 100,
        }))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
    },
    evidence: ({ id }) => {
      const figures = figuresOf(mustLookUp(world, id).paper);
      return { found: figures.filter((figure) => figure.found).length, total: figures.length, figures };
    },
    full_text: ({ id }) => {
      const { paper } = mustLookUp(world, id);
      if (paper.rank % 2 === 0) return null;
      const sentences = paper.abstract.split(/(?<=\.) /);
      const half = Math.ceil(sentences.length / 2);
      return {
        version: paper.version, fetched_at: paper.verdict.judged_at,
        sections: [
          { heading: '1 Introduction', paragraphs: [sentences.slice(0, half).join(' '), sentences.slice(half).join(' ')] },
          { heading: '2 Method', paragraphs: [paper.abstract] },
          { heading: '3 Results', paragraphs: ['We report the cost as $O(n^2)$ of the history length $n$.'] },
        ],
      };
    },
  };
}

/** The engine's sample day as its commands give it, and days made from it. */

import sample from '../../../../src-tauri/engine/src/sample/day.json';
import type { Digest, Failure, Language, Ledger, LedgerPaper, ListedPaper, Marks, Origin, Tally } from '../index';

type SamplePaper = (typeof sample.papers)[number];

export const noMarks: Marks = { read: false, star: false, later: false };
const empty = { reason: '', translated_title: '', keywords: [], pain_point: '', application_value: '', summary: '', innovations: [] };

/** What the reader and time have added to a paper: nothing yet. */
const unread = { note: false, override: null, tags: [], revision: null, withdrawn: false, code_links: [], evidence: null, full_text: false, no_full_text: false };

/** As many numbers as a text holds, one of them not found. */
function figures(text: string): ListedPaper['evidence'] {
  const total = text.match(/\d+(?:[.,]\d+)*%?/g)?.length ?? 0;
  return total > 0 ? { found: Math.max(0, total - 1), total } : null;
}

function listed(paper: SamplePaper, rank: number, language: Language, isSample: boolean): ListedPaper {
  const fields = 'analysis' in paper ? paper.analysis?.[language] : undefined;
  const failure = 'failure' in paper && paper.failure ? { message: '', next_try: null, ...paper.failure } : null;
  return {
    id: paper.id,
    version: paper.version,
    title: paper.title,
    authors: paper.authors,
    categories: paper.categories,
    announce_type: paper.announce_type as ListedPaper['announce_type'],
    url: `https://arxiv.org/abs/${paper.id}`,
    abstract: paper.abstract,
    comment: ('comment' in paper && paper.comment) || null,
    rank,
    verdict: {
      ...empty,
      ...fields,
      decision: (paper.decision ?? 'skip') as ListedPaper['verdict']['decision'],
      judged_by: failure || !isSample ? 'builtin' : 'sample',
      basis: (paper.basis ?? 'abstract') as ListedPaper['verdict']['basis'],
      flags: paper.flags ?? [],
      score: paper.score ?? 0,
      judged_at: '2026-01-09T09:04:00Z',
    },
    failure: failure as Failure | null,
    marks: noMarks,
    ...unread,
    code_links: rank === 1 ? ['https://github.com/example/stop-when-you-know'] : [],
    full_text: rank % 2 === 1,
    evidence: figures(fields ? [fields.summary, ...fields.innovations].join(' ') : ''),
  };
}

/** Tallies of a digest that is made of listed papers and of `filtered` more. */
function tallyOf(papers: ListedPaper[], filtered: number): Tally {
  const failed = papers.filter((paper) => paper.failure).length;
  const judged = papers.length - failed;
  return { announced: judged + failed + filtered, judged, filtered, failed };
}

/** Over all papers. */
function evidenceOf(papers: ListedPaper[]): Digest['evidence'] {
  const sum = (of: 'found' | 'total') => papers.reduce((total, paper) => total + (paper.evidence?.[of] ?? 0), 0);
  return sum('total') > 0 ? { found: sum('found'), total: sum('total') } : null;
}

function countsOf(papers: ListedPaper[]): Digest['counts'] {
  const of = (decision: string) => papers.filter((p) => !p.failure && p.verdict.decision === decision).length;
  return { recommend: of('recommend'), borderline: of('borderline'), skip: of('skip') };
}

const order = { recommend: 0, borderline: 1, skip: 2 };

/** The engine's sample day, as its `day` command gives it. */
export function sampleDigest(language: Language, origin: Origin = 'sample', date: string = sample.date): Digest {
  const ranked = sample.papers
    .filter((paper) => paper.state !== 'filtered')
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map((paper, i) => listed(paper, i + 1, language, origin === 'sample'));
  const papers = [
    ...ranked.filter((p) => !p.failure).sort((a, b) => order[a.verdict.decision] - order[b.verdict.decision]),
    ...ranked.filter((p) => p.failure),
  ];
  return {
    date, profile: 'finance-ai', generated_at: `${date}T09:04:00Z`, language, origin,
    judge: origin === 'sample' ? 'sample' : 'builtin', complete: true, reconstructed: false,
    categories: ['cs.CL', 'cs.AI', 'cs.LG'],
    counts: countsOf(papers),
    ledger: tallyOf(papers, sample.papers.filter((paper) => paper.state === 'filtered').length),
    trends: sample.trends[language],
    evidence: evidenceOf(papers),
    papers,
  };
}

/** A digest with other papers, its counts right. */
export function withPapers(digest: Digest, papers: ListedPaper[], filtered = 287): Digest {
  return { ...digest, papers, evidence: evidenceOf(papers), counts: countsOf(papers), ledger: tallyOf(papers, filtered) };
}

/** The ledger that belongs to a digest. */
export function ledgerOf(digest: Digest): Ledger {
  const tally = digest.ledger ?? tallyOf(digest.papers, 0);
  const papers: LedgerPaper[] = digest.papers.map((paper) => ({
    id: paper.id, title: paper.title, state: paper.failure ? 'failed' : 'judged', rule: paper.failure?.class ?? '',
    reason: paper.verdict.reason, rank: paper.rank,
  }));
  const rules = sample.papers.filter((paper) => paper.state === 'filtered');
  for (let i = 0; i < tally.filtered; i++) {
    const from = rules[i % rules.length];
    const rank = papers.length + 1;
    const rule = i < rules.length ? (from?.rule ?? '') : `rank ${rank} of ${tally.announced}`;
    papers.push({
      id: i < rules.length && from ? from.id : `2601.8${String(i).padStart(4, '0')}`,
      title: from?.title ?? '', state: 'filtered', rule, reason: '', rank: i < rules.length ? null : rank,
    });
  }
  const half = (part: number): Tally => {
    const judged = Math.round(tally.judged * part);
    const filtered = Math.round(tally.filtered * part);
    const failed = Math.round(tally.failed * part);
    return { announced: judged + filtered + failed, judged, filtered, failed };
  };
  return { date: digest.date, ...tally, closed: true, reconstructed: digest.reconstructed, papers, categories: { 'cs.CL': half(0.45), 'cs.AI': half(0.35), 'cs.LG': half(0.2) } };
}

/** The papers of a digest as the reading column lists them. */

import type { Counts, Decision, Digest, ListedPaper } from '../host';
import { t } from '../i18n/index.svelte';

export const decisions: Decision[] = ['recommend', 'borderline', 'skip'];

/** A section of the list; `failed` are papers that the chosen judge could not judge. */
export type Section = Decision | 'failed';

/** What the reader narrowed the list to. */
export interface Filter {
  section: Section | null;
  /** Index into the digest's trends. */
  trend: number | null;
}

export const noFilter: Filter = { section: null, trend: null };

export interface Group {
  section: Section;
  papers: ListedPaper[];
  /** How many the section has without the filter. */
  total: number;
}

/** Which section a paper stands in. */
export function sectionOf(paper: ListedPaper): Section {
  return paper.failure ? 'failed' : paper.verdict.decision;
}

/** The judged papers by decision. */
export function countsOf(papers: ListedPaper[]): Counts {
  const counts: Counts = { recommend: 0, borderline: 0, skip: 0 };
  for (const paper of papers) if (!paper.failure) counts[paper.verdict.decision]++;
  return counts;
}

/** The sections that have papers under a filter, in reading order. */
export function groupsOf(digest: Digest, filter: Filter): Group[] {
  const trend = filter.trend === null ? null : new Set(digest.trends[filter.trend]?.papers);
  return [...decisions, 'failed' as const]
    .filter((section) => filter.section === null || filter.section === section)
    .map((section) => {
      const all = digest.papers.filter((paper) => sectionOf(paper) === section);
      const papers = trend ? all.filter((paper) => trend.has(paper.id)) : all;
      return { section, papers, total: all.length };
    })
    .filter((group) => group.papers.length > 0);
}

/** Where a paper can be read; what is not on arXiv has only its own address. */
export interface Links {
  abs: string;
  pdf: string | null;
  html: string | null;
}

export function linksOf(paper: ListedPaper): Links {
  if (paper.id.startsWith('feed:')) return { abs: paper.url, pdf: null, html: null };
  const version = paper.version > 0 ? `v${paper.version}` : '';
  const at = (kind: string) => `https://arxiv.org/${kind}/${paper.id}${version}`;
  return { abs: paper.url || at('abs'), pdf: at('pdf'), html: at('html') };
}

/** Whether there is a text that figures could be looked for in: an imported report brings verdicts without abstracts. */
export const hasSource = (paper: ListedPaper): boolean => paper.abstract !== '' || paper.verdict.basis === 'full_text';

/** What the reader calls a judge: those that are ours have names, a model is called as it calls itself. */
export function judgeName(judge: string): string {
  switch (judge) {
    case 'builtin':
      return t().pane.builtin;
    case 'sample':
      return t().pane.sample;
    case 'import':
      return t().calendar.imported;
    default:
      return judge;
  }
}

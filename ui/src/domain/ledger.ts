/** The ledger as the reader reads it: states, and under each the rules with their counts. */

import type { Ledger, LedgerPaper } from '../host';
import { t } from '../i18n/index.svelte';

export type LedgerState = 'judged' | 'filtered' | 'failed';
export const ledgerStates: LedgerState[] = ['judged', 'filtered', 'failed'];

export interface RuleCount {
  /** The rule without what differs from paper to paper: every `rank N of M` is `rank`. */
  rule: string;
  count: number;
}

/** The rule that a paper counts under. */
export function ruleOf(paper: LedgerPaper): string {
  return /^rank \d+ of \d+$/.test(paper.rule) ? 'rank' : paper.rule;
}

/** What a rule is called in the window. */
export function ruleName(rule: string): string {
  const names = t().ledger.rule;
  if (rule.startsWith('exclude: ')) return names.exclude(rule.slice('exclude: '.length));
  const name = names[rule as keyof typeof names];
  if (typeof name === 'string') return name;
  const failures = t().failure;
  const failure = rule.replace('deferred: ', '').replaceAll(' ', '_');
  return failures[failure as keyof typeof failures]?.title ?? rule;
}

/** The rules of a state, most papers first. */
export function rulesOf(ledger: Ledger, state: LedgerState): RuleCount[] {
  const counts = new Map<string, number>();
  for (const paper of ledger.papers) {
    if (paper.state !== state || paper.rule === '') continue;
    counts.set(ruleOf(paper), (counts.get(ruleOf(paper)) ?? 0) + 1);
  }
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count);
}

/** The arXiv identifier in what was typed, without its version: `2601.03506`, `arXiv:math/0309136v2`, an address of arXiv. */
export function paperId(words: string): string | null {
  const found = /^\s*(?:(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/\w+\/|arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?\s*$/i.exec(words);
  return found?.[1] ?? null;
}

/** The papers of a state and rule (null: any) whose title, id or rule holds the words. */
export function findInLedger(ledger: Ledger, state: LedgerState | null, rule: string | null, words: string): LedgerPaper[] {
  const wanted = words.trim().toLowerCase();
  return ledger.papers.filter(
    (paper) =>
      (state === null || paper.state === state) &&
      (rule === null || ruleOf(paper) === rule) &&
      (wanted === '' || `${paper.id} ${paper.title} ${paper.rule} ${ruleName(ruleOf(paper))}`.toLowerCase().includes(wanted)),
  );
}

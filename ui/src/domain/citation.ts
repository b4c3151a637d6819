/** A paper as text to paste elsewhere. */

import type { ListedPaper } from '../host';
import { t } from '../i18n/index.svelte';
import { linksOf } from './papers';

/** The paper with its analysis, as Markdown in the window's language. What is empty is left out. */
export function paperMarkdown(paper: ListedPaper): string {
  const words = t().pane;
  const verdict = paper.verdict;
  const { colon, comma } = t().app;
  const line = (label: string, value: string) => (value ? `- **${label}**${colon}${value}` : '');
  return [
    `## ${paper.title}`,
    verdict.translated_title,
    [
      line(words.source, linksOf(paper).abs),
      line(t().decision[verdict.decision], verdict.reason),
      line(words.pain, verdict.pain_point),
      line(words.innovations, verdict.innovations.map((text, i) => `${i + 1}) ${text}`).join(' ')),
      line(words.value, verdict.application_value),
      line(words.keywords, verdict.keywords.join(comma)),
      line(words.summary, verdict.summary),
    ]
      .filter(Boolean)
      .join('\n'),
    paper.abstract && `> ${paper.abstract.replaceAll('\n', '\n> ')}`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

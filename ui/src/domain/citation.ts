/** A paper as text to paste elsewhere. */

import type { ListedPaper } from '../host';
import { t } from '../i18n/index.svelte';
import { linksOf } from './papers';

/** The year and month that an arXiv id tells: `2601.03479` is of 2026-01, `math/0309136` of 2003-09. */
export function submitted(id: string): { year: number; month: number } | null {
  const digits = /^(?:[a-z-]+(?:\.[A-Z]{2})?\/)?(\d{2})(\d{2})/.exec(id);
  if (!digits) return null;
  const year = Number(digits[1]);
  const month = Number(digits[2]);
  if (month < 1 || month > 12) return null;
  return { year: year >= 91 ? 1900 + year : 2000 + year, month };
}

/** Escapes what BibTeX reads as a command, outside formulas. */
function escapeBibtex(text: string): string {
  return text
    .split(/(\$[^$]*\$)/)
    .map((part) => (part.startsWith('$') && part.length > 1 ? part : part.replace(/(?<!\\)([&%#_])/g, '\\$1')))
    .join('');
}

/** The BibTeX entry, in the shape that arXiv itself gives. */
export function bibtex(paper: ListedPaper): string {
  const date = submitted(paper.id);
  const surname = (paper.authors[0] ?? 'anonymous').split(' ').at(-1) ?? 'anonymous';
  const word = paper.title.split(/\s+/).find((w) => w.length > 3) ?? '';
  const key = `${surname}${date?.year ?? ''}${word}`
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
  const fields: [string, string | undefined][] = [
    ['title', `{${escapeBibtex(paper.title)}}`],
    ['author', paper.authors.map(escapeBibtex).join(' and ')],
    ['year', date ? String(date.year) : undefined],
    ['eprint', paper.id.startsWith('feed:') ? undefined : paper.id],
    ['archivePrefix', paper.id.startsWith('feed:') ? undefined : 'arXiv'],
    ['primaryClass', paper.categories[0]],
    ['url', linksOf(paper).abs],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
  return `@misc{${key || 'paper'},\n${lines.join('\n')}\n}\n`;
}

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

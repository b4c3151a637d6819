/** A search that knows words, `author:`, `cat:`, `is:` and `decision:`, over the stored days. */

import type { Completion, ListedPaper, SearchHit } from '../index';
import { asNow, type Answers, type World } from './world';

const operators = ['author:', 'title:', 'cat:', 'tag:', 'is:star', 'is:unread', 'has:note', 'decision:recommend', 'since:2026-01-05'];

function matches(paper: ListedPaper, term: string): boolean {
  const [, key, value = ''] = /^(author|cat|is|has|decision|tag|since|until):(.*)$/.exec(term) ?? [];
  const wanted = value.replaceAll('"', '').toLowerCase();
  switch (key) {
    case 'author':
      return paper.authors.some((name) => name.toLowerCase().includes(wanted));
    case 'cat':
      return paper.categories.some((name) => name.toLowerCase().startsWith(wanted));
    case 'tag':
      return paper.tags.includes(value);
    case 'is':
      return wanted === 'star' ? paper.marks.star : wanted === 'unread' ? !paper.marks.read : paper.marks.later;
    case 'has':
      return paper.note;
    case 'decision':
      return paper.verdict.decision === wanted;
    case 'since':
    case 'until':
      return true;
    default:
      return textOf(paper).toLowerCase().includes(term.toLowerCase());
  }
}

const textOf = (paper: ListedPaper) => `${paper.title} ${paper.verdict.translated_title} ${paper.abstract} ${paper.verdict.summary}`;

/** A hundred characters round the first word, the words marked. */
function snippetOf(paper: ListedPaper, words: string[]): SearchHit['snippet'] {
  const text = words.some((word) => paper.abstract.toLowerCase().includes(word)) ? paper.abstract : paper.verdict.summary || paper.abstract;
  const first = words[0] ? Math.max(0, text.toLowerCase().indexOf(words[0])) : 0;
  const from = Math.max(0, first - 60);
  const piece = text.slice(from, from + 180);
  const found = words.filter(Boolean).map((word) => word.replace(/[^\p{L}\p{N}]/gu, '.'));
  if (found.length === 0) return [{ text: piece, hit: false }];
  return piece
    .split(new RegExp(`(${found.join('|')})`, 'i'))
    .filter(Boolean)
    .map((part) => ({ text: part, hit: words.includes(part.toLowerCase()) }));
}

export function searchAnswers(world: World): Pick<Answers, 'search' | 'complete'> {
  const all = () =>
    (world.digests.length > 0 ? [...world.digests].reverse() : [world.sample]).flatMap((digest) =>
      asNow(world, digest).papers.map((paper) => ({ date: digest.date, paper })),
    );
  return {
    search: ({ query, sort, offset = 0, limit }) => {
      const terms: string[] = query.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
      const typo = terms.includes('resoning');
      const words = terms.filter((term) => !term.includes(':')).map((word) => (word === 'resoning' ? 'reasoning' : word.toLowerCase()));
      const seen = new Set<string>();
      const hits = all()
        .filter(({ paper }) => !seen.has(paper.id) && seen.add(paper.id))
        .filter(({ paper }) => terms.every((term) => matches(paper, term === 'resoning' ? 'reasoning' : term)))
        .map(({ date, paper }): SearchHit => ({
          id: paper.id, title: paper.title, date, score: paper.verdict.score, field: 'abstract',
          snippet: snippetOf(paper, words), decision: paper.override ?? paper.verdict.decision, marks: paper.marks,
        }));
      if (sort === 'date') hits.sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
      return {
        hits: hits.slice(offset, offset + limit), total: hits.length, total_is_exact: true,
        corrected: typo ? query.replace('resoning', 'reasoning') : null, indexing: null, elapsed_ms: 3,
      };
    },
    complete: ({ query, cursor }) => {
      const word = /\S*$/.exec(query.slice(0, cursor))?.[0] ?? '';
      if (word === '') return [];
      const from = cursor - word.length;
      const found: Completion[] = operators
        .filter((operator) => operator.startsWith(word.toLowerCase()) && operator !== word)
        .map((insert) => ({ insert, label: insert, kind: 'operator', from }));
      const author = /^author:"?(.*)$/.exec(word)?.[1]?.toLowerCase();
      if (author !== undefined) {
        const names = new Set(all().flatMap(({ paper }) => paper.authors).filter((name) => name.toLowerCase().includes(author)));
        for (const name of [...names].slice(0, 6)) found.push({ insert: `author:"${name}"`, label: name, kind: 'author', from });
      }
      return found;
    },
  };
}

/** The words of a query, and the filters that are offered as chips. */

import { shiftDay } from './calendar';

/** The words of a query; a quoted phrase is one word. */
export function wordsOf(query: string): string[] {
  return query.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

/** A phrase as one word of a query. */
export function quoted(phrase: string): string {
  const plain = phrase.replaceAll('"', '');
  return /\s/.test(plain) ? `"${plain}"` : plain;
}

export function hasWord(query: string, word: string): boolean {
  return wordsOf(query).includes(word);
}

/** Puts a filter into a query, or takes it out. Of filters with the same `group` prefix only one stays. */
export function toggleWord(query: string, word: string, group?: string): string {
  const words = wordsOf(query);
  const on = words.includes(word);
  const others = words.filter((other) => other !== word && !(group && other.startsWith(group)));
  return (on ? others : [...others, word]).join(' ');
}

/** Puts what was offered in place of the text from `from` to the cursor and of the rest of its word; answers the query and where the cursor then stands. */
export function complete(query: string, cursor: number, { insert, from }: { insert: string; from: number }): { query: string; cursor: number } {
  const start = Math.min(from, cursor);
  const rest = query.slice(cursor).replace(/^\S*/, '');
  // What ends with a colon wants a value; everything else is done.
  const word = insert.endsWith(':') || rest.startsWith(' ') ? insert : `${insert} `;
  return { query: query.slice(0, start) + word + rest, cursor: start + word.length };
}

/** `date:>=…` for the days since so many days ago. */
export function since(today: string, days: number): string {
  return `date:>=${shiftDay(today, -days)}`;
}

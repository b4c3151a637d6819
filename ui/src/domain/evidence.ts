/** What an analysis states in figures, and where its source says the same. */

import type { Figure, FullTextOf, ListedPaper } from '../host';
import { sentenceAround, unitOf, type Span } from '../shared/segments';

/** A figure with its place in the text of its field, in UTF-16 units. */
export interface Marked extends Span {
  figure: Figure;
}

/** The place of a figure in a text, counted in units or in characters, whichever spells it; null when neither does. */
function placeIn(text: string, figure: { start: number; end: number }, spells?: string): Span | null {
  const units = { start: figure.start, end: figure.end };
  if (spells === undefined || text.slice(units.start, units.end) === spells) return units.end <= text.length ? units : null;
  const characters = { start: unitOf(text, figure.start), end: unitOf(text, figure.end) };
  return text.slice(characters.start, characters.end) === spells ? characters : null;
}

/** `innovations`, `innovation` and `innovations[2]` are one field. */
function singular(field: string): string {
  return field.replace(/[^a-z_].*$/, '').replace(/s$/, '');
}

/** Which item of a list a figure is in; 0 for a field that is no list. */
function itemOf({ field, item }: Figure): number {
  return item ?? Number(/\d+/.exec(field)?.[0] ?? 0);
}

/** The figures of one field; of one item, when the field is a list. */
export function figuresOf(figures: Figure[], field: string, text: string, item = 0): Marked[] {
  return figures
    .filter((figure) => singular(figure.field) === singular(field) && itemOf(figure) === item)
    .map((figure) => ({ figure, place: placeIn(text, figure, figure.text) }))
    .filter((found): found is { figure: Figure; place: Span } => found.place !== null)
    .map(({ figure, place }) => ({ figure, ...place }));
}

/** The full text as one string, as the places of figures count in it. */
export function wholeText(text: FullTextOf): string {
  return text.sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]).filter(Boolean).join('\n\n');
}

/** The text that a figure was found in, and where; null when it is not here. */
export function sourceOf(figure: Figure, paper: ListedPaper, fullText: FullTextOf | null): { text: string; span: Span } | null {
  if (!figure.place) return null;
  const { source } = figure.place;
  const text = source === 'title' ? paper.title : source === 'abstract' ? paper.abstract : fullText ? wholeText(fullText) : null;
  if (text === null) return null;
  const span = placeIn(text, figure.place);
  return span && { text, span };
}

/** The sentence of the source that says a figure; where the source is not here, the words that the engine quoted. */
export function sentenceOf(figure: Figure, paper: ListedPaper, fullText: FullTextOf | null): { text: string; start: number; end: number } | null {
  const source = sourceOf(figure, paper, fullText);
  if (source) return sentenceAround(source.text, source.span);
  const quote = figure.place?.quote;
  if (!quote) return null;
  const at = Math.max(0, quote.indexOf(figure.text));
  return { text: quote, start: at, end: quote.startsWith(figure.text, at) ? at + figure.text.length : at };
}

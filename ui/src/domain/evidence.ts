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

/** The figures of one field; of one item, when the field is a list. */
export function figuresOf(figures: Figure[], field: string, text: string, item = 0): Marked[] {
  return figures
    .filter((figure) => figure.field === field && figure.item === item)
    .map((figure) => ({ figure, place: placeIn(text, figure, figure.text) }))
    .filter((found): found is { figure: Figure; place: Span } => found.place !== null)
    .map(({ figure, place }) => ({ figure, ...place }));
}

/** The full text as one string, as its blocks are drawn. */
export function wholeText(text: FullTextOf): string {
  return text.sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]).filter(Boolean).join('\n\n');
}

/** The text that a figure was found in, and where; null when it is not here. */
export function sourceOf(figure: Figure, paper: ListedPaper, fullText: FullTextOf | null): { text: string; span: Span } | null {
  if (!figure.place) return null;
  const { source, quote } = figure.place;
  if (source === 'full_text') {
    // Its place counts in what the model was given of the text; the quoted words are in the whole of it too.
    const text = fullText ? wholeText(fullText) : '';
    const at = quote ? text.indexOf(quote) : -1;
    const inside = quote.indexOf(figure.text);
    if (at < 0 || inside < 0) return null;
    return { text, span: { start: at + inside, end: at + inside + figure.text.length } };
  }
  const text = source === 'title' ? paper.title : paper.abstract;
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

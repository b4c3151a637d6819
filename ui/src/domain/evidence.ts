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

const GAP = '\n\n';

/** The full text as one string, as its blocks are drawn. */
export function wholeText(text: FullTextOf): string {
  return text.sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]).filter(Boolean).join(GAP);
}

/** Where a section's paragraph, or its heading, begins in the full text as `wholeText` joins it. */
function startOf(text: FullTextOf, section: number, paragraph: number | null): number {
  const before = text.sections.slice(0, section).flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]);
  const here = text.sections[section];
  if (paragraph !== null && here) before.push(here.heading, ...here.paragraphs.slice(0, paragraph));
  return before.filter(Boolean).reduce((sum, block) => sum + block.length + GAP.length, 0);
}

/** The text that a figure was found in, and where; null when it is not here. */
export function sourceOf(figure: Figure, paper: ListedPaper, fullText: FullTextOf | null): { text: string; span: Span } | null {
  if (!figure.place) return null;
  const { source, section, paragraph, start, end } = figure.place;
  if (source === 'full_text') {
    if (!fullText || section === null) return null;
    const text = wholeText(fullText);
    const from = startOf(fullText, section, paragraph);
    return from + end <= text.length ? { text, span: { start: from + start, end: from + end } } : null;
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

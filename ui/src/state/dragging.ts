/** A paper that leaves the window with the mouse: as BibTeX, or with Alt as Markdown. */

import { paperMarkdown } from '../domain/citation';
import { linksOf } from '../domain/papers';
import type { Desk } from './desk.svelte';
import type { ListedPaper } from '../host';

/** The citation of the paper under the mouse: a drag must have its data the moment it starts. */
const bib = new Map<string, string>();

/** Asks for the citation as soon as the button goes down. */
export async function prepareDrag(desk: Desk, papers: ListedPaper[]): Promise<void> {
  for (const { id } of papers) {
    if (bib.has(id)) continue;
    const citation = await desk.host.call('citation', { id, style: 'bibtex' }).catch(() => null);
    if (citation) bib.set(id, citation.text);
  }
}

/**
 * Fills what is dragged: text and address for other programs, and a named file where the web view can make one of it
 * (`DownloadURL`, which Chromium's does).
 */
export function fillDrag(event: DragEvent, papers: ListedPaper[]): void {
  const data = event.dataTransfer;
  const [first] = papers;
  if (!data || !first) return;
  const asMarkdown = event.altKey || papers.some(({ id }) => !bib.has(id));
  const text = papers.map((paper) => (asMarkdown ? paperMarkdown(paper) : (bib.get(paper.id) ?? ''))).join('\n');
  const [ending, type] = asMarkdown ? ['md', 'text/markdown'] : ['bib', 'application/x-bibtex'];
  const name = `${papers.length === 1 ? first.id.replace(/[^\w.-]/g, '-') : 'papers'}.${ending}`;
  data.effectAllowed = 'copy';
  data.setData('text/plain', text);
  data.setData(type, text);
  if (papers.length === 1) data.setData('text/uri-list', linksOf(first).abs);
  data.setData('DownloadURL', `${type}:${name}:data:${type};charset=utf-8,${encodeURIComponent(text)}`);
}
